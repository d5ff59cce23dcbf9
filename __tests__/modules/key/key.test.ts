import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput } from "cdktf";
import { Key, type KeyProps } from "../../../modules/key";
import { synthStack } from "../../support/synth";

const MINIMAL: KeyProps = { account: "111122223333", region: "eu-central-1", aliases: ["audit-trail"] };

function synthKey(options: Partial<KeyProps> = {}) {
  return synthStack((stack) => new Key(stack, "Key", { ...MINIMAL, ...options }));
}

describe("a key by default", () => {
  test("is a symmetric key of one Region that rotates each year and takes 30 days to be lost", () => {
    expect(synthKey().one("aws_kms_key")).toEqual({
      address: expect.any(String),
      "//": expect.anything(),
      description: "Encrypts the audit trail",
      key_usage: "ENCRYPT_DECRYPT",
      customer_master_key_spec: "SYMMETRIC_DEFAULT",
      enable_key_rotation: true,
      rotation_period_in_days: 365,
      deletion_window_in_days: 30,
      multi_region: false,
      policy: expect.any(String),
      depends_on: [],
    });
  });

  test("is one key and one alias, and nothing besides", () => {
    expect(synthKey().counts).toEqual({ aws_kms_key: 1, aws_kms_alias: 1 });
  });

  test("says by its ARN which resource it is, and by its alias ARN what is known before that", () => {
    const { json } = synthStack((stack) => {
      const key = new Key(stack, "Key", { ...MINIMAL, aliases: ["first", "second"] });
      new TerraformOutput(stack, "Arn", { value: key.arn });
      new TerraformOutput(stack, "Alias", { value: key.aliasArn });
    });
    expect(json["output"]).toEqual({
      Arn: { value: expect.stringMatching(/^\$\{aws_kms_key\.Key_[0-9A-F]{8}\.arn\}$/) },
      Alias: { value: "arn:aws:kms:eu-central-1:111122223333:alias/first" },
    });
  });
});

describe("an option of a key", () => {
  test.each([
    ["description", { description: "Encrypts staging" }, { description: "Encrypts staging" }],
    ["multiRegion", { multiRegion: true }, { multi_region: true }],
    ["tags", { tags: { Environment: "prod" } }, { tags: { Environment: "prod" } }],
    ["preventDestroy", { preventDestroy: true }, { lifecycle: { prevent_destroy: true } }],
  ] as const)("reaches the key: %s", (_, options, attributes) => {
    expect(synthKey(options).one("aws_kms_key")).toMatchObject(attributes);
  });

  test.each([90, 91, 2560])("lets the key rotate after %d days", (rotationPeriodInDays) => {
    expect(synthKey({ rotationPeriodInDays }).one("aws_kms_key")).toMatchObject({
      enable_key_rotation: true,
      rotation_period_in_days: rotationPeriodInDays,
    });
  });

  test.each([7, 8, 30])("lets a deletion wait for %d days", (deletionWindowInDays) => {
    expect(synthKey({ deletionWindowInDays }).one("aws_kms_key")).toMatchObject({
      deletion_window_in_days: deletionWindowInDays,
    });
  });

  test("may be absent: preventDestroy false writes no lifecycle", () => {
    expect(synthKey({ preventDestroy: false }).one("aws_kms_key")).not.toHaveProperty("lifecycle");
  });

  test("cannot turn rotation off or choose another kind of key", () => {
    // @ts-expect-error -- these are no options
    const options: Partial<KeyProps> = { enableKeyRotation: false, customerMasterKeySpec: "RSA_2048", keyUsage: "MAC" };
    expect(() => synthKey(options)).toThrow(
      /enableKeyRotation is unknown; .*\n.*customerMasterKeySpec is unknown; .*\n.*keyUsage is unknown; /,
    );
    expect(synthKey().one("aws_kms_key")).toMatchObject({
      enable_key_rotation: true,
      customer_master_key_spec: "SYMMETRIC_DEFAULT",
      key_usage: "ENCRYPT_DECRYPT",
    });
  });

  test("provider reaches the key, its aliases and its grants", () => {
    const stack = synthStack((scope) => {
      const provider = new AwsProvider(scope, "Other", { region: "eu-west-1", alias: "other" });
      const key = new Key(scope, "Key", { ...MINIMAL, aliases: ["one", "two"], provider });
      key.grant({
        name: "Backup",
        granteePrincipal: "arn:aws:iam::111122223333:role/Backup",
        operations: ["Decrypt"],
        encryptionContextEquals: { purpose: "backup" },
      });
    });
    expect(stack.counts).toEqual({ aws_kms_key: 1, aws_kms_alias: 2, aws_kms_grant: 1 });
    const providers = Object.keys(stack.counts).flatMap((type) => stack.all(type).map(({ provider }) => provider));
    expect(providers).toEqual(["aws.other", "aws.other", "aws.other", "aws.other"]);
  });
});

describe("the bounds of a key", () => {
  test.each([89, 2561, 365.5, 0, -90, NaN, Infinity])("refuse a rotation period of %d days", (rotationPeriodInDays) => {
    expect(() => synthKey({ rotationPeriodInDays })).toThrow(
      new Error(`test/Key: rotationPeriodInDays must be 90 to 2560 days, got ${rotationPeriodInDays}`),
    );
  });

  test.each([6, 31, 7.5, 0, -7, NaN])("refuse a deletion window of %d days", (deletionWindowInDays) => {
    expect(() => synthKey({ deletionWindowInDays })).toThrow(
      new Error(`test/Key: deletionWindowInDays must be 7 to 30 days, got ${deletionWindowInDays}`),
    );
  });

  test("are reported together", () => {
    expect(() => synthKey({ aliases: [], rotationPeriodInDays: 1, deletionWindowInDays: 1 })).toThrow(
      new Error(
        [
          "test/Key: aliases must name at least one alias, got none",
          "test/Key: rotationPeriodInDays must be 90 to 2560 days, got 1",
          "test/Key: deletionWindowInDays must be 7 to 30 days, got 1",
        ].join("\n"),
      ),
    );
  });
});
