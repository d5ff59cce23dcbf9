import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput } from "cdktf";
import { LogReaderPolicy, type LogReaderPolicyProps, type LogScope } from "../../../modules/access";
import type { Statement } from "../../../modules/policy";
import { statementsOf, synthStack } from "../../support/synth";

const LOGS: LogScope = {
  bucketName: "audit-logs",
  bucketRegion: "eu-central-1",
  keyArn: "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d",
  accounts: ["111122223333"],
};

function synthPolicy(options: Partial<LogReaderPolicyProps> = {}, logs: Partial<LogScope> = {}) {
  return synthStack((stack) => {
    const minimal = { policyName: "read-logs", logs: { ...LOGS, ...logs } };
    const policy = new LogReaderPolicy(stack, "Policy", { ...minimal, ...options });
    new TerraformOutput(stack, "Arn", { value: policy.arn });
  });
}

describe("a reader policy by default", () => {
  test("is a managed policy that is attached to nobody", () => {
    const stack = synthPolicy();
    expect(stack.counts).toEqual({ aws_iam_policy: 1 });
    expect(stack.one("aws_iam_policy")).toEqual({
      address: expect.any(String),
      "//": expect.anything(),
      name: "read-logs",
      description: "Reads CloudTrail logs in audit-logs",
      policy: expect.any(String),
    });
    expect(stack.json["output"]).toEqual({ Arn: { value: `\${${stack.one("aws_iam_policy").address}.arn}` } });
  });

  test.each([
    ["eu-central-1", "aws", "amazonaws.com"],
    ["us-gov-west-1", "aws-us-gov", "amazonaws.com"],
    ["cn-north-1", "aws-cn", "amazonaws.com.cn"],
  ])("in %s locates, reads and decrypts through S3, and else only lists", (bucketRegion, partition, suffix) => {
    const keyArn = `arn:${partition}:kms:${bucketRegion}:111122223333:key/0a1b2c3d`;
    const bucket = `arn:${partition}:s3:::audit-logs`;
    const stack = synthPolicy({}, { bucketRegion, keyArn });
    const statements = statementsOf(stack.one("aws_iam_policy")["policy"]);
    const lists = ({ Action }: Statement) => Action === "s3:ListBucket";
    expect(new Set(statements.filter(lists).map(({ Effect, Resource }) => [Effect, Resource].join()))).toEqual(
      new Set([`Allow,${bucket}`]),
    );
    expect(statements.filter((one) => !lists(one))).toEqual([
      { Sid: "LocateBucket", Effect: "Allow", Action: "s3:GetBucketLocation", Resource: bucket },
      {
        Sid: "ReadLogs",
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:GetObjectVersion"],
        Resource: `${bucket}/AWSLogs/111122223333/CloudTrail*/*`,
      },
      {
        Sid: "DecryptLogsThroughS3",
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: keyArn,
        Condition: { StringEquals: { "kms:ViaService": `s3.${bucketRegion}.${suffix}` } },
      },
    ]);
  });
});

describe("a reader policy", () => {
  test("is attached to the users, groups and roles that are named, and to nobody else", () => {
    const stack = synthPolicy({ users: ["jane", "john"], groups: ["Auditors"], roles: ["Security"] });
    const policyArn = `\${${stack.one("aws_iam_policy").address}.arn}`;
    expect(stack.counts).toEqual({
      aws_iam_policy: 1,
      aws_iam_user_policy_attachment: 2,
      aws_iam_group_policy_attachment: 1,
      aws_iam_role_policy_attachment: 1,
    });
    const attached = (type: string) => stack.all(type).map(({ address: _, "//": __, ...attributes }) => attributes);
    expect(attached("aws_iam_user_policy_attachment")).toEqual([
      { user: "jane", policy_arn: policyArn },
      { user: "john", policy_arn: policyArn },
    ]);
    expect(attached("aws_iam_group_policy_attachment")).toEqual([{ group: "Auditors", policy_arn: policyArn }]);
    expect(attached("aws_iam_role_policy_attachment")).toEqual([{ role: "Security", policy_arn: policyArn }]);
  });

  test("keeps the other attachments' addresses when one of them goes", () => {
    const addresses = (...users: string[]) =>
      synthPolicy({ users })
        .all("aws_iam_user_policy_attachment")
        .map(({ address }) => address);
    const [first, , third] = addresses("one", "two", "three");
    expect(addresses("one", "three")).toEqual([first, third]);
  });

  test("takes a user, a group and a role of the same name", () => {
    const stack = synthPolicy({ users: ["audit"], groups: ["audit"], roles: ["audit"] });
    expect(Object.values(stack.counts)).toEqual([1, 1, 1, 1]);
  });

  test("takes names that differ by a dot, a dash or an underscore only", () => {
    const users = ["jane.doe", "jane-doe", "jane_doe", "janedoe"];
    expect(
      synthPolicy({ users })
        .all("aws_iam_user_policy_attachment")
        .map(({ user }) => user),
    ).toEqual(users);
  });

  test("takes tags", () => {
    const tags = { Team: "security" };
    expect(synthPolicy({ tags }).one("aws_iam_policy")).toMatchObject({ tags });
  });

  test("uses its provider for the policy and every attachment", () => {
    const stack = synthStack((scope) => {
      const provider = new AwsProvider(scope, "Other", { region: "eu-west-1", alias: "other" });
      const to = { users: ["jane"], groups: ["Auditors"], roles: ["Security"] };
      new LogReaderPolicy(scope, "Policy", { policyName: "read-logs", logs: LOGS, ...to, provider });
    });
    const providers = Object.keys(stack.counts).flatMap((type) => stack.all(type).map(({ provider }) => provider));
    expect(providers).toEqual(["aws.other", "aws.other", "aws.other", "aws.other"]);
  });
});

describe("a scope is refused", () => {
  test.each<[string, Partial<LogScope>, string]>([
    ["no accounts", { accounts: [] }, "accounts must name at least one account, got none"],
    ["no Regions", { regions: [] }, "regions must name at least one Region, got none"],
    ["a short account id", { accounts: ["1111"] }, 'accounts must be 12 digits, got "1111"'],
    ["an account pattern", { accounts: ["*"] }, 'accounts must be 12 digits, got "*"'],
    ["an account path", { accounts: ["111122223333/.."] }, 'accounts must be 12 digits, got "111122223333/.."'],
    ["a Region pattern", { regions: ["*"] }, 'regions must be Region codes like "eu-central-1", got "*"'],
    ["a Region's part", { regions: ["eu-*"] }, 'regions must be Region codes like "eu-central-1", got "eu-*"'],
    [
      "an organization pattern",
      { organizationId: "o-*" },
      'organizationId must be an organization id like "o-a1b2c3d4e5", got "o-*"',
    ],
    [
      "an organization ARN",
      { organizationId: "arn:aws:organizations::111122223333:organization/o-a1b2c3d4e5" },
      'organizationId must be an organization id like "o-a1b2c3d4e5", ' +
        'got "arn:aws:organizations::111122223333:organization/o-a1b2c3d4e5"',
    ],
  ])("with %s", (_, logs, message) => {
    expect(() => synthPolicy({}, logs)).toThrow(new Error(`test/Policy: ${message}`));
  });

  test("with all its problems at once", () => {
    expect(() => synthPolicy({}, { accounts: ["1", "2"], regions: ["mars"] })).toThrow(
      new Error(
        [
          'test/Policy: accounts must be 12 digits, got "1"',
          'test/Policy: accounts must be 12 digits, got "2"',
          'test/Policy: regions must be Region codes like "eu-central-1", got "mars"',
        ].join("\n"),
      ),
    );
  });

  test.each<[string, Partial<LogScope>]>([
    ["every key", { keyArn: "*" }],
    ["an alias, which IAM takes for no key", { keyArn: "arn:aws:kms:eu-central-1:111122223333:alias/audit" }],
    ["every bucket", { bucketName: "*" }],
    ["a prefix that is a pattern", { prefix: "*" }],
    ["a prefix that ends in a slash, under which nothing lies", { prefix: "audit/" }],
    ["a Region of no partition", { bucketRegion: "*" }],
  ])("with %s", (_, logs) => {
    expect(() => synthPolicy({}, logs)).toThrow(`got "${Object.values(logs)[0] as string}"`);
  });
});

describe("the size of a reader policy", () => {
  const LIMIT = 6144;
  const account = (index: number) => String(100000000000 + index);
  const sizeWith = (count: number) => {
    const accounts = Array.from({ length: count }, (_, index) => account(index));
    return (synthPolicy({}, { accounts }).one("aws_iam_policy")["policy"] as string).length;
  };
  // From the second account on, each adds as much as the last.
  const each = sizeWith(3) - sizeWith(2);
  const most = 2 + Math.floor((LIMIT - sizeWith(2)) / each);

  test("holds as many accounts as AWS's 6,144 characters do", () => {
    expect(sizeWith(most)).toBeLessThanOrEqual(LIMIT);
    expect(most).toBeGreaterThan(20);
  });

  test("is refused one account further", () => {
    expect(() => sizeWith(most + 1)).toThrow(
      new Error(`test/Policy: managed policy must be at most 6144 characters, got ${sizeWith(most) + each}`),
    );
  });

  test("does not grow with an organization, all of which is one pattern", () => {
    const all = { accounts: "all", organizationId: "o-a1b2c3d4e5" } as const;
    expect((synthPolicy({}, all).one("aws_iam_policy")["policy"] as string).length).toBeLessThan(1000);
  });
});
