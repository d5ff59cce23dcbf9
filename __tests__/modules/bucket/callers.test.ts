import { ExistingBucket, type ExistingBucketProps } from "../../../modules/bucket";
import type { Statement } from "../../../modules/policy";
import { statementsOf, synthStack } from "../../support/synth";

const ROLE_ARN = "arn:aws:iam::444455556666:role/Investigator";
const USER_ARN = "arn:aws:iam::111122223333:user/auditor";
const FEWEST: ExistingBucketProps = { account: "111122223333", region: "eu-central-1", bucketName: "audit-logs" };

const BUCKET = "arn:aws:s3:::audit-logs";
const OBJECTS = "arn:aws:s3:::audit-logs/*";

function statementOf(
  sid: string,
  options: Partial<ExistingBucketProps>,
  use: (bucket: ExistingBucket) => void = () => undefined,
): Statement | undefined {
  const stack = synthStack((scope) => use(new ExistingBucket(scope, "Logs", { ...FEWEST, ...options })));
  return statementsOf(stack.one("aws_s3_bucket_policy")["policy"]).find(({ Sid }) => Sid === sid);
}

test("callers from outside the organization are denied, AWS services excepted", () => {
  expect(statementOf("DenyOutsideOrganization", { onlyOrganizationId: "o-a1b2c3d4e5" })).toEqual({
    Sid: "DenyOutsideOrganization",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [BUCKET, OBJECTS],
    Condition: {
      StringNotEqualsIfExists: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" },
      BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
    },
  });
});

test.each(["", "o-a1b2c3d4e", `o-${"a".repeat(33)}`, "o-A1B2C3D4E5", "r-a1b2c3d4e5", "a1b2c3d4e5"])(
  'an organization id like "%s" is refused',
  (onlyOrganizationId) => {
    const allowed = 'an organization id like "o-a1b2c3d4e5"';
    expect(() => statementOf("", { onlyOrganizationId })).toThrow(
      new Error(`test/Logs: onlyOrganizationId must be ${allowed}, got "${onlyOrganizationId}"`),
    );
  },
);

test.each(["o-a1b2c3d4e5", `o-${"a".repeat(32)}`])("the organization id %s is taken", (onlyOrganizationId) => {
  expect(statementOf("DenyOutsideOrganization", { onlyOrganizationId })).toBeDefined();
});

test.each([
  [[USER_ARN], USER_ARN],
  [
    [USER_ARN, ROLE_ARN],
    [USER_ARN, ROLE_ARN],
  ],
])("who is not among the readers %j cannot read, AWS services excepted", (onlyReaders, named) => {
  expect(statementOf("DenyUnnamedReaders", { onlyReaders })).toEqual({
    Sid: "DenyUnnamedReaders",
    Effect: "Deny",
    Principal: "*",
    Action: ["s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectTorrent"],
    Resource: OBJECTS,
    Condition: {
      ArnNotEquals: { "aws:PrincipalArn": named },
      BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
    },
  });
});

test("where only readers read, nobody has S3 copy the objects elsewhere either", () => {
  const onlyReaders = [USER_ARN];
  const statement = {
    Sid: "DenyUnnamedReplication",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:GetObjectVersionForReplication",
    Resource: OBJECTS,
  };
  expect(statementOf("DenyUnnamedReplication", { onlyReaders })).toEqual(statement);
  expect(
    statementOf("DenyUnnamedReplication", { onlyReaders }, (bucket) => bucket.allowReplicationFrom(ROLE_ARN)),
  ).toEqual({
    ...statement,
    Condition: { ArnNotEquals: { "aws:PrincipalArn": ROLE_ARN } },
  });
  expect(statementOf("DenyUnnamedReplication", {})).toBeUndefined();
});

test("a reader must be a user or a role", () => {
  const message = 'onlyReaders must be an ARN like "arn:aws:iam:...:user/..." or "arn:aws:iam:...:role/..."';
  const root = "arn:aws:iam::111122223333:root";
  expect(() => statementOf("", { onlyReaders: [USER_ARN, root, BUCKET] })).toThrow(
    new RegExp(`^test/Logs: ${message}, got "${root}": .*\ntest/Logs: ${message}, got "${BUCKET}"$`),
  );
});

test("an empty list of readers is refused, since it would let everyone read", () => {
  expect(() => statementOf("", { onlyReaders: [] })).toThrow(/^test\/Logs: onlyReaders must /);
});
