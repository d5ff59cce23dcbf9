import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Key, ReplicaKey, type ReplicaKeyProps } from "../../../modules/key";
import { statementsOf, synthStack } from "../../support/synth";

const at = (region: string) => ({ account: "111122223333", region });
const PRIMARY = "arn:aws:kms:eu-central-1:111122223333:key/mrk-0a1b2c3d";
type Options = Partial<Omit<ReplicaKeyProps, "provider">>;

function synthReplica(options: Options = {}, allow: (key: ReplicaKey) => void = () => undefined) {
  return synthStack((stack) => {
    const provider = new AwsProvider(stack, "Other", { region: "eu-west-1", alias: "other" });
    const minimal = { ...at("eu-west-1"), primaryKeyArn: PRIMARY, aliases: ["copy"], provider };
    allow(new ReplicaKey(stack, "Replica", { ...minimal, ...options }));
  });
}

describe("a replica key by default", () => {
  test("is the primary's copy in its provider's Region, under a policy of its own", () => {
    expect(synthReplica().one("aws_kms_replica_key")).toEqual({
      address: expect.any(String),
      "//": expect.anything(),
      primary_key_arn: PRIMARY,
      description: "Replica of the audit trail's key",
      deletion_window_in_days: 30,
      policy: expect.stringContaining("RootAdministersKey"),
      provider: "aws.other",
      depends_on: [],
    });
  });

  test("is one key and its alias, both by the provider of the Region", () => {
    const stack = synthReplica();
    expect(stack.counts).toEqual({ aws_kms_replica_key: 1, aws_kms_alias: 1 });
    expect(stack.one("aws_kms_alias")).toMatchObject({
      name: "alias/copy",
      target_key_id: `\${${stack.one("aws_kms_replica_key").address}.key_id}`,
      provider: "aws.other",
    });
  });
});

describe("a replica key", () => {
  test("follows a multi-Region primary of the same app", () => {
    const stack = synthStack((scope) => {
      const provider = new AwsProvider(scope, "Other", { region: "eu-west-1", alias: "other" });
      const aliases = ["audit"];
      const primary = new Key(scope, "Key", { ...at("eu-central-1"), aliases, multiRegion: true });
      new ReplicaKey(scope, "Replica", { ...at("eu-west-1"), primaryKeyArn: primary.arn, aliases, provider });
    });
    expect(stack.one("aws_kms_key")["multi_region"]).toBe(true);
    expect(stack.one("aws_kms_replica_key")["primary_key_arn"]).toBe(`\${${stack.one("aws_kms_key").address}.arn}`);
  });

  test.each([
    ["description", { description: "Copy" }, { description: "Copy" }],
    ["deletionWindowInDays, least", { deletionWindowInDays: 7 }, { deletion_window_in_days: 7 }],
    ["deletionWindowInDays, most", { deletionWindowInDays: 30 }, { deletion_window_in_days: 30 }],
    ["tags", { tags: { Environment: "prod" } }, { tags: { Environment: "prod" } }],
    ["preventDestroy", { preventDestroy: true }, { lifecycle: { prevent_destroy: true } }],
  ] as const)("takes an option: %s", (_, options, attributes) => {
    expect(synthReplica(options).one("aws_kms_replica_key")).toMatchObject(attributes);
  });

  test("lets readers through S3 of its own Region, not of the primary's", () => {
    const reader = "arn:aws:iam::111122223333:role/Reader";
    const stack = synthReplica({}, (key) => key.allowUsers(reader));
    expect(statementsOf(stack.one("aws_kms_replica_key")["policy"])[1]).toEqual({
      Sid: "UsersDecryptLogsThroughS3",
      Effect: "Allow",
      Principal: { AWS: reader },
      Action: "kms:Decrypt",
      Resource: "*",
      Condition: {
        StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" },
        Null: { "kms:EncryptionContext:aws:cloudtrail:arn": "false" },
      },
    });
  });

  test.each([6, 31, 7.5])("refuses a deletion window of %d days", (deletionWindowInDays) => {
    expect(() => synthReplica({ deletionWindowInDays })).toThrow(
      new Error(`test/Replica: deletionWindowInDays must be 7 to 30 days, got ${deletionWindowInDays}`),
    );
  });

  test("refuses no alias, equal aliases and a root that does nothing without administrators", () => {
    expect(() => synthReplica({ aliases: [] })).toThrow(
      new Error("test/Replica: aliases must name at least one alias, got none"),
    );
    expect(() => synthReplica({ aliases: ["a", "a"] })).toThrow(
      new Error('test/Replica: aliases must differ, got "a", "a"'),
    );
    expect(() => synthReplica({ rootAccess: "nothing" })).toThrow(
      new Error(
        'test/Replica: administrators must name at least one principal when rootAccess is "nothing", got none; ' +
          "nobody could repair the key",
      ),
    );
  });

  test.each(["*", "alias/audit", "arn:aws:kms:eu-central-1:111122223333:alias/audit"])(
    "refuses a primary that is no key ARN: %s",
    (primaryKeyArn) => {
      expect(() => synthReplica({ primaryKeyArn })).toThrow(
        new Error(`test/Replica: primaryKeyArn must be an ARN like "arn:aws:kms:...:key/...", got "${primaryKeyArn}"`),
      );
    },
  );
});
