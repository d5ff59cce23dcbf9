import { foldStatements, type Statement } from "../../../modules/policy";

const READ: Statement = {
  Sid: "Read",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:role/One" },
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::logs/a/*",
  Condition: { StringEquals: { "aws:SourceArn": "one" } },
};

test("statements of one Sid become one that lists every principal, resource and condition value once", () => {
  const second = {
    ...READ,
    Principal: { AWS: ["arn:aws:iam::444455556666:role/Two", "arn:aws:iam::111122223333:role/One"] },
    Resource: "arn:aws:s3:::logs/b/*",
    Condition: { StringEquals: { "aws:SourceArn": ["two"] } },
  };
  expect(foldStatements([READ, second])).toEqual([
    {
      ...READ,
      Principal: { AWS: ["arn:aws:iam::111122223333:role/One", "arn:aws:iam::444455556666:role/Two"] },
      Resource: ["arn:aws:s3:::logs/a/*", "arn:aws:s3:::logs/b/*"],
      Condition: { StringEquals: { "aws:SourceArn": ["one", "two"] } },
    },
  ]);
});

test("the same statement twice is itself, in its place", () => {
  const other = { ...READ, Sid: "Other" };
  expect(foldStatements([READ, other, READ])).toEqual([READ, other]);
});

test("statements without principal, resource or condition fold too", () => {
  const statement: Statement = { Sid: "Take", Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" };
  expect(foldStatements([statement, statement])).toEqual([statement]);
});

test.each([
  ["Sid", { Sid: "Other" }],
  ["effect", { Effect: "Deny" }],
  ["action", { Action: ["s3:GetObject", "s3:PutObject"] }],
  ["service", { Principal: { Service: "s3.amazonaws.com" } }],
  ["principal for everyone", { Principal: "*" }],
  ["lack of a condition", { Condition: undefined }],
  ["condition key", { Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } } }],
  ["condition operator", { Condition: { StringLike: { "aws:SourceArn": "one" } } }],
] as [string, Partial<Statement>][])("another %s keeps statements apart", (_, difference) => {
  const other = { ...READ, ...difference };
  expect(foldStatements([READ, other])).toEqual([READ, other]);
});

test("two services of one Sid stay apart", () => {
  const sns = { ...READ, Principal: { Service: "sns.amazonaws.com" } };
  const events = { ...READ, Principal: { Service: "events.amazonaws.com" } };
  expect(foldStatements([sns, events])).toEqual([sns, events]);
});
