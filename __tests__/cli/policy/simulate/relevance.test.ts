import { EVERYTHING, type Caller } from "../../../../cli/policy/simulate/caller";
import { relevantStatements, speaksOf } from "../../../../cli/policy/simulate/relevance";
import type { Principals, Statement } from "../../../../modules/policy";

const ACCOUNT = "111122223333";
const READER = `arn:aws:iam::${ACCOUNT}:role/reader`;

const reader: Caller = { kind: "principal", arn: READER, organizationId: undefined, policies: [EVERYTHING] };
const cloudTrail: Caller = {
  kind: "service",
  service: "cloudtrail.amazonaws.com",
  sourceArn: undefined,
  sourceAccount: undefined,
};
const anonymous: Caller = { kind: "anonymous" };

const statement = (Principal: Principals | undefined, more: Partial<Statement> = {}): Statement => ({
  Sid: "One",
  Effect: "Allow",
  ...(Principal !== undefined && { Principal }),
  Action: "s3:GetObject",
  Resource: "*",
  ...more,
});

const isRelevant = (one: Statement, action: string, caller: Caller) =>
  relevantStatements([one], action, caller).length === 1;

test("relevant statements keep their order, and none comes twice", () => {
  const all = [
    statement({ AWS: `${READER}-2` }),
    statement({ AWS: READER }),
    statement("*"),
    statement({ AWS: [ACCOUNT, READER] }),
  ];
  expect(relevantStatements(all, "s3:GetObject", reader)).toEqual(all.slice(1));
});

test("a statement with NotAction, which the types leave out, may speak of any action", () => {
  expect(speaksOf(statement("*", { Action: undefined, NotAction: "s3:*" } as object), "s3:GetObject")).toBe(true);
});

test.each<[string, Principals | undefined, boolean, boolean, boolean]>([
  ["everyone", "*", true, true, true],
  ["every AWS principal", { AWS: "*" }, true, true, true],
  ["nobody, in an identity policy", undefined, true, true, true],
  ["the reader", { AWS: [READER] }, true, false, false],
  ["the reader's root", { AWS: `arn:aws:iam::${ACCOUNT}:root` }, true, false, false],
  ["the reader's account", { AWS: ACCOUNT }, true, false, false],
  ["another role", { AWS: `${READER}-2` }, false, false, false],
  ["another account's root", { AWS: "arn:aws:iam::444455556666:root" }, false, false, false],
  ["CloudTrail", { Service: "cloudtrail.amazonaws.com" }, false, true, false],
  ["another service", { Service: "s3.amazonaws.com" }, false, false, false],
])("a statement for %s concerns reader, CloudTrail, anonymous", (_, principal, ...expected) => {
  const callers = [reader, cloudTrail, anonymous];
  expect(callers.map((caller) => isRelevant(statement(principal), "s3:GetObject", caller))).toEqual(expected);
});

test("another action's statement is left out, but for a public Allow, which makes the whole policy public", () => {
  const other = { Action: "s3:PutObject" };
  expect(isRelevant(statement({ AWS: READER }, other), "s3:GetObject", reader)).toBe(false);
  expect(isRelevant(statement("*", other), "s3:GetObject", reader)).toBe(true);
  expect(isRelevant(statement("*", { ...other, Effect: "Deny" }), "s3:GetObject", reader)).toBe(false);
});
