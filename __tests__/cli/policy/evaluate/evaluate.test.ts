import { resolveEnvironment } from "../../../../cli/model/build";
import type { Policy } from "../../../../cli/policy/document";
import { evaluate, EVERYTHING, type Call, type Caller } from "../../../../cli/policy/evaluate";
import { subjectsOf } from "../../../../cli/access/subjects";
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

describe("the encryption context counts", () => {
  const right = { context: { [CONTEXT]: TRAIL_ARN } };
  const wrong = { context: { [CONTEXT]: `${TRAIL_ARN}-other` } };

  test("in an Allow", () => {
    const key = of(allow({ Condition: { StringEquals: { [CONTEXT]: TRAIL_ARN } } }));
    expect(decrypt(key, right)).toMatchObject({
      decision: "allowed",
      decidedBy: expect.arrayContaining([LET]) as [],
    });
    expect(decrypt(key, wrong)).toEqual({ decision: "denied", decidedBy: [] });
    expect(decrypt(key)).toEqual({ decision: "denied", decidedBy: [] });
  });

  test("in a Deny", () => {
    const key = of(allow(), deny({ StringNotLike: { [CONTEXT]: `${TRAIL_ARN}` } }));
    expect(decrypt(key, right)).toMatchObject({ decision: "allowed" });
    expect(decrypt(key, wrong)).toEqual({ decision: "denied explicitly", decidedBy: [REFUSE] });
  });

  test("by the name of its key: another service's context is not the trail's", () => {
    const key = of(allow({ Condition: { StringEquals: { "kms:EncryptionContext:aws:s3:arn": TRAIL_ARN } } }));
    expect(decrypt(key, right)).toEqual({ decision: "denied", decidedBy: [] });
  });

  test("where it must only be there", () => {
    const key = of(allow({ Condition: { Null: { [CONTEXT]: "false" } } }));
    expect(decrypt(key, right)).toMatchObject({ decision: "allowed" });
    expect(decrypt(key)).toEqual({ decision: "denied", decidedBy: [] });
  });
});

test("root repairs a key policy that lets its account in, and no other", async () => {
  const environment = await withStacks({ "test-trail": trailStack() }, (outdir) =>
    resolveEnvironment("test", readStacks(outdir, "test")),
  );
  const { caller } = subjectsOf(environment).find(({ id }) => id === "root")!;
  const rootOf = (account: string) =>
    of(allow({ Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "kms:PutKeyPolicy" }));
  const repair = { caller, action: "kms:PutKeyPolicy" };
  expect(decrypt(rootOf(ACCOUNT), repair)).toMatchObject({ decision: "allowed" });
  expect(decrypt(rootOf("444455556666"), repair)).toEqual({ decision: "denied", decidedBy: [] });
});

describe("a service principal", () => {
  const trailOnly = of(
    allow({
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Condition: { StringEquals: { "aws:SourceArn": TRAIL_ARN, "aws:SourceAccount": ACCOUNT } },
    }),
  );

  test("needs the resource's policy alone, for the right source", () => {
    expect(decrypt(trailOnly, { caller: cloudTrail(TRAIL_ARN) })).toEqual({
      decision: "allowed",
      decidedBy: [LET],
    });
    const other = { caller: cloudTrail(`${TRAIL_ARN}-other`) };
    expect(decrypt(trailOnly, other)).toEqual({ decision: "denied", decidedBy: [] });
  });

  test("is none that an administrator could pass for", () => {
    expect(decrypt(trailOnly)).toEqual({ decision: "denied", decidedBy: [] });
  });
});

describe("condition keys that AWS fills in", () => {
  test("aws:SecureTransport is true where the call does not say otherwise", () => {
    const bucket = of(
      deny({ Bool: { "aws:SecureTransport": "false" } }),
      deny({ Null: { "aws:SecureTransport": "true" } }),
    );
    expect(read(bucket)).toMatchObject({ decision: "allowed" });
    const plain = { context: { "aws:SecureTransport": "false" } };
    expect(read(bucket, plain)).toEqual({ decision: "denied explicitly", decidedBy: [REFUSE] });
  });

  test("aws:PrincipalArn is the caller's", () => {
    const only = of(deny({ ArnNotEquals: { "aws:PrincipalArn": `arn:aws:iam::${ACCOUNT}:role/reader` } }));
    expect(read(only)).toMatchObject({ decision: "allowed" });
    expect(read(only, { caller: role("role/other") })).toEqual({
      decision: "denied explicitly",
      decidedBy: [REFUSE],
    });
    expect(read(only, { caller: { kind: "anonymous" } })).toEqual({
      decision: "denied explicitly",
      decidedBy: [REFUSE],
    });
  });

  test("aws:PrincipalIsAWSService tells services from people and from nobody", () => {
    const bucket = of(
      allow({ Principal: "*", Action: "s3:*" }),
      deny({ Bool: { "aws:PrincipalIsAWSService": "false" } }),
    );
    expect(read(bucket, { caller: cloudTrail(TRAIL_ARN) })).toMatchObject({ decision: "allowed" });
    const onlyServices = of(
      allow({ Principal: "*", Action: "s3:*", Condition: { Bool: { "aws:PrincipalIsAWSService": "true" } } }),
    );
    expect(read(onlyServices, { caller: cloudTrail(TRAIL_ARN) })).toMatchObject({ decision: "allowed" });
    expect(read(bucket, { caller: role("role/reader") })).toMatchObject({ decision: "denied explicitly" });
  });

  test("aws:PrincipalIsAWSService is missing from what nobody signed", () => {
    const anonymous: Caller = { kind: "anonymous" };
    const everyone = allow({ Principal: "*", Action: "s3:*" });
    const people = { "aws:PrincipalIsAWSService": "false" };
    expect(read(of(everyone, deny({ Bool: people })), { caller: anonymous })).toMatchObject({
      decision: "allowed",
    });
    expect(read(of(everyone, deny({ BoolIfExists: people })), { caller: anonymous })).toMatchObject({
      decision: "denied explicitly",
    });
  });

  test("aws:PrincipalOrgID is the organization's, where there is one", () => {
    const bucket = of(deny({ StringNotEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }));
    const member = { ...role("role/reader"), organizationId: "o-a1b2c3d4e5" } as Caller;
    expect(read(bucket, { caller: member })).toMatchObject({ decision: "allowed" });
    expect(read(bucket)).toMatchObject({ decision: "denied explicitly" });
  });
});

test("what S3's public access block does to a public policy", () => {
  const bucket = of(allow({ Principal: "*", Action: "s3:GetObject" }));
  const anonymous: Partial<Call> = { caller: { kind: "anonymous" } };
  expect(read(bucket, anonymous)).toMatchObject({ decision: "allowed" });
  expect(read(bucket, { ...anonymous, blocksPublicAccess: true })).not.toMatchObject({ decision: "allowed" });
});

test("both sides are named where both allow, and a statement without Sid says so", () => {
  const { Sid: _, ...nameless } = allow();
  expect(decrypt(of(nameless))).toEqual({
    decision: "allowed",
    decidedBy: [
      { source: "test", sid: "(no Sid)" },
      { source: "IAM", sid: "AdministratorAccess" },
    ],
  });
});

test("calls that are decided alike name each the statements of its own policies", () => {
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
    expect(read(bucket, { caller }).decidedBy).toEqual([
      { source: name, sid: `Let${name}` },
      { source: `${name}-second`, sid: `May${name}` },
    ]);
  }
});

describe("what nobody can know is undecided, with the reason", () => {
  const fromOffice = { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } };

  test("an Allow that depends on where the caller is", () => {
    expect(decrypt(of(allow({ Condition: fromOffice })))).toEqual({
      decision: "undecided",
      decidedBy: [],
      unknown: ["aws:SourceIp"],
    });
  });

  test("a Deny that does", () => {
    const key = of(allow(), deny({ NotIpAddress: fromOffice.IpAddress }));
    expect(decrypt(key)).toMatchObject({ decision: "undecided", unknown: ["aws:SourceIp"] });
  });

  test.each([
    ["${aws_kms_key.Key.arn}", "${aws_kms_key.Key.arn}"],
    ["arn:aws:kms:${each.value}", "${each.value}"],
    ["arn:aws:kms:*:*:key/${aws:PrincipalTag/team}", "${aws:PrincipalTag/team}"],
  ])("the variable of %s", (Resource, variable) => {
    expect(decrypt(of(allow({ Resource })))).toMatchObject({ decision: "undecided", unknown: [variable] });
  });

  test("a statement for one session of a role: the call may be any session's", () => {
    const session = `arn:aws:sts::${ACCOUNT}:assumed-role/reader/monday`;
    expect(decrypt(of(allow({ Principal: { AWS: session } })))).toMatchObject({ decision: "undecided" });
    const other = { Principal: { AWS: session.replace("reader", "writer") } };
    expect(decrypt(of(allow(other)))).toMatchObject({ decision: "denied" });
  });

  test("but not where nothing would allow the call anyhow", () => {
    expect(decrypt(of(deny(fromOffice)))).toEqual({ decision: "denied", decidedBy: [] });
  });

  test("nor where a Deny matches anyhow", () => {
    const key = of(allow({ Condition: fromOffice }), deny({}));
    expect(decrypt(key)).toEqual({ decision: "denied explicitly", decidedBy: [REFUSE] });
  });
});

test("a call carries what it says, and no other header or encryption context", () => {
  const bucket = of(deny({ Null: { "s3:x-amz-acl": "true" } }), allow({ Action: "s3:*" }));
  expect(read(bucket)).toMatchObject({ decision: "denied explicitly" });
  expect(read(bucket, { context: { "s3:x-amz-acl": "private" } })).toMatchObject({ decision: "allowed" });
  expect(read(bucket, { context: { "s3:x-amz-acl": [] } })).toMatchObject({ decision: "denied explicitly" });
});

test.each([
  ["root", "arn:aws:iam::111122223333:root", "Account"],
  ["user", "arn:aws:iam::111122223333:user/team/marta", "User"],
  ["role", "arn:aws:iam::111122223333:role/team/reader", "AssumedRole"],
  ["session", "arn:aws:sts::111122223333:assumed-role/reader/monday", "AssumedRole"],
  ["federated user", "arn:aws:sts::111122223333:federated-user/marta", "FederatedUser"],
])("a caller is a %s by its ARN", (_, arn, type) => {
  const caller: Caller = { kind: "principal", arn, organizationId: undefined, policies: [EVERYTHING] };
  const key = of(allow({ Condition: { StringEquals: { "aws:PrincipalType": type } } }));
  expect(decrypt(key, { caller })).toMatchObject({ decision: "allowed" });
});

test.each([
  ["user/team/marta", "${aws:username}", "marta"],
  ["role/team/reader", "${aws:username, 'nobody'}", "nobody"],
])("aws:username of %s", (name, variable, value) => {
  const key = of(allow({ Condition: { StringEquals: { "kms:EncryptionContext:who": variable } } }));
  const context = { "kms:EncryptionContext:who": value };
  expect(decrypt(key, { caller: role(name), context })).toMatchObject({ decision: "allowed" });
});

test("kms:CallerAccount, aws:ViaAWSService and aws:PrincipalServiceName follow from the call", () => {
  const only = (Condition: object) => of(allow({ Principal: "*", Condition }));
  const ofAccount = only({ StringEquals: { "kms:CallerAccount": ACCOUNT } });
  expect(decrypt(ofAccount)).toMatchObject({ decision: "allowed" });
  expect(decrypt(ofAccount, { caller: cloudTrail(TRAIL_ARN) })).toMatchObject({ decision: "denied" });
  const direct = only({ Bool: { "aws:ViaAWSService": "false" } });
  expect(decrypt(direct)).toMatchObject({ decision: "allowed" });
  const throughS3 = { context: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" } };
  expect(decrypt(direct, throughS3)).toMatchObject({ decision: "denied" });
  const forTrail = only({ StringEquals: { "aws:PrincipalServiceName": "cloudtrail.amazonaws.com" } });
  expect(decrypt(forTrail, { caller: cloudTrail(TRAIL_ARN) })).toMatchObject({ decision: "allowed" });
  expect(decrypt(forTrail)).toMatchObject({ decision: "denied" });
});
