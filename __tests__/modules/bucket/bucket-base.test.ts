import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { ExistingBucket, type ExistingBucketProps } from "../../../modules/bucket";
import type { Statement } from "../../../modules/policy";
import { statementsOf, synthStack } from "../../support/synth";

const KEY_ARN = "arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555";
const ROLE_ARN = "arn:aws:iam::111122223333:role/BreakGlass";
const OTHER_ROLE_ARN = "arn:aws:iam::444455556666:role/Investigator";
const USER_ARN = "arn:aws:iam::111122223333:user/auditor";
const FEWEST: ExistingBucketProps = { account: "111122223333", region: "eu-central-1", bucketName: "audit-logs" };

const BUCKET = "arn:aws:s3:::audit-logs";
const OBJECTS = "arn:aws:s3:::audit-logs/*";
const NAMED_KEY = "s3:x-amz-server-side-encryption-aws-kms-key-id";

/** The policy of a bucket of which nothing but the policy is made. */
function policyOf(options: Partial<ExistingBucketProps> = {}): Statement[] {
  const stack = synthStack((scope) => new ExistingBucket(scope, "Logs", { ...FEWEST, ...options }));
  return statementsOf(stack.one("aws_s3_bucket_policy")["policy"]);
}

function statementOf(sid: string, options: Partial<ExistingBucketProps>): Statement | undefined {
  return policyOf(options).find(({ Sid }) => Sid === sid);
}

test("the policy without options", () => {
  expect(policyOf()).toEqual([
    {
      Sid: "DenyInsecureTransport",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: [BUCKET, OBJECTS],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
    {
      Sid: "DenyOldTls",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: [BUCKET, OBJECTS],
      Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
    },
    {
      Sid: "DenyCustomerProvidedKeys",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:PutObject",
      Resource: OBJECTS,
      Condition: { Null: { "s3:x-amz-server-side-encryption-customer-algorithm": "false" } },
    },
    {
      Sid: "DenyDeletion",
      Effect: "Deny",
      Principal: "*",
      Action: ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:BypassGovernanceRetention", "s3:ReplicateDelete"],
      Resource: OBJECTS,
    },
  ]);
});

test("all options together add their statements in this order", () => {
  const sids = policyOf({
    onlyKeys: [KEY_ARN],
    requireKeyHeader: true,
    breakGlassRoles: [ROLE_ARN],
    onlyOrganizationId: "o-a1b2c3d4e5",
    onlyReaders: [USER_ARN],
  }).map(({ Sid }) => Sid);
  expect(sids).toEqual([
    "DenyInsecureTransport",
    "DenyOldTls",
    "DenyCustomerProvidedKeys",
    "DenyWrongEncryptionKey",
    "DenyMissingEncryptionKey",
    "DenyDeletion",
    "DenyOutsideOrganization",
    "DenyUnnamedReaders",
    "DenyUnnamedReplication",
  ]);
});

test.each(["1.2", "1.3"] as const)("TLS before %s is denied", (minimumTlsVersion) => {
  expect(statementOf("DenyOldTls", { minimumTlsVersion })).toEqual({
    Sid: "DenyOldTls",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [BUCKET, OBJECTS],
    Condition: { NumericLessThan: { "s3:TlsVersion": minimumTlsVersion } },
  });
});

describe("encryption keys", () => {
  test("a request that names another key is denied, one that names none is not", () => {
    expect(statementOf("DenyWrongEncryptionKey", { onlyKeys: [KEY_ARN] })).toEqual({
      Sid: "DenyWrongEncryptionKey",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:PutObject",
      Resource: OBJECTS,
      Condition: { Null: { [NAMED_KEY]: "false" }, StringNotEquals: { [NAMED_KEY]: KEY_ARN } },
    });
    expect(statementOf("DenyMissingEncryptionKey", { onlyKeys: [KEY_ARN] })).toBeUndefined();
  });

  test("requireKeyHeader denies requests that name none, beside those that name another", () => {
    const options = { onlyKeys: [KEY_ARN], requireKeyHeader: true };
    expect(statementOf("DenyMissingEncryptionKey", options)).toEqual({
      Sid: "DenyMissingEncryptionKey",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:PutObject",
      Resource: OBJECTS,
      Condition: { Null: { [NAMED_KEY]: "true" } },
    });
    expect(statementOf("DenyWrongEncryptionKey", options)).toEqual(
      statementOf("DenyWrongEncryptionKey", { onlyKeys: [KEY_ARN] }),
    );
  });

  test("requireKeyHeader without a key is refused", () => {
    expect(() => policyOf({ requireKeyHeader: true })).toThrow(
      new Error("test/Logs: requireKeyHeader needs a key, got none"),
    );
  });
});

describe("SSE-S3", () => {
  test("is denied on demand, whatever the key: a request without the header is not", () => {
    expect(statementOf("DenyS3ManagedKeys", { onlyKeys: [KEY_ARN], denySseS3: true })).toEqual({
      Sid: "DenyS3ManagedKeys",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:PutObject",
      Resource: OBJECTS,
      Condition: { StringEquals: { "s3:x-amz-server-side-encryption": "AES256" } },
    });
    expect(statementOf("DenyS3ManagedKeys", { onlyKeys: [KEY_ARN] })).toBeUndefined();
  });

  test("cannot be denied where there is no key", () => {
    expect(() => policyOf({ denySseS3: true })).toThrow(new Error("test/Logs: denySseS3 needs a key, got none"));
  });
});

describe("deletion", () => {
  const DENIAL = { Sid: "DenyDeletion", Effect: "Deny", Principal: "*", Resource: OBJECTS };
  const EVERYTHING = [
    "s3:DeleteObject",
    "s3:DeleteObjectVersion",
    "s3:BypassGovernanceRetention",
    "s3:ReplicateDelete",
  ];
  const VERSIONS = ["s3:DeleteObjectVersion", "s3:BypassGovernanceRetention"];

  test.each([
    ["objectsAndVersions", EVERYTHING],
    ["versions", VERSIONS],
  ] as const)(
    "deletion protection %s is for everyone where there is no break-glass role",
    (deletionProtection, Action) => {
      expect(statementOf("DenyDeletion", { deletionProtection })).toEqual({ ...DENIAL, Action });
    },
  );

  test.each([
    ["objectsAndVersions", EVERYTHING],
    ["versions", VERSIONS],
  ] as const)("deletion protection %s leaves out one break-glass role", (deletionProtection, Action) => {
    expect(statementOf("DenyDeletion", { deletionProtection, breakGlassRoles: [ROLE_ARN] })).toEqual({
      ...DENIAL,
      Action,
      Condition: { ArnNotEquals: { "aws:PrincipalArn": ROLE_ARN } },
    });
  });

  test("several break-glass roles are left out together", () => {
    expect(statementOf("DenyDeletion", { breakGlassRoles: [ROLE_ARN, OTHER_ROLE_ARN] })).toEqual({
      ...DENIAL,
      Action: EVERYTHING,
      Condition: { ArnNotEquals: { "aws:PrincipalArn": [ROLE_ARN, OTHER_ROLE_ARN] } },
    });
  });

  test("a break-glass role that this app creates is named by its ARN", () => {
    const stack = synthStack((scope) => {
      const resource = new IamRole(scope, "Role", { name: "BreakGlass", assumeRolePolicy: "{}" });
      new ExistingBucket(scope, "Logs", { ...FEWEST, breakGlassRoles: [{ arn: ROLE_ARN, resource }] });
    });
    const denial = statementsOf(stack.one("aws_s3_bucket_policy")["policy"]).find(({ Sid }) => Sid === "DenyDeletion");
    expect(denial?.Condition).toEqual({ ArnNotEquals: { "aws:PrincipalArn": ROLE_ARN } });
  });

  test("a break-glass role must be a role", () => {
    const message = 'breakGlassRoles must be an ARN like "arn:aws:iam:...:role/..."';
    expect(() => policyOf({ breakGlassRoles: [USER_ARN, ROLE_ARN, "BreakGlass"] })).toThrow(
      new Error(`test/Logs: ${message}, got "${USER_ARN}"\ntest/Logs: ${message}, got "BreakGlass"`),
    );
  });
});
