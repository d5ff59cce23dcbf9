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
  expect(name(role("a"), { ofIdentity: [{ ...allow }] })).not.toBe(own);
});

test.each<[string, Parameters<typeof name>[1]]>([
  ["a value that a condition reads", { ofResource: [deny], context: { "aws:securetransport": "false" } }],
  ["a key of the request, read or not", { ofResource: [deny], more: { context: { "s3:prefix": "a" } } }],
  ["the action", { ofResource: [deny], more: { action: "s3:PutObject" } }],
  ["the resource", { ofResource: [deny], more: { resource: "arn:aws:s3:::logs/b" } }],
  ["the resource's account", { ofResource: [deny], more: { account: "444455556666" } }],
  ["the statements", { ofResource: [{ ...deny }] }],
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

test.each<[string, Statement]>([
  ["the caller by name", { ...allow, Principal: { AWS: "arn:aws:iam::111122223333:role/a" } }],
  ["all but somebody", { ...deny, NotPrincipal: { AWS: "arn:aws:iam::111122223333:role/b" } }],
  ["an account, in a Deny", { ...deny, Principal: { AWS: "111122223333" } }],
  ["a policy variable", { ...deny, Resource: "arn:aws:s3:::logs/${aws:username}/*" }],
])("nothing is shared where a statement names %s", (_, statement) => {
  expect(name(role("a"), { ofResource: [statement] })).toBeUndefined();
});
