import type { Statement } from "../../../modules/policy";
import { changesOf } from "../../../tools/mutation-tests/changes";

const ROLE = "arn:aws:iam::111122223333:role/reader";
const TRAIL = "arn:aws:cloudtrail:eu-central-1:111122223333:trail/audit";

const allow = (more: Partial<Statement>): Statement => ({
  Sid: "Let",
  Effect: "Allow",
  Principal: { AWS: ROLE },
  Action: "kms:Decrypt",
  Resource: "*",
  ...more,
});

const titles = (statement: Statement, place: Parameters<typeof changesOf>[1] = "key") =>
  changesOf(statement, place).map(({ title }) => title);

const change = (statement: Statement, title: string, place: Parameters<typeof changesOf>[1] = "key") =>
  changesOf(statement, place).find((one) => one.title === title)?.statement;

test("an Allow is removed, widened in action and principal", () => {
  expect(titles(allow({}))).toEqual(["statement removed", "actions widened to kms:*", 'principal widened to "*"']);
  expect(change(allow({}), "statement removed")).toBeUndefined();
  expect(change(allow({}), "actions widened to kms:*")).toEqual(allow({ Action: ["kms:*"] }));
  expect(change(allow({}), 'principal widened to "*"')).toEqual(allow({ Principal: "*" }));
});

test("what is wide already is not widened", () => {
  expect(titles(allow({ Action: "kms:*", Principal: "*" }))).toEqual(["statement removed"]);
});

test("each of several actions, principals, resources and values is left out", () => {
  const statement = allow({
    Action: ["s3:GetObject", "s3:PutObject"],
    Principal: { AWS: [ROLE, `${ROLE}-2`] },
    Resource: ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"],
    Condition: { StringEquals: { "s3:prefix": ["a", "b"] } },
  });
  expect(titles(statement, "bucket")).toEqual([
    "statement removed",
    "condition StringEquals s3:prefix removed",
    "condition StringEquals s3:prefix: a left out",
    "condition StringEquals s3:prefix: b left out",
    "condition StringEquals s3:prefix becomes StringLike *",
    "condition StringEquals s3:prefix becomes StringEqualsIfExists",
    "action s3:GetObject left out",
    "action s3:PutObject left out",
    "actions widened to s3:*",
    `principal ${ROLE} left out`,
    `principal ${ROLE}-2 left out`,
    'principal widened to "*"',
    "resource arn:aws:s3:::logs left out",
    "resource arn:aws:s3:::logs/* left out",
  ]);
  expect(change(statement, "action s3:GetObject left out", "bucket")?.Action).toEqual(["s3:PutObject"]);
  expect(change(statement, `principal ${ROLE} left out`, "bucket")?.Principal).toEqual({ AWS: [`${ROLE}-2`] });
});

test("a Deny is narrowed, never widened in action, principal or resource", () => {
  const deny: Statement = {
    Sid: "Refuse",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:PutObject",
    Resource: "arn:aws:s3:::logs/AWSLogs/*",
    Condition: {
      Bool: { "aws:SecureTransport": "false" },
      NumericLessThan: { "s3:TlsVersion": "1.2" },
      StringNotEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" },
    },
  };
  expect(titles(deny, "bucket")).toEqual([
    "statement removed",
    "condition Bool aws:SecureTransport removed",
    "condition Bool aws:SecureTransport becomes Bool true",
    "condition Bool aws:SecureTransport becomes BoolIfExists",
    "condition NumericLessThan s3:TlsVersion removed",
    "condition NumericLessThan s3:TlsVersion becomes NumericLessThan 0",
    "condition NumericLessThan s3:TlsVersion becomes NumericLessThanIfExists",
    "condition StringNotEquals aws:PrincipalOrgID removed",
    "condition StringNotEquals aws:PrincipalOrgID becomes StringNotLike *",
    "resource arn:aws:s3:::logs/AWSLogs/* narrowed to arn:aws:s3:::logs/AWSLogs/AWSLogs/*",
    "resource arn:aws:s3:::logs/AWSLogs/* narrowed to arn:aws:s3:::logs/AWSLogs/elsewhere/*",
  ]);
});

test("an ARN in a condition is opened whole, in its account and in its name", () => {
  const statement = allow({ Condition: { StringEquals: { "aws:SourceArn": TRAIL, "aws:SourceAccount": "1" } } });
  expect(titles(statement).filter((title) => title.includes("SourceArn"))).toEqual([
    "condition StringEquals aws:SourceArn removed",
    "condition StringEquals aws:SourceArn becomes StringLike *",
    "condition StringEquals aws:SourceArn becomes StringLike arn:aws:cloudtrail:eu-central-1:*:trail/audit",
    "condition StringEquals aws:SourceArn becomes StringLike arn:aws:cloudtrail:eu-central-1:111122223333:trail/*",
    "condition StringEquals aws:SourceArn becomes StringEqualsIfExists",
  ]);
  expect(titles(statement)).toContain("condition operator StringEquals removed");
  expect(change(statement, "condition operator StringEquals removed")).toEqual(allow({}));
  expect(change(statement, "condition StringEquals aws:SourceArn becomes StringLike *")?.Condition).toEqual({
    StringEquals: { "aws:SourceAccount": ["1"] },
    StringLike: { "aws:SourceArn": ["*"] },
  });
});

test("a Deny of all of S3 loses one kind of actions at a time", () => {
  const deny: Statement = { Sid: "Refuse", Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" };
  expect(titles(deny, "bucket")).toEqual([
    "statement removed",
    ...["Get", "List", "Put", "Delete"].map((kind) => `actions s3:* narrowed to all but s3:${kind}*`),
  ]);
  expect(change(deny, "actions s3:* narrowed to all but s3:Put*", "bucket")?.Action).toEqual([
    "s3:Get*",
    "s3:List*",
    "s3:Delete*",
  ]);
});

test.each([
  ["Bool", "BoolIfExists"],
  ["BoolIfExists", "Bool"],
  ["ForAllValues:StringLike", "ForAllValues:StringLikeIfExists"],
] as const)("%s becomes %s, so that a missing key decides otherwise", (operator, other) => {
  const statement = allow({ Condition: { [operator]: { "aws:MultiFactorAuthPresent": "true" } } });
  const title = `condition ${operator} aws:MultiFactorAuthPresent becomes ${other}`;
  expect(change(statement, title)?.Condition).toEqual({ [other]: { "aws:MultiFactorAuthPresent": ["true"] } });
});

test.each(["Null", "StringNotEquals", "ArnNotLikeIfExists", "ForAnyValue:StringNotLike"])(
  "%s says by itself what holds without the key",
  (operator) => {
    const statement = allow({ Condition: { [operator]: { "aws:SourceArn": "true" } } });
    expect(titles(statement).filter((title) => /becomes \S+$/.test(title))).toEqual([]);
  },
);

test("quantifier and IfExists of an operator stay", () => {
  const statement = allow({ Condition: { "ForAllValues:StringEqualsIfExists": { "kms:GrantOperations": "Decrypt" } } });
  expect(titles(statement)).toContain(
    "condition ForAllValues:StringEqualsIfExists kms:GrantOperations becomes ForAllValues:StringLikeIfExists *",
  );
});

test("resources are widened to all objects, in identity policies to everything", () => {
  const statement = allow({ Principal: undefined, Action: "s3:*", Resource: "arn:aws:s3:::logs/AWSLogs/*" });
  const objects = "resource arn:aws:s3:::logs/AWSLogs/* widened to arn:aws:s3:::logs/*";
  expect(titles(statement, "bucket")).toEqual(["statement removed", objects]);
  expect(titles(statement, "identity")).toEqual([
    "statement removed",
    objects,
    "resource arn:aws:s3:::logs/AWSLogs/* widened to *",
  ]);
});
