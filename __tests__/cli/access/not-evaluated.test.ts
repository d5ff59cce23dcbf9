import { computeMatrix } from "../../../cli/access/compute";
import { notEvaluatedIn, notEvaluatedText } from "../../../cli/access/not-evaluated";
import { withoutBystanders } from "../../../cli/access/own-parts";
import { changedState, environmentsOf, type StateResource } from "../../support/hcl";

const ACCOUNT = "111122223333";
const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

const resource = (type: string, name: string, values: object): StateResource => ({
  address: `${type}.${name}`,
  mode: "managed",
  type,
  values: { ...values },
});
const role = (name: string, values: object = {}) =>
  resource("aws_iam_role", name, {
    name,
    arn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
    assume_role_policy: TRUST,
    ...values,
  });
const attached = (name: string, policy: string) =>
  resource("aws_iam_role_policy_attachment", name, { role: name, policy_arn: policy });

async function environmentWith(...resources: readonly StateResource[]) {
  const state = changedState("default-key-policy", (one) => one);
  state.values.root_module.resources!.push(...resources);
  const [environment] = await environmentsOf({ "one.json": state });
  return environment!;
}

async function allowed(accessCase: string, ...resources: readonly StateResource[]): Promise<string[]> {
  const { subjects, accessCases, cells } = computeMatrix(withoutBystanders(await environmentWith(...resources)));
  const row = cells[accessCases.findIndex(({ id }) => id === accessCase)]!;
  return subjects.flatMap(({ title }, column) => (row[column]!.decision === "allowed" ? [title] : []));
}

test("a role with AWS's AdministratorAccess can do what IAM may allow", async () => {
  const administrators = [
    ...[role("attached"), attached("attached", "arn:aws:iam::aws:policy/AdministratorAccess")],
    role("inside", { managed_policy_arns: ["arn:aws-cn:iam::aws:policy/AdministratorAccess"] }),
    ...[role("namesake"), attached("namesake", `arn:aws:iam::${ACCOUNT}:policy/AdministratorAccess`)],
  ];
  const readers = await allowed("log-bucket-read", ...administrators);
  expect(readers).toEqual(expect.arrayContaining(["role/attached", "role/inside"]));
  expect(readers).not.toContain("role/namesake");
});

const ofAws = (name: string) => `arn:aws:iam::aws:policy/${name}`;

test.each([
  ["PowerUserAccess", ["log-bucket-read", "key-decrypt", "key-policy", "trail-stop"], []],
  ["AmazonS3FullAccess", ["log-bucket-list", "log-bucket-policy"], ["key-policy", "trail-stop"]],
  ["AmazonS3ReadOnlyAccess", ["log-bucket-list"], ["log-bucket-delete", "log-bucket-policy", "trail-stop"]],
  ["AWSCloudTrail_FullAccess", ["trail-stop", "trail-delete"], ["log-bucket-list", "key-policy", "log-bucket-policy"]],
  ["AWSCloudTrail_ReadOnlyAccess", [], ["trail-stop", "log-bucket-list"]],
  ["AWSKeyManagementServicePowerUser", ["key-describe"], ["key-policy", "log-bucket-list", "key-disable"]],
])("a role with AWS's %s can do what its statements allow", async (name, may, mayNot) => {
  const environment = await environmentWith(role("one"), attached("one", ofAws(name)));
  expect(notEvaluatedIn(environment)).toEqual([]);
  const { subjects, accessCases, cells } = computeMatrix(environment);
  const column = subjects.findIndex(({ title }) => title === "role/one");
  const cellOf = (id: string) => cells[accessCases.findIndex((one) => one.id === id)]![column]!;
  for (const id of may) {
    expect([id, cellOf(id).decision]).toEqual([id, "allowed"]);
    expect(cellOf(id).decidedBy).toContainEqual({ source: "one/aws_iam_role_policy_attachment.one", sid: name });
  }
  expect(mayNot.map((id) => [id, cellOf(id).decision])).toEqual(mayNot.map((id) => [id, "denied"]));
});

test("AWS's policies of another partition, and of another path, are named", async () => {
  const others = [
    "arn:aws-cn:iam::aws:policy/AmazonS3FullAccess",
    ofAws("job-function/PowerUserAccess"),
    ofAws("__proto__"),
  ];
  const held = others.flatMap((arn, at) => [role(`r${at}`), attached(`r${at}`, arn)]);
  expect(notEvaluatedIn(await environmentWith(...held))).toEqual(
    others.map((arn, at) => `role/r${at} with ${arn}, which is not here`),
  );
});

test("attached policies whose statements are elsewhere are named with their holders", async () => {
  const holders = ["a", "b", "c", "d", "e"];
  const environment = await environmentWith(
    ...holders.flatMap((name) => [role(name), attached(name, "arn:aws:iam::aws:policy/ReadOnlyAccess")]),
    resource("aws_iam_policy_attachment", "all", { policy_arn: "arn:x", users: ["joe"], groups: ["ops"], roles: [] }),
  );
  expect(notEvaluatedIn(environment)).toEqual([
    "role/a, role/b, role/c, 2 more with arn:aws:iam::aws:policy/ReadOnlyAccess, which is not here",
    "user/joe, group/ops with arn:x, which is not here",
  ]);
});

test("a grant that a plan does not know whole is named", async () => {
  const grant = (name: string, values: object) =>
    resource("aws_kms_grant", name, { key_id: "alias/a", operations: ["Decrypt"], ...values });
  const environment = await environmentWith(
    grant("known", { grantee_principal: "arn:of:reader" }),
    grant("open", {}),
    grant("of_new_key", { grantee_principal: "arn:of:reader", key_id: null }),
  );
  const why = "whose key or grantee is known only after apply";
  expect(notEvaluatedIn(environment)).toEqual([`aws_kms_grant.open, ${why}`, `aws_kms_grant.of_new_key, ${why}`]);
});

test("access points of the log bucket, permission sets and policies of the organization are named", async () => {
  const { logBucket } = await environmentWith();
  const sets = ["a", "b", "c", "d"].map((name) => resource("aws_ssoadmin_managed_policy_attachment", name, {}));
  const environment = await environmentWith(
    resource("aws_s3_access_point", "logs", { bucket: logBucket.name, name: "logs" }),
    resource("aws_s3_access_point", "app", { bucket: "app", name: "app" }),
    ...sets,
    resource("aws_organizations_policy", "deny", { name: "deny" }),
    resource("aws_ssoadmin_permission_set", "audit", { name: "audit" }),
  );
  const attachment = "aws_ssoadmin_managed_policy_attachment";
  expect(notEvaluatedIn(environment)).toEqual([
    "access to the log bucket through aws_s3_access_point.logs",
    `what permission sets of IAM Identity Center allow: ${attachment}.a, ${attachment}.b, ${attachment}.c, 1 more`,
    "what policies of the organization deny: aws_organizations_policy.deny",
  ]);
});

const ALLOW_ALL = { Version: "2012-10-17", Statement: [{ Sid: "All", Effect: "Allow", Action: "*", Resource: "*" }] };
const OUTSIDE_S3 = { ...ALLOW_ALL, Statement: [{ Sid: "Rest", Effect: "Allow", NotAction: "s3:*", Resource: "*" }] };
const policyArn = (name: string) => `arn:aws:iam::${ACCOUNT}:policy/${name}`;
const managed = (name: string, policy: object) =>
  resource("aws_iam_policy", name, { name, arn: policyArn(name), policy: JSON.stringify(policy) });
/** A role or user with the policy `wide`. */
const bounded = (kind: "role" | "user", name: string, permissions_boundary: string) => [
  resource(`aws_iam_${kind}`, name, {
    name,
    arn: `arn:aws:iam::${ACCOUNT}:${kind}/${name}`,
    permissions_boundary,
    ...(kind === "role" && { assume_role_policy: TRUST }),
  }),
  resource(`aws_iam_${kind}_policy_attachment`, name, { [kind]: name, policy_arn: policyArn("wide") }),
];

test("a permissions boundary limits what a role or user can do", async () => {
  const resources = [
    managed("wide", ALLOW_ALL),
    managed("outside-s3", OUTSIDE_S3),
    ...bounded("role", "free", ""),
    ...bounded("role", "within-wide", policyArn("wide")),
    ...bounded("role", "within-aws", "arn:aws:iam::aws:policy/AdministratorAccess"),
    ...bounded("role", "outside", policyArn("outside-s3")),
    ...bounded("user", "ann", policyArn("outside-s3")),
    ...bounded("user", "bob", policyArn("wide")),
  ];
  const readers = await allowed("log-bucket-read", ...resources);
  expect(readers.filter((one) => /^(role|user)\//.test(one))).toEqual([
    "role/free",
    "role/within-wide",
    "role/within-aws",
    "user/bob",
  ]);
  // The boundary allows everything but S3.
  expect(await allowed("trail-stop", ...resources)).toEqual(expect.arrayContaining(["role/outside", "user/ann"]));
  expect(notEvaluatedIn(await environmentWith(...resources))).toEqual([]);
});

test("a permissions boundary whose statements are elsewhere is named with who has it", async () => {
  const resources = [
    managed("wide", ALLOW_ALL),
    ...bounded("role", "elsewhere", policyArn("elsewhere")),
    ...bounded("user", "auditor", "arn:aws:iam::aws:policy/ReadOnlyAccess"),
    resource("aws_iam_policy", "later", { name: "later", arn: policyArn("later") }),
    ...bounded("role", "later", policyArn("later")),
  ];
  expect(notEvaluatedIn(await environmentWith(...resources))).toEqual([
    "what a permissions boundary that is not here denies to role/elsewhere, role/later, user/auditor",
  ]);
  const readers = await allowed("log-bucket-read", ...resources);
  expect(readers).toEqual(expect.arrayContaining(["role/elsewhere", "user/auditor"]));
});

test("a configuration without such parts has no note", async () => {
  expect(notEvaluatedText(notEvaluatedIn(await environmentWith()))).toBeUndefined();
  expect(notEvaluatedText(["a", "b"])).toBe("Not evaluated: a; b");
});
