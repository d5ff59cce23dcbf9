import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput } from "cdktf";
import { ExistingKey, type ExistingKeyProps } from "../../../modules/key";
import { statementsOf, synthStack } from "../../support/synth";

const IN = { account: "111122223333", region: "eu-central-1" };
const ARN = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-1111-2222-3333-444455556666";
const TRAIL = "arn:aws:cloudtrail:eu-central-1:111122223333:trail/audit";

function synthExisting(options: Partial<ExistingKeyProps> = {}, allow: (key: ExistingKey) => void = () => undefined) {
  return synthStack((stack) => {
    const key = new ExistingKey(stack, "Key", { ...IN, arn: ARN, ...options });
    new TerraformOutput(stack, "Arn", { value: key.arn });
    allow(key);
  });
}

describe("an existing key", () => {
  test("gets a policy and nothing else: no key, no alias", () => {
    const stack = synthExisting();
    expect(stack.counts).toEqual({ aws_kms_key_policy: 1 });
    expect(stack.one("aws_kms_key_policy")).toEqual({
      address: expect.any(String),
      "//": expect.anything(),
      key_id: ARN,
      policy: expect.stringContaining("RootAdministersKey"),
      depends_on: [],
    });
    expect(stack.json["output"]).toEqual({ Arn: { value: ARN } });
  });

  test("keeps the policy from locking the account out when it is taken back", () => {
    expect(synthExisting().one("aws_kms_key_policy")).not.toHaveProperty("bypass_policy_lockout_safety_check");
  });

  test("has the statements of every intent, those given later included", () => {
    const administrators = ["arn:aws:iam::111122223333:role/Admin"];
    const stack = synthExisting({ administrators }, (key) => key.allowTrail(TRAIL));
    expect(statementsOf(stack.one("aws_kms_key_policy")["policy"]).map(({ Sid }) => Sid)).toEqual([
      "RootAdministersKey",
      "AdministratorsAdministerKey",
      "CloudTrailEncryptsLogs",
      "CloudTrailDescribesKey",
      "CloudTrailDecryptsBucketKey",
    ]);
  });

  test("is handled by the provider it is given, and so are its grants", () => {
    const stack = synthStack((scope) => {
      const provider = new AwsProvider(scope, "Other", { region: "eu-central-1", alias: "other" });
      const key = new ExistingKey(scope, "Key", { ...IN, arn: ARN, provider });
      key.grant({
        name: "Backup",
        granteePrincipal: "arn:aws:iam::111122223333:role/Backup",
        operations: ["Decrypt"],
        encryptionContextSubset: { purpose: "backup" },
      });
    });
    expect(stack.one("aws_kms_key_policy")["provider"]).toBe("aws.other");
    expect(stack.one("aws_kms_grant")).toMatchObject({ provider: "aws.other", key_id: ARN });
  });

  test.each([
    "0a1b2c3d-1111-2222-3333-444455556666",
    "alias/audit",
    "arn:aws:kms:eu-central-1:111122223333:alias/audit",
    "arn:aws:s3:::key/audit",
    "*",
  ])("is named by the ARN of the key itself, not by %s", (arn) => {
    expect(() => synthExisting({ arn })).toThrow(
      new Error(`test/Key: arn must be an ARN like "arn:aws:kms:...:key/...", got "${arn}"`),
    );
  });

  test("is of the partition of its Region", () => {
    const arn = ARN.replace("arn:aws:", "arn:aws-us-gov:");
    expect(() => synthExisting({ arn })).toThrow(
      new Error(`test/Key: arn must be in partition aws of Region eu-central-1, got "${arn}"`),
    );
  });

  test("refuses a root that does nothing without administrators", () => {
    expect(() => synthExisting({ rootAccess: "nothing" })).toThrow(
      'test/Key: administrators must name at least one principal when rootAccess is "nothing", got none',
    );
  });
});
