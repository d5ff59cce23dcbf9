import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamUser } from "@cdktf/provider-aws/lib/iam-user";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { TerraformVariable, type TerraformStack } from "cdktf";
import { LogReaderPolicy } from "../../modules/access";
import { Key } from "../../modules/key";
import { Trail } from "../../modules/trail";
import { statementsOf, synthStack } from "../support/synth";

const IN = { account: "111122223333", region: "eu-central-1" };
const variable = (stack: TerraformStack) => new TerraformVariable(stack, "late", { type: "string" }).stringValue;

/** With tokens before it, which shift the numbers of those that follow. */
function twice<T>(build: (stack: TerraformStack) => void, read: (stack: ReturnType<typeof synthStack>) => T): [T, T] {
  const shifted = (stack: TerraformStack) => {
    for (const name of ["one", "two"]) void new S3Bucket(stack, name, { bucket: `example-${name}` }).arn;
    build(stack);
  };
  return [read(synthStack(build)), read(synthStack(shifted))];
}

describe("names that only Terraform knows", () => {
  test("make ids that do not change with unrelated resources", () => {
    const [one, other] = twice(
      (stack) => {
        const users = [new IamUser(stack, "Auditor", { name: "auditor" }).name, variable(stack)];
        const logs = {
          bucketName: "audit-logs",
          bucketRegion: IN.region,
          keyArn: "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d",
          accounts: ["111122223333"],
        };
        new LogReaderPolicy(stack, "Readers", { policyName: "read-logs", logs, users });
      },
      (stack) => stack.all("aws_iam_user_policy_attachment").map(({ address, user }) => [address, user]),
    );
    expect(one).toHaveLength(2);
    expect(other).toEqual(one);
    expect(JSON.stringify(one)).not.toContain("TOKEN");
  });

  test("may administer a key without root: of what account they are, only Terraform knows", () => {
    const stack = synthStack((scope) => {
      const role = new IamRole(scope, "Admins", { name: "KeyAdministrators", assumeRolePolicy: "{}" });
      new Key(scope, "Key", { ...IN, aliases: ["k"], administrators: [role.arn], rootAccess: "nothing" });
    });
    expect(statementsOf(stack.one("aws_kms_key")["policy"])[0]?.Principal).toEqual({
      AWS: `\${${stack.one("aws_iam_role").address}.arn}`,
    });
  });
});

describe("what other names and ARNs are made of", () => {
  const REGION = "region must be known at synth, since ARNs depend on it, got a token";

  test("is known at synth: the Region", () => {
    expect(() =>
      synthStack((stack) => new Key(stack, "Key", { ...IN, region: variable(stack), aliases: ["k"] })),
    ).toThrow(new Error(`test/Key: ${REGION}`));
  });

  test("is known at synth: a trail's name that becomes a topic's", () => {
    const trail = (deliveryTopic: boolean) =>
      synthStack((stack) => {
        const key = { arn: "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d" };
        const bucket = { bucketName: "logs" };
        new Trail(stack, "Trail", { ...IN, name: variable(stack), bucket, key, deliveryTopic });
      });
    expect(trail(false).one("aws_cloudtrail")["name"]).toBe("${var.late}");
    expect(() => trail(true)).toThrow(
      "test/Trail: name must be known at synth if deliveryTopic derives the topic's name from it, got a token",
    );
  });
});

test("in the European Sovereign Cloud, ARNs and service names are that partition's", () => {
  const stack = synthStack((scope) => {
    const key = new Key(scope, "Key", { ...IN, region: "eusc-de-east-1", aliases: ["audit"] });
    key.allowUsers("arn:aws-eusc:iam::111122223333:role/Reader");
    key.allowLogGroup("arn:aws-eusc:logs:eusc-de-east-1:111122223333:log-group:audit");
    key.allowTrail("arn:aws-eusc:cloudtrail:eusc-de-east-1:111122223333:trail/audit");
  });
  const statements = statementsOf(stack.one("aws_kms_key")["policy"]);
  const find = (sid: string) => statements.find(({ Sid }) => Sid === sid);
  expect(find("RootAdministersKey")?.Principal).toEqual({ AWS: "arn:aws-eusc:iam::111122223333:root" });
  expect(find("CloudTrailEncryptsLogs")?.Principal).toEqual({ Service: "cloudtrail.amazonaws.com" });
  expect(find("CloudWatchLogsEncryptsLogGroups")?.Principal).toEqual({
    Service: "logs.eusc-de-east-1.amazonaws.com",
  });
  expect(find("UsersDecryptLogsThroughS3")?.Condition?.StringEquals).toEqual({
    "kms:ViaService": ["s3.eusc-de-east-1.amazonaws.eu", "s3.eusc-de-east-1.amazonaws.com"],
  });
});
