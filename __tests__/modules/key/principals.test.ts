import { ExistingKey, Key, type KeyPolicyProps } from "../../../modules/key";
import type { Statement } from "../../../modules/policy";
import { statementsOf, synthStack } from "../../support/synth";

const IN = { account: "111122223333", region: "eu-central-1" };
const ROOT = "arn:aws:iam::111122223333:root";
const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const ADMIN = role("KeyAdministrators");
const AUDITOR = "arn:aws:iam::999999999999:role/Auditor";

/** What uses a key, or lets someone else use it. */
const USE = [
  "kms:CreateGrant",
  "kms:Decrypt",
  "kms:DeriveSharedSecret",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyPair",
  "kms:GenerateDataKeyPairWithoutPlaintext",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:GenerateMac",
  "kms:ImportKeyMaterial",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
  "kms:Sign",
  "kms:VerifyMac",
];

const list = (values: string | readonly string[] | undefined): readonly string[] =>
  values === undefined ? [] : [values].flat();

function principalsIn({ Principal }: Statement): string[] {
  if (Principal === undefined) throw new Error("a key policy statement without Principal");
  return Principal === "*" ? ["*"] : Object.values(Principal).flatMap((values) => list(values));
}

function matches(pattern: string, value: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".");
  return new RegExp(`^${source}$`, "i").test(value);
}

/** The statements that allow an action, wildcards expanded. */
function allowing(statements: Statement[], action: string): Statement[] {
  return statements.filter(
    ({ Effect, Action }) => Effect === "Allow" && list(Action).some((pattern) => matches(pattern, action)),
  );
}

/** The actions of USE that a policy allows this principal. */
function usesOf(statements: Statement[], principal: string): string[] {
  const named = statements.filter((one) => principalsIn(one).includes(principal));
  return USE.filter((action) => allowing(named, action).length > 0);
}

function callEveryIntent(key: Key): void {
  key.allowUsers(role("Reader"), AUDITOR);
  key.allowTrail("arn:aws:cloudtrail:eu-central-1:444455556666:trail/audit");
  key.allowLogGroup("arn:aws:logs:eu-central-1:444455556666:log-group:audit");
  key.allowReplicationFrom(role("CopyOut"), "arn:aws:s3:::audit-logs");
  key.allowReplicationInto(role("CopyIn"), "arn:aws:s3:::audit-logs-replica");
  key.allowBucketUsers("arn:aws:s3:::audit-state", role("Deploy"));
  key.allowService({
    sid: "SnsUsesKey",
    service: "sns.amazonaws.com",
    actions: ["kms:GenerateDataKey*", "kms:Decrypt"],
    sourceAccount: "111122223333",
  });
}

function policyOf(options: Partial<KeyPolicyProps>, allow: (key: Key) => void): Statement[] {
  const stack = synthStack((scope) => allow(new Key(scope, "Key", { ...IN, aliases: ["audit"], ...options })));
  return statementsOf(stack.one("aws_kms_key")["policy"]);
}

describe("administrators", () => {
  test.each(["administers", "nothing"] as const)("never use the key, with a root that does this: %s", (rootAccess) => {
    const statements = policyOf({ administrators: [ADMIN], rootAccess }, callEveryIntent);
    expect(usesOf(statements, ADMIN)).toEqual([]);
    expect(usesOf(statements, ROOT)).toEqual([]);
  });

  test("never use the key themselves when the key is handed to IAM, which root then does", () => {
    const statements = policyOf({ administrators: [ADMIN], rootAccess: "iamDecides" }, callEveryIntent);
    expect(usesOf(statements, ADMIN)).toEqual([]);
    expect(usesOf(statements, ROOT)).toEqual(USE);
  });

  test("create a grant only where one is named, and only that one", () => {
    const statements = policyOf({ administrators: [ADMIN] }, (key) => {
      key.grant({
        name: "Backup",
        granteePrincipal: role("Backup"),
        operations: ["Decrypt"],
        encryptionContextEquals: { purpose: "backup" },
      });
    });
    expect(usesOf(statements, ADMIN)).toEqual(["kms:CreateGrant"]);
    expect(
      allowing(statements, "kms:CreateGrant").map(({ Condition }) => Condition?.StringEquals?.["kms:GranteePrincipal"]),
    ).toEqual([role("Backup")]);
  });

  test("can repair the policy, and nobody but root and administrators can", () => {
    const statements = policyOf({ administrators: [ADMIN] }, callEveryIntent);
    expect(allowing(statements, "kms:PutKeyPolicy").flatMap(principalsIn).toSorted()).toEqual([ADMIN, ROOT]);
  });
});

describe("the check for use", () => {
  test("sees through wildcards and spelling", () => {
    const allows = (...Action: string[]): Statement[] => [
      { Sid: "Test", Effect: "Allow", Principal: { AWS: ADMIN }, Action, Resource: "*" },
    ];
    expect(usesOf(allows("kms:Create*"), ADMIN)).toEqual(["kms:CreateGrant"]);
    expect(usesOf(allows("KMS:decrypt"), ADMIN)).toEqual(["kms:Decrypt"]);
    expect(usesOf(allows("kms:ReEncrypt*"), ADMIN)).toEqual(["kms:ReEncryptFrom", "kms:ReEncryptTo"]);
    expect(usesOf(allows("*"), ADMIN)).toEqual(USE);
    expect(usesOf(allows("kms:CreateAlias", "kms:Describe*"), ADMIN)).toEqual([]);
  });
});

describe("who is not named gets nothing", () => {
  const NAMED = [
    "cloudtrail.amazonaws.com",
    "logs.eu-central-1.amazonaws.com",
    "sns.amazonaws.com",
    ADMIN,
    AUDITOR,
    ROOT,
    role("CopyIn"),
    role("CopyOut"),
    role("Deploy"),
    role("Reader"),
  ];

  test("the principals of the policy are those of the configuration", () => {
    const statements = policyOf({ administrators: [ADMIN] }, callEveryIntent);
    expect([...new Set(statements.flatMap(principalsIn))].toSorted()).toEqual(NAMED.toSorted());
  });

  test("without a root, the account is not named at all", () => {
    const statements = policyOf({ administrators: [ADMIN], rootAccess: "nothing" }, callEveryIntent);
    expect([...new Set(statements.flatMap(principalsIn))].toSorted()).toEqual(
      NAMED.filter((principal) => principal !== ROOT).toSorted(),
    );
  });

  test("every statement allows, names its principals and speaks of this key alone", () => {
    policyOf({ administrators: [ADMIN] }, callEveryIntent).forEach((statement) => {
      expect(statement).toMatchObject({ Effect: "Allow", Resource: "*", Principal: expect.anything() });
      expect(statement).not.toHaveProperty("NotPrincipal");
    });
  });

  test("two keys of one stack do not share their principals", () => {
    const stack = synthStack((scope) => {
      callEveryIntent(new Key(scope, "Key", { ...IN, aliases: ["audit"] }));
      new ExistingKey(scope, "Other", { ...IN, arn: "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d" });
    });
    const other = statementsOf(stack.one("aws_kms_key_policy")["policy"]);
    expect(other.flatMap(principalsIn)).toEqual([ROOT]);
  });
});
