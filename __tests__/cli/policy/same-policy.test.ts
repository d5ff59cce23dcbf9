import { policyChanges } from "../../../cli/commands/review/policies";
import type { StackJson } from "../../../cli/model/stack";
import { comparePolicies } from "../../../cli/verification/checks/policy";

const ACCOUNT = "111122223333";

/** Review compares two plans' policies, verify the synthesized one with AWS's: they must agree. */
function reviewSays(before: string, after: string): boolean {
  const stack = (policy: string): StackJson => ({
    name: "test",
    environment: "test",
    resources: { aws_kms_key: { Key: { policy } } },
    remoteStates: {},
    outputs: {},
    providers: {},
    backend: {},
  });
  const changes = policyChanges(stack(before), stack(after), new Map());
  return changes.every(({ kind }) => kind === "same");
}

function verifySays(expected: string, found: string): boolean {
  return comparePolicies(expected, found).state === "pass";
}

const document = (Statement: unknown, Version = "2012-10-17") => JSON.stringify({ Version, Statement });

type Row = readonly [title: string, before: string, after: string];

const statement = (more: object = {}) => ({
  Sid: "Let",
  Effect: "Allow",
  Principal: { AWS: ACCOUNT },
  Action: "kms:Decrypt",
  Resource: "*",
  ...more,
});
const pair = (title: string, before: object, after: object): Row => [
  title,
  document([statement(before)]),
  document([statement(after)]),
];
const conditions = (title: string, before: object, after: object) =>
  pair(title, { Condition: before }, { Condition: after });

const SAME: readonly Row[] = [
  ...["aws", "aws-cn", "aws-us-gov"].flatMap((partition) => {
    const root = `arn:${partition}:iam::${ACCOUNT}:root`;
    const role = `arn:${partition}:iam::${ACCOUNT}:role/reader`;
    return [
      pair(`${partition}: an account by its number and by its root`, {}, { Principal: { AWS: root } }),
      pair(`${partition}: an account named twice`, {}, { Principal: { AWS: [root, ACCOUNT] } }),
      pair(`${partition}: everyone with a role`, { Principal: { AWS: ["*", role] } }, { Principal: "*" }),
      pair(`${partition}: all but an account`, notPrincipal(ACCOUNT), notPrincipal(root)),
    ];
  }),
  pair("everyone, by kind and alone", { Principal: { AWS: "*" } }, { Principal: "*" }),
  pair("everyone with a service", { Principal: { AWS: "*", Service: "s3.amazonaws.com" } }, { Principal: "*" }),
  pair("actions that differ in case", { Action: ["kms:Decrypt", "kms:decrypt"] }, {}),
  pair("an action that another covers", { Action: ["kms:*", "kms:Decrypt"] }, { Action: "KMS:*" }),
  pair("the order of actions", { Action: ["kms:Decrypt", "kms:Encrypt"] }, { Action: ["kms:Encrypt", "kms:Decrypt"] }),
  pair("resources twice", { Resource: ["arn:aws:s3:::a", "arn:aws:s3:::a"] }, { Resource: "arn:aws:s3:::a" }),
  pair("a resource that another covers", { Resource: ["*", "arn:aws:s3:::a"] }, {}),
  pair("a list of one", { Action: ["kms:Decrypt"], Resource: ["*"], Principal: { AWS: [ACCOUNT] } }, {}),
  pair("an empty Sid and none", { Sid: "" }, { Sid: undefined }),
  pair("another Sid", { Sid: "Renamed" }, {}),
  pair("no conditions, written out", { Condition: {} }, { Condition: { StringEquals: {} } }),
  conditions("the case of a key", equals({ "AWS:sourceaccount": ACCOUNT }), equals({ "aws:SourceAccount": ACCOUNT })),
  conditions(
    "values twice",
    equals({ "aws:SourceAccount": [ACCOUNT, ACCOUNT] }),
    equals({ "aws:SourceAccount": ACCOUNT }),
  ),
  conditions("the order of values", equals({ "aws:SourceVpc": ["a", "b"] }), equals({ "aws:SourceVpc": ["b", "a"] })),
  conditions("the order of keys", equals({ "aws:a": "1", "aws:b": "2" }), equals({ "aws:b": "2", "aws:a": "1" })),
  conditions("a boolean", { Bool: { "aws:SecureTransport": false } }, { Bool: { "aws:SecureTransport": "false" } }),
  conditions("a number", { NumericEquals: { "s3:max-keys": 10 } }, { NumericEquals: { "s3:max-keys": "10" } }),
  conditions("a pattern that another covers", like({ "aws:a": ["x*", "xy"] }), like({ "aws:a": "x*" })),
  ["a statement without a list", document([statement()]), document(statement())],
  [
    "the order of elements",
    document([statement()]),
    document([Object.fromEntries(Object.entries(statement()).reverse())]),
  ],
  [
    "the order of statements",
    document([statement(), statement({ Sid: "Other", Effect: "Deny" })]),
    document([statement({ Sid: "Other", Effect: "Deny" }), statement()]),
  ],
  ["no Version and that of 2008", JSON.stringify({ Statement: statement() }), document(statement(), "2008-10-17")],
  ["another Version without a variable", document(statement()), document(statement(), "2008-10-17")],
];

const OTHER: readonly Row[] = [
  pair("another account", {}, { Principal: { AWS: "444455556666" } }),
  pair("a role for its account", {}, { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/root` } }),
  pair("every service for everyone", { Principal: { Service: "*" } }, { Principal: "*" }),
  // "Service principals are unique and case-sensitive."
  pair("the case of a service", service("S3.amazonaws.com"), service("s3.amazonaws.com")),
  pair("the case of a resource", { Resource: "arn:aws:s3:::A" }, { Resource: "arn:aws:s3:::a" }),
  pair("the opposite of an element", { Action: undefined, NotAction: "kms:Decrypt" }, {}),
  pair("the other effect", { Effect: "Deny" }, {}),
  conditions("the case of a value", equals({ "aws:a": "X" }), equals({ "aws:a": "x" })),
  // "MalformedPolicyDocument: Invalid Condition type : stringEquals"
  conditions("the case of an operator", { stringEquals: { "aws:a": "x" } }, equals({ "aws:a": "x" })),
  conditions("a pattern where patterns are texts", equals({ "aws:a": ["x*", "xy"] }), equals({ "aws:a": "x*" })),
  conditions("a condition less", equals({ "aws:a": "x" }), {}),
  ["a statement more", document([statement()]), document([statement(), statement({ Action: "kms:Encrypt" })])],
  ["a statement twice", document([statement()]), document([statement(), statement()])],
  ["no statement", document([statement()]), document([])],
  ["no policy", document([statement()]), '{"Statement":"all"}'],
  [
    "another Version with a variable",
    document(statement({ Resource: "${aws:username}" })),
    document(statement({ Resource: "${aws:username}" }), "2008-10-17"),
  ],
];

describe.each([
  ["review", reviewSays],
  ["verify", verifySays],
])("%s", (_, isSame) => {
  test.each(SAME)("takes for the same: %s", (_title, before, after) => {
    expect([isSame(before, after), isSame(after, before)]).toEqual([true, true]);
  });

  test.each(OTHER)("does not take for the same: %s", (_title, before, after) => {
    expect([isSame(before, after), isSame(after, before)]).toEqual([false, false]);
  });
});

function notPrincipal(AWS: string): object {
  return { Effect: "Deny", Principal: undefined, NotPrincipal: { AWS } };
}

function service(Service: string): object {
  return { Principal: { Service } };
}

function equals(keys: object): object {
  return { StringEquals: keys };
}

function like(keys: object): object {
  return { StringLike: keys };
}
