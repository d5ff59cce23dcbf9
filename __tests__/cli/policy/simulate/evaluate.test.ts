import { runSimulation, type SingleResourceSimulationResult } from "@cloud-copilot/iam-simulate";
import { resolveEnvironment } from "../../../../cli/model/build";
import type { Policy } from "../../../../cli/policy/document";
import { EVERYTHING, type Caller } from "../../../../cli/policy/simulate/caller";
import type { Call } from "../../../../cli/policy/simulate/call";
import { evaluate } from "../../../../cli/policy/simulate/evaluate";
import { simulatorPolicy } from "../../../../cli/policy/simulate/simulator-policy";
import { subjectsOf } from "../../../../cli/access/subjects";
import { UserError } from "../../../../cli/framework/user-error";
import { readStacks } from "../../../../cli/model/read";
import { trailStack, withStacks } from "../../../support/stack-folder";

const ACCOUNT = "111122223333";
const KEY_ARN = `arn:aws:kms:eu-central-1:${ACCOUNT}:key/11111111-2222-3333-4444-555555555555`;
const TRAIL_ARN = `arn:aws:cloudtrail:eu-central-1:${ACCOUNT}:trail/audit`;
const CONTEXT = "kms:EncryptionContext:aws:cloudtrail:arn";

const of = (...statements: object[]): Policy => ({ source: "test", statements: statements as Policy["statements"] });
const allow = (more: object = {}) => ({
  Sid: "Let",
  Effect: "Allow",
  Principal: { AWS: "*" },
  Action: "kms:Decrypt",
  Resource: "*",
  ...more,
});
const deny = (Condition: object) => ({ ...allow({ Condition }), Sid: "Refuse", Effect: "Deny", Action: "*" });

const role = (name: string, policies: readonly Policy[] = [EVERYTHING]): Caller => ({
  kind: "principal",
  arn: `arn:aws:iam::${ACCOUNT}:${name}`,
  organizationId: undefined,
  policies,
});
const cloudTrail = (sourceArn: string): Caller => ({
  kind: "service",
  service: "cloudtrail.amazonaws.com",
  sourceArn,
  sourceAccount: ACCOUNT,
});

const decrypt = (resourcePolicy: Policy, more: Partial<Call> = {}) =>
  evaluate({
    caller: role("role/reader"),
    action: "kms:Decrypt",
    resource: KEY_ARN,
    account: ACCOUNT,
    context: {},
    resourcePolicy,
    ...more,
  });

const read = (resourcePolicy: Policy, more: Partial<Call> = {}) =>
  decrypt(resourcePolicy, { action: "s3:GetObject", resource: "arn:aws:s3:::logs/a", ...more });

const LET = { source: "test", sid: "Let" };
const REFUSE = { source: "test", sid: "Refuse" };

test("an action on what it does not take is a problem", async () => {
  await expect(decrypt(of(allow()), { resource: "arn:aws:s3:::logs" })).rejects.toThrow(
    new UserError("kms:Decrypt on arn:aws:s3:::logs cannot be evaluated: the action takes no such resource"),
  );
});

describe("the encryption context counts", () => {
  const right = { context: { [CONTEXT]: TRAIL_ARN } };
  const wrong = { context: { [CONTEXT]: `${TRAIL_ARN}-other` } };

  test("in an Allow", async () => {
    const key = of(allow({ Condition: { StringEquals: { [CONTEXT]: TRAIL_ARN } } }));
    expect(await decrypt(key, right)).toMatchObject({
      decision: "allowed",
      decidedBy: expect.arrayContaining([LET]) as [],
    });
    expect(await decrypt(key, wrong)).toEqual({ decision: "denied", decidedBy: [] });
    expect(await decrypt(key)).toEqual({ decision: "denied", decidedBy: [] });
  });

  test("in a Deny", async () => {
    const key = of(allow(), deny({ StringNotLike: { [CONTEXT]: `${TRAIL_ARN}` } }));
    expect(await decrypt(key, right)).toMatchObject({ decision: "allowed" });
    expect(await decrypt(key, wrong)).toEqual({ decision: "denied explicitly", decidedBy: [REFUSE] });
  });

  test("by the name of its key: another service's context is not the trail's", async () => {
    const key = of(allow({ Condition: { StringEquals: { "kms:EncryptionContext:aws:s3:arn": TRAIL_ARN } } }));
    expect(await decrypt(key, right)).toEqual({ decision: "denied", decidedBy: [] });
  });

  test("where it must only be there", async () => {
    const key = of(allow({ Condition: { Null: { [CONTEXT]: "false" } } }));
    expect(await decrypt(key, right)).toMatchObject({ decision: "allowed" });
    expect(await decrypt(key)).toEqual({ decision: "denied", decidedBy: [] });
  });
});

test("a condition key of the request that the simulator would leave out is a problem", async () => {
  await expect(decrypt(of(allow()), { context: { "s3:prefix": "AWSLogs/" } })).rejects.toThrow(
    new UserError("kms:Decrypt cannot be evaluated: the simulator ignores s3:prefix"),
  );
});

describe("a Terraform reference that is left is a problem", () => {
  test.each(["${aws_kms_key.Key.arn}", "${data.terraform_remote_state.a.outputs.b}", "${each.value}", "${}"])(
    "%s, in the resource's policy and in the caller's",
    async (token) => {
      const problem = new UserError(`test: ${token} is not resolved; run npm run synth`);
      await expect(decrypt(of(allow({ Resource: token })))).rejects.toThrow(problem);
      const { Principal: _, ...own } = allow({ Resource: token });
      await expect(decrypt(of(), { caller: role("role/reader", [of(own)]) })).rejects.toThrow(problem);
    },
  );

  test.each(["${aws:PrincipalAccount}", "${*}", "${?}", "${$}"])("but IAM's own variable %s is none", async (name) => {
    const key = of(allow({ Condition: { StringNotEquals: { "aws:PrincipalArn": `x-${name}` } } }));
    expect(await decrypt(key)).toMatchObject({ decision: "allowed" });
  });
});

test("root repairs a key policy that lets his account in, and no other", async () => {
  const environment = await withStacks({ "test-trail": trailStack() }, (outdir) =>
    resolveEnvironment("test", readStacks(outdir, "test")),
  );
  const { caller } = subjectsOf(environment).find(({ id }) => id === "root")!;
  const rootOf = (account: string) =>
    of(allow({ Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "kms:PutKeyPolicy" }));
  const repair = { caller, action: "kms:PutKeyPolicy" };
  expect(await decrypt(rootOf(ACCOUNT), repair)).toMatchObject({ decision: "allowed" });
  expect(await decrypt(rootOf("444455556666"), repair)).toEqual({ decision: "denied", decidedBy: [] });
});

describe("a service principal", () => {
  const trailOnly = of(
    allow({
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Condition: { StringEquals: { "aws:SourceArn": TRAIL_ARN, "aws:SourceAccount": ACCOUNT } },
    }),
  );

  test("needs the resource's policy alone, for the right source", async () => {
    expect(await decrypt(trailOnly, { caller: cloudTrail(TRAIL_ARN) })).toEqual({
      decision: "allowed",
      decidedBy: [LET],
    });
    const other = { caller: cloudTrail(`${TRAIL_ARN}-other`) };
    expect(await decrypt(trailOnly, other)).toEqual({ decision: "denied", decidedBy: [] });
  });

  test("is none that an administrator could pass for", async () => {
    expect(await decrypt(trailOnly)).toEqual({ decision: "denied", decidedBy: [] });
  });
});

describe("condition keys that AWS fills in", () => {
  test("aws:SecureTransport is true where the call does not say otherwise", async () => {
    const bucket = of(
      deny({ Bool: { "aws:SecureTransport": "false" } }),
      deny({ Null: { "aws:SecureTransport": "true" } }),
    );
    expect(await read(bucket)).toMatchObject({ decision: "allowed" });
    const plain = { context: { "aws:SecureTransport": "false" } };
    expect(await read(bucket, plain)).toEqual({ decision: "denied explicitly", decidedBy: [REFUSE] });
  });

  test("aws:PrincipalArn is the caller's", async () => {
    const only = of(deny({ ArnNotEquals: { "aws:PrincipalArn": `arn:aws:iam::${ACCOUNT}:role/reader` } }));
    expect(await read(only)).toMatchObject({ decision: "allowed" });
    expect(await read(only, { caller: role("role/other") })).toEqual({
      decision: "denied explicitly",
      decidedBy: [REFUSE],
    });
    expect(await read(only, { caller: { kind: "anonymous" } })).toEqual({
      decision: "denied explicitly",
      decidedBy: [REFUSE],
    });
  });

  test("aws:PrincipalIsAWSService tells services from people and from nobody", async () => {
    const bucket = of(
      allow({ Principal: "*", Action: "s3:*" }),
      deny({ Bool: { "aws:PrincipalIsAWSService": "false" } }),
    );
    expect(await read(bucket, { caller: cloudTrail(TRAIL_ARN) })).toMatchObject({ decision: "allowed" });
    const onlyServices = of(
      allow({ Principal: "*", Action: "s3:*", Condition: { Bool: { "aws:PrincipalIsAWSService": "true" } } }),
    );
    expect(await read(onlyServices, { caller: cloudTrail(TRAIL_ARN) })).toMatchObject({ decision: "allowed" });
    expect(await read(bucket, { caller: role("role/reader") })).toMatchObject({ decision: "denied explicitly" });
  });

  test("aws:PrincipalIsAWSService is missing from what nobody signed", async () => {
    const anonymous: Caller = { kind: "anonymous" };
    const everyone = allow({ Principal: "*", Action: "s3:*" });
    const people = { "aws:PrincipalIsAWSService": "false" };
    expect(await read(of(everyone, deny({ Bool: people })), { caller: anonymous })).toMatchObject({
      decision: "allowed",
    });
    expect(await read(of(everyone, deny({ BoolIfExists: people })), { caller: anonymous })).toMatchObject({
      decision: "denied explicitly",
    });
  });

  test("aws:PrincipalOrgID is the organization's, where there is one", async () => {
    const bucket = of(deny({ StringNotEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }));
    const member = { ...role("role/reader"), organizationId: "o-a1b2c3d4e5" } as Caller;
    expect(await read(bucket, { caller: member })).toMatchObject({ decision: "allowed" });
    expect(await read(bucket)).toMatchObject({ decision: "denied explicitly" });
  });
});

test("what S3's public access block does to a public policy", async () => {
  const bucket = of(allow({ Principal: "*", Action: "s3:GetObject" }));
  const anonymous: Partial<Call> = { caller: { kind: "anonymous" } };
  expect(await read(bucket, anonymous)).toMatchObject({ decision: "allowed" });
  expect(await read(bucket, { ...anonymous, blocksPublicAccess: true })).not.toMatchObject({ decision: "allowed" });
});

test("both sides are named where both allow, and a statement without Sid says so", async () => {
  const { Sid: _, ...nameless } = allow();
  expect(await decrypt(of(nameless))).toEqual({
    decision: "allowed",
    decidedBy: [
      { source: "test", sid: "(no Sid)" },
      { source: "IAM", sid: "AdministratorAccess" },
    ],
  });
});

test("an action that AWS does not know is a problem, never an answer", async () => {
  await expect(decrypt(of(allow()), { action: "kms:FlyAway" })).rejects.toThrow(
    new UserError(`kms:FlyAway on ${KEY_ARN} cannot be evaluated: AWS has no such action`),
  );
});

test.each([
  [
    "an unknown effect",
    { Effect: "Perhaps" },
    'Statement[0].Effect: Effect must be present and exactly "Allow" or "Deny"',
  ],
  ["no action", { Action: undefined }, "Statement[0]: One of Action or NotAction is required in a resource policy"],
  ["an unknown element", { Resources: "*" }, "Statement[0].#Resources: Invalid key Resources"],
])("a policy with %s is a problem, told in a line that names the policy", async (_, broken, why) => {
  const problem = new UserError(`kms:Decrypt on ${KEY_ARN} cannot be evaluated: test: ${why}`);
  await expect(decrypt(of(allow(broken)))).rejects.toThrow(problem);
});

test("a caller's policy that the simulator refuses is named too", async () => {
  const { Principal: _, ...own } = allow({ Effect: "Perhaps" });
  await expect(decrypt(of(), { caller: role("role/reader", [{ ...of(own), source: "mine" }]) })).rejects.toThrow(
    new UserError(
      `kms:Decrypt on ${KEY_ARN} cannot be evaluated: ` +
        'mine: Statement[0].Effect: Effect must be present and exactly "Allow" or "Deny"',
    ),
  );
});

test("calls that are decided alike name each the statements of its own policies", async () => {
  const reader = (name: string) => {
    const may = { Sid: `May${name}`, Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::logs/*" };
    const other = { Sid: "Other", Effect: "Allow", Action: "s3:PutObject", Resource: "*" };
    const policies = [
      { ...of(other), source: `${name}-first` },
      { ...of(other, may), source: `${name}-second` },
    ];
    return role(`role/${name}`, policies);
  };
  for (const name of ["one", "two"]) {
    const caller = reader(name);
    const named = allow({
      Sid: `Let${name}`,
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/${name}` },
      Action: "s3:*",
    });
    const bucket = {
      ...of(allow({ Action: "s3:PutObject", Principal: { AWS: "444455556666" } }), named),
      source: name,
    };
    expect((await read(bucket, { caller })).decidedBy).toEqual([
      { source: name, sid: `Let${name}` },
      { source: `${name}-second`, sid: `May${name}` },
    ]);
  }
});

test.each([
  ["kms:Decrypt", KEY_ARN],
  ["sts:AssumeRole", `arn:aws:iam::${ACCOUNT}:role/app`],
])("%s is denied where only IAM allows it, as the simulator says too", async (action, resource) => {
  const policy = of(allow({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/other` }, Action: action }));
  expect(await decrypt(policy, { action, resource })).toEqual({ decision: "denied", decidedBy: [] });
  const { overallResult } = (await runSimulation(
    {
      request: {
        principal: `arn:aws:iam::${ACCOUNT}:role/reader`,
        action,
        resource: { resource, accountId: ACCOUNT },
        contextVariables: {},
      },
      identityPolicies: [{ name: "IAM", policy: simulatorPolicy(EVERYTHING, "identity", EVERYTHING.statements) }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: simulatorPolicy(policy, "resource", policy.statements),
    },
    { simulationMode: "Strict" },
  )) as SingleResourceSimulationResult;
  expect(overallResult).toBe("ImplicitlyDenied");
});
