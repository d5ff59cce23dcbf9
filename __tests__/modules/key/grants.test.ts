import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { ExistingKey, Key, ReplicaKey, type GrantProps, type KeyPolicyProps } from "../../../modules/key";
import { statement, statementsOf, synthStack } from "../../support/synth";

const IN = { account: "111122223333", region: "eu-central-1" };
const ROOT = "arn:aws:iam::111122223333:root";
const ADMIN = "arn:aws:iam::111122223333:role/KeyAdministrators";
const GRANTEE = "arn:aws:iam::111122223333:role/aws-service-role/backup.amazonaws.com/Backup";
const MINIMAL: GrantProps = {
  name: "Backup",
  granteePrincipal: GRANTEE,
  operations: ["Decrypt", "DescribeKey"],
  encryptionContextEquals: { purpose: "backup" },
};

function synthGrant(options: Partial<GrantProps> = {}, policy: Partial<KeyPolicyProps> = {}) {
  return synthStack((stack) => {
    new Key(stack, "Key", { ...IN, aliases: ["audit"], ...policy }).grant({ ...MINIMAL, ...options });
  });
}

describe("a grant", () => {
  test("gives the named operations under the exact encryption context, once the policy allows it", () => {
    const stack = synthGrant();
    const key = stack.one("aws_kms_key").address;
    expect(stack.one("aws_kms_grant")).toEqual({
      address: expect.any(String),
      "//": expect.anything(),
      name: "Backup",
      key_id: `\${${key}.arn}`,
      grantee_principal: GRANTEE,
      operations: ["Decrypt", "DescribeKey"],
      constraints: [{ encryption_context_equals: { purpose: "backup" } }],
      depends_on: [key],
    });
  });

  test("may ask for a part of the encryption context instead", () => {
    const stack = synthGrant({ encryptionContextEquals: undefined, encryptionContextSubset: { team: "a", tier: "b" } });
    expect(stack.one("aws_kms_grant")).toMatchObject({
      constraints: [{ encryption_context_subset: { team: "a", tier: "b" } }],
    });
  });

  test("stands after the policy of an existing key and of a replica as well", () => {
    const stack = synthStack((scope) => {
      const arn = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d";
      const provider = new AwsProvider(scope, "Other", { region: "eu-west-1", alias: "other" });
      new ExistingKey(scope, "Existing", { ...IN, arn }).grant(MINIMAL);
      new ReplicaKey(scope, "Replica", { ...IN, primaryKeyArn: arn, aliases: ["r"], provider }).grant(MINIMAL);
    });
    expect(stack.one("aws_kms_grant", "Existing")["depends_on"]).toEqual([stack.one("aws_kms_key_policy").address]);
    expect(stack.one("aws_kms_grant", "Replica")["depends_on"]).toEqual([stack.one("aws_kms_replica_key").address]);
  });
});

describe("the statement that lets a grant be created", () => {
  const created = (type: string, operations: string | string[], creators: string | string[]) => ({
    Sid: "CreateGrantBackup",
    Effect: "Allow",
    Principal: { AWS: creators },
    Action: "kms:CreateGrant",
    Resource: "*",
    Condition: {
      StringEquals: { "kms:GranteePrincipal": GRANTEE, "kms:GrantConstraintType": type },
      "ForAllValues:StringEquals": { "kms:GrantOperations": operations },
    },
  });
  const statementFor = (options: Partial<GrantProps>, policy: Partial<KeyPolicyProps>) =>
    statement(synthGrant(options, policy).one("aws_kms_key")["policy"], "CreateGrantBackup");

  test("names the root, this grantee, these operations and this kind of constraint", () => {
    expect(statementFor({}, {})).toEqual(created("EncryptionContextEquals", ["Decrypt", "DescribeKey"], ROOT));
  });

  test("names the administrators before the root", () => {
    expect(statementFor({}, { administrators: [ADMIN] }).Principal).toEqual({ AWS: [ADMIN, ROOT] });
  });

  test("leaves the root out where it does nothing", () => {
    expect(statementFor({}, { administrators: [ADMIN], rootAccess: "nothing" })).toEqual(
      created("EncryptionContextEquals", ["Decrypt", "DescribeKey"], ADMIN),
    );
  });

  test("says EncryptionContextSubset where the grant does", () => {
    const subset = { encryptionContextEquals: undefined, encryptionContextSubset: { purpose: "backup" } };
    expect(statementFor({ ...subset, operations: ["Encrypt"] }, {})).toEqual(
      created("EncryptionContextSubset", "Encrypt", ROOT),
    );
  });

  test("is one for each grant", () => {
    const stack = synthStack((scope) => {
      const key = new Key(scope, "Key", { ...IN, aliases: ["audit"] });
      key.grant(MINIMAL);
      key.grant({ ...MINIMAL, name: "Restore", operations: ["Encrypt"] });
    });
    const sids = statementsOf(stack.one("aws_kms_key")["policy"]).map(({ Sid }) => Sid);
    expect(sids).toEqual(["RootAdministersKey", "CreateGrantBackup", "CreateGrantRestore"]);
    expect(stack.counts).toMatchObject({ aws_kms_grant: 2 });
  });
});

describe("a grant is refused", () => {
  test.each(["", "back-up", "Back Up", "${a}"])('when its name is not letters and digits: "%s"', (name) => {
    expect(() => synthGrant({ name })).toThrow(
      new Error(`test/Key: grant name must be letters and digits, got "${name}"`),
    );
  });

  test("without operations", () => {
    expect(() => synthGrant({ operations: [] })).toThrow(
      new Error("test/Key: grant Backup: operations must not be empty"),
    );
  });

  test.each([
    ["neither", { encryptionContextEquals: undefined }, 0],
    ["both", { encryptionContextSubset: { purpose: "backup" } }, 2],
  ])("with %s of the two constraints", (_, options, got) => {
    expect(() => synthGrant(options)).toThrow(
      new Error(
        "test/Key: grant Backup: exactly one of encryptionContextEquals and encryptionContextSubset is required, " +
          `got ${got}`,
      ),
    );
  });

  test.each([
    ["encryptionContextEquals", { encryptionContextEquals: {} }],
    ["encryptionContextSubset", { encryptionContextEquals: undefined, encryptionContextSubset: {} }],
  ])("with an empty %s, which constrains nothing", (option, options) => {
    expect(() => synthGrant(options)).toThrow(option);
  });

  test.each(["*", ROOT, "111122223333", "backup.amazonaws.com"])("to nobody in particular: %s", (granteePrincipal) => {
    expect(() => synthGrant({ granteePrincipal })).toThrow(
      "test/Key: grant Backup: granteePrincipal must be an ARN like " +
        `"arn:aws:iam:...:user/..." or "arn:aws:iam:...:role/...", got "${granteePrincipal}": `,
    );
  });

  test("when a grant of that name exists", () => {
    const twice = () =>
      synthStack((scope) => {
        const key = new Key(scope, "Key", { ...IN, aliases: ["audit"] });
        key.grant(MINIMAL);
        key.grant(MINIMAL);
      });
    expect(twice).toThrow(new Error("There is already a Construct with name 'GrantBackup' in Key [Key]"));
  });
});
