import { EVERYTHING, type Caller } from "../../../../cli/policy/simulate/caller";
import type { Call } from "../../../../cli/policy/simulate/call";
import { sharedName } from "../../../../cli/policy/simulate/shared-outcomes";
import type { Statement } from "../../../../modules/policy";

const role = (name: string, account = "111122223333"): Caller => ({
  kind: "principal",
  arn: `arn:aws:iam::${account}:role/${name}`,
  organizationId: undefined,
  policies: [EVERYTHING],
});

const call = (caller: Caller, more: Partial<Call> = {}): Call => ({
  caller,
  action: "s3:GetObject",
  resource: "arn:aws:s3:::logs/a",
  account: "111122223333",
  context: {},
  resourcePolicy: undefined,
  ...more,
});

const deny: Statement = {
  Sid: "Refuse",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: "*",
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};
const allow: Statement = { Sid: "Let", Effect: "Allow", Action: "s3:*", Resource: "*" };

const name = (
  caller: Caller,
  {
    ofIdentity = [],
    ofResource = [],
    context = {},
    more = {},
  }: {
    ofIdentity?: Statement[];
    ofResource?: Statement[];
    context?: Record<string, string>;
    more?: Partial<Call>;
  },
) => sharedName(call(caller, more), context, { ofIdentity, ofResource });

test("a Deny for everyone is shared by all callers", () => {
  const anonymous = name({ kind: "anonymous" }, { ofResource: [deny] });
  expect(anonymous).toEqual(expect.any(String));
  expect(name(role("a"), { ofResource: [deny] })).toBe(anonymous);
  expect(name(role("a", "444455556666"), { ofResource: [deny] })).toBe(anonymous);
});

test("an Allow is shared by callers of the same account only", () => {
  const own = name(role("a"), { ofIdentity: [allow] });
  expect(name(role("b"), { ofIdentity: [allow] })).toBe(own);
  expect(name(role("a", "444455556666"), { ofIdentity: [allow] })).not.toBe(own);
  expect(name(role("a"), { ofIdentity: [{ ...allow, Sid: "Renamed" }] })).toBe(own);
});

test.each<[string, Parameters<typeof name>[1]]>([
  ["a value that a condition reads", { ofResource: [deny], context: { "aws:securetransport": "false" } }],
  ["a key of the request, read or not", { ofResource: [deny], more: { context: { "s3:prefix": "a" } } }],
  ["the action", { ofResource: [deny], more: { action: "s3:PutObject" } }],
  ["the resource", { ofResource: [deny], more: { resource: "arn:aws:s3:::logs/b" } }],
  ["the resource's account", { ofResource: [deny], more: { account: "444455556666" } }],
  ["what a statement says", { ofResource: [{ ...deny, Action: "s3:Get*" }] }],
  ["no resource policy", { ofResource: [deny], more: { resourcePolicy: { source: "p", statements: [] } } }],
])("%s makes another name", (_, other) => {
  expect(name(role("a"), other)).not.toBe(name(role("a"), { ofResource: [deny] }));
});

test("what no condition reads makes no other name", () => {
  const context = { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/b" };
  expect(name(role("a"), { ofResource: [deny], context })).toBe(name(role("a"), { ofResource: [deny] }));
});

test("the public access block counts where something allows", () => {
  const blocked = name(role("a"), { ofIdentity: [allow], more: { blocksPublicAccess: true } });
  expect(blocked).not.toBe(name(role("a"), { ofIdentity: [allow] }));
});

test("statements that allow their caller by name share an outcome, another caller does not", () => {
  const named = (...names: string[]): Statement => ({
    ...allow,
    Principal: { AWS: names.map((one) => `arn:aws:iam::111122223333:role/${one}`) },
  });
  const own = name(role("a"), { ofResource: [named("a")] });
  expect(own).toEqual(expect.any(String));
  expect(name(role("b"), { ofResource: [named("b", "c")] })).toBe(own);
  expect(name(role("b"), { ofResource: [named("a")] })).not.toBe(own);
  expect(name(role("a", "444455556666"), { ofResource: [{ ...allow, Principal: { AWS: "111122223333" } }] })).not.toBe(
    own,
  );
});

test("the roles that trust alike are taken alike, unless a statement names one", () => {
  const trust: Statement = { Sid: "Trust", Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" };
  const take = (resource: string) => ({ action: "sts:AssumeRole", resource });
  const [one, two] = ["one", "two"].map((target) => take(`arn:aws:iam::111122223333:role/${target}`));
  expect(name(role("a"), { ofResource: [trust], more: one! })).toBe(
    name(role("a"), { ofResource: [trust], more: two! }),
  );
  const may: Statement = { ...allow, Action: "sts:*", Resource: "arn:aws:iam::111122223333:role/one" };
  const both = { ofIdentity: [may], ofResource: [trust] };
  expect(name(role("a"), { ...both, more: one! })).not.toBe(name(role("a"), { ...both, more: two! }));
});

test.each<[string, Statement]>([
  ["somebody in a Deny", { ...deny, Principal: { AWS: "arn:aws:iam::111122223333:role/a" } }],
  ["all but somebody", { ...deny, NotPrincipal: { AWS: "arn:aws:iam::111122223333:role/b" } }],
  ["an account, in a Deny", { ...deny, Principal: { AWS: "111122223333" } }],
  ["a policy variable", { ...deny, Resource: "arn:aws:s3:::logs/${aws:username}/*" }],
])("nothing is shared where a statement names %s", (_, statement) => {
  expect(name(role("a"), { ofResource: [statement] })).toBeUndefined();
});
