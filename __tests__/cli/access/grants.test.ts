import { computeMatrix } from "../../../cli/access/compute";
import { withoutBystanders } from "../../../cli/access/own-parts";
import type { Environment } from "../../../cli/model/environment";
import { changedState, environmentsOf } from "../../support/hcl";

const ACCOUNT = "111122223333";
const READER = `arn:aws:iam::${ACCOUNT}:role/grantee`;
/** Leaves nothing to IAM but to look at the key. */
const WITHOUT_IAM = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
      Action: ["kms:DescribeKey", "kms:PutKeyPolicy"],
      Resource: "*",
    },
  ],
});
const GRANTEE = "role/grantee with s3:*";

async function withGrant(values: (given: { trail: string; key: string }) => object): Promise<Environment> {
  const state = changedState("default-key-policy", (one) =>
    one.type === "aws_kms_key" ? { ...one, values: { ...one.values, policy: WITHOUT_IAM } } : one,
  );
  const { resources = [], child_modules = [] } = state.values.root_module;
  const all = [...resources, ...child_modules.flatMap((module) => module.resources ?? [])];
  const valueOf = (type: string, name: string) => String(all.find((one) => one.type === type)?.values[name]);
  const trail = valueOf("aws_cloudtrail", "arn");
  const key = valueOf("aws_kms_key", "arn");
  state.values.root_module.resources!.push({
    address: "aws_kms_grant.one",
    mode: "managed",
    type: "aws_kms_grant",
    values: { key_id: key, grantee_principal: READER, operations: ["Decrypt"], ...values({ trail, key }) },
  });
  const [environment] = await environmentsOf({ "one.json": state });
  return withoutBystanders(environment!);
}

/** What a subject is allowed on the key. */
function onKey(environment: Environment, title = GRANTEE): Record<string, unknown> {
  const { subjects, accessCases, cells } = computeMatrix(environment);
  const column = subjects.findIndex((one) => one.title === title);
  expect(column).toBeGreaterThan(-1);
  return Object.fromEntries(
    accessCases.flatMap(({ id, target }, row) => {
      const { decision, decidedBy } = cells[row]![column]!;
      if (target !== "key" || decision.startsWith("denied")) return [];
      return [[id, decision === "allowed" ? decidedBy.map(({ source, sid }) => `${source} ${sid}`) : decision]];
    }),
  );
}

const BY = ["one/aws_kms_grant.one (grant)"];

test("a grant lets its grantee decrypt the logs, whatever the key policy says", async () => {
  const allowed = onKey(await withGrant(() => ({})));
  expect(allowed).toMatchObject({ "key-decrypt": BY, "key-decrypt-log-via-s3": BY, "key-decrypt-no-context": BY });
  expect(Object.keys(allowed).filter((id) => !id.includes("decrypt"))).toEqual([]);
});

test.each([
  ["operations", () => ({ operations: ["GenerateDataKey"] }), ["key-encrypt-log"], ["key-decrypt"]],
  ["a key's id", ({ key }: { key: string }) => ({ key_id: key.split("/")[1] }), ["key-decrypt"], ["key-encrypt-log"]],
])("a grant counts by its %s", async (_, values, allowed, denied) => {
  const found = onKey(await withGrant(values));
  for (const id of allowed) expect(found).toHaveProperty(id);
  for (const id of denied) expect(found).not.toHaveProperty(id);
});

test("the encryption context of a grant limits what its grantee may decrypt", async () => {
  const within = (constraints: object) => withGrant(() => ({ constraints: [constraints] })).then((one) => onKey(one));
  const context = (trail: string) => ({ "aws:cloudtrail:arn": trail });
  const subset = onKey(
    await withGrant(({ trail }) => ({
      constraints: [{ encryption_context_equals: null, encryption_context_subset: context(trail) }],
    })),
  );
  expect(subset).toMatchObject({ "key-decrypt": BY });
  expect(subset).not.toHaveProperty("key-decrypt-no-context");
  // A log file also has the encryption context of its bucket.
  const equals = onKey(
    await withGrant(({ trail }) => ({
      constraints: [{ encryption_context_equals: context(trail), encryption_context_subset: null }],
      operations: ["Decrypt", "GenerateDataKey"],
    })),
  );
  expect(equals).toEqual({ "key-encrypt-log": BY });
  expect(await within({ encryption_context_equals: context("arn:of:another") })).toEqual({});
});

test("a grant to another account leaves the decision to IAM there", async () => {
  const environment = await withGrant(() => ({ grantee_principal: "arn:aws:iam::444455556666:root" }));
  expect(onKey(environment, "an administrator of 444455556666")["key-decrypt"]).toEqual(
    expect.arrayContaining(["one/aws_kms_grant.one (grant)"]),
  );
});

test("a grant on another key gives nobody anything", async () => {
  const environment = await withGrant(() => ({ key_id: "99999999-2222-4333-8444-555555555555" }));
  expect(computeMatrix(environment).subjects.map(({ title }) => title)).not.toContain(GRANTEE);
});
