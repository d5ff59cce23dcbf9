import { addedProblems, type Statement } from "../../../modules/policy";

const BUCKET = { kind: "bucket", service: "s3", resource: "arn:aws:s3:::audit-logs" } as const;
const READ: Statement = {
  Sid: "CollectorReads",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::444455556666:role/Collector" },
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::audit-logs/AWSLogs/*",
};

test.each([
  ["a named principal", {}],
  ["the bucket itself", { Action: "s3:ListBucket", Resource: "arn:aws:s3:::audit-logs" }],
  ["everyone under a condition", { Principal: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1" } } }],
  ["everyone from one network", { Principal: "*", Condition: { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } } }],
  ["an account", { Principal: { AWS: "444455556666" } }],
  ["a role of the app", { Principal: { AWS: "${aws_iam_role.reader.arn}" } }],
  ["a Deny for everyone", { Effect: "Deny", Principal: "*" }],
] as [string, Partial<Statement>][])("a statement for %s is taken", (_, change) => {
  expect(addedProblems({ ...READ, ...change }, BUCKET)).toEqual([]);
});

const EVERYONE =
  'statement "CollectorReads": Principal must name who is allowed, or Condition must (aws:PrincipalOrgID, ' +
  "aws:PrincipalArn, aws:SourceArn), got everyone without a condition";

const UNNAMED = EVERYONE.replace("without a condition", "whom no condition names by fixed values");

test.each([
  [{ Principal: "*" }, EVERYONE],
  [{ Principal: { AWS: ["*", "arn:aws:iam::444455556666:role/Collector"] } }, EVERYONE],
  [{ Principal: "*", Condition: {} }, EVERYONE],
  [{ Principal: "*", Condition: { Bool: { "aws:SecureTransport": "true" } } }, UNNAMED],
  [{ Principal: "*", Condition: { StringLike: { "aws:PrincipalArn": "*" } } }, UNNAMED],
  [{ Principal: "*", Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-a1" } } }, UNNAMED],
  [{ Principal: "*", Condition: { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-a1" } } }, UNNAMED],
  [{ Principal: "*", Condition: { "ForAllValues:StringEquals": { "aws:PrincipalOrgID": "o-a1" } } }, UNNAMED],
  [{ Principal: "*", Condition: { IpAddress: { "aws:SourceIp": ["192.0.2.0/24", "0.0.0.0/0"] } } }, UNNAMED],
  [{ Principal: "*", Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::444455556666:role/a*" } } }, UNNAMED],
  [{ Effect: "allow" }, 'statement "CollectorReads": Effect must be "Allow" or "Deny", got "allow"'],
  [{ Action: ["s3:GetObject", "*"] }, 'statement "CollectorReads": Action must be of s3, got "*"'],
  [
    { Resource: "arn:aws:s3:::audit-logs-other/*" },
    'statement "CollectorReads": Resource must be arn:aws:s3:::audit-logs or in it, got "arn:aws:s3:::audit-logs-other/*"',
  ],
  [{ Resource: undefined }, 'bucket policy, statement "CollectorReads": Resource must be given'],
  [{ Principal: undefined }, 'bucket policy, statement "CollectorReads": Principal must be given'],
  [{ Action: [] }, 'bucket policy, statement "CollectorReads": Action must not be empty'],
  [{ Sid: "collector reads" }, 'bucket policy, statement "collector reads": Sid must be letters and digits only'],
])("a statement with %j is refused", (change, problem) => {
  const found = addedProblems({ ...READ, ...(change as Partial<Statement>) }, BUCKET);
  expect(found).toEqual([problem]);
});

test("names of principals may have wildcards where S3 does not decide whether a policy is public", () => {
  const roles = { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::444455556666:role/a*" } };
  const statement: Statement = { ...READ, Principal: "*", Action: "kms:Decrypt", Resource: "*", Condition: roles };
  expect(addedProblems(statement, { kind: "key", service: "kms", resource: "*" })).toEqual([]);
});
