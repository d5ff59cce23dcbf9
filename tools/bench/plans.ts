import { readFileSync } from "node:fs";
import { keptJson } from "../hcl-fixtures/kept";

/** A real plan that changes cells of the matrix, so that every step of a review is measured. */
const PLAN = "__tests__/fixtures/plans/source-arn-removed/local-archive.json";

const ACCOUNT = "111122223333";

type Values = Readonly<Record<string, unknown>>;

interface Change {
  readonly address: string;
  readonly mode: "managed";
  readonly type: string;
  readonly name: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Values | null;
    readonly after: Values | null;
  };
}

/** The real plan, unchanged. */
export function realPlan(): string {
  return withChanges(() => []);
}

/** Policies, every other one changed; their descriptions make the JSON large. */
export function manyPolicies(count: number, bytes = 0): string {
  const description = "x".repeat(Math.floor(bytes / count / 2));
  const policy = document([
    { Sid: "Read", Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::example/*" },
  ]);
  return withChanges(() =>
    times(count, (index) => {
      const name = `Added_${index}`;
      const values = { name, description, policy, arn: `arn:aws:iam::${ACCOUNT}:policy/${name}` };
      const after = index % 2 === 0 ? values : { ...values, policy: policy.replace("Read", "Fetch") };
      return resource("aws_iam_policy", name, values, after);
    }),
  );
}

/** A plan of HCL after its apply, with roles of an application, two resources each. */
export function hclResources(count: number): string {
  return withChanges(() => appRoles(count / 2), keptJson("enabled-by-count", "plan"));
}

/** The real plan with new roles. */
export function newRoles(count: number): string {
  return withChanges(() => appRoles(count));
}

/** Roles of an application, each with a policy; no statement concerns the audit trail. */
function appRoles(count: number): Change[] {
  const trust = document([
    { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
  ]);
  return times(count, (index) => {
    const name = `app-${index}`;
    const Resource = `arn:aws:dynamodb:eu-central-1:${ACCOUNT}:table/${name}`;
    const policy = document([
      { Sid: "Read", Effect: "Allow", Action: ["dynamodb:GetItem", "dynamodb:Query"], Resource },
    ]);
    return [
      resource("aws_iam_role", `Role_${index}`, null, { name, assume_role_policy: trust }),
      resource("aws_iam_role_policy", `Policy_${index}`, null, { name: "read", role: name, policy }),
    ];
  }).flat();
}

/** Buckets of an application, each with its public access block and a policy. */
export function newBuckets(count: number): string {
  return withChanges(() =>
    times(count, (index) => {
      const bucket = `app-bucket-${index}`;
      const policy = document([
        {
          Sid: "DenyInsecureTransport",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: `arn:aws:s3:::${bucket}/*`,
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ]);
      const flags = { block_public_acls: true, block_public_policy: true };
      const more = { ignore_public_acls: true, restrict_public_buckets: true };
      return [
        resource("aws_s3_bucket", `Bucket_${index}`, null, { bucket }),
        resource("aws_s3_bucket_public_access_block", `Block_${index}`, null, { bucket, ...flags, ...more }),
        resource("aws_s3_bucket_policy", `Policy_${index}`, null, { bucket, policy }),
      ];
    }).flat(),
  );
}

/** The key's policy, with one statement for each of these roles; all are new. */
export function newKeyStatements(count: number): string {
  const added = times(count, (index) => ({
    Sid: `App${index}`,
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/app-${index}` },
    Action: ["kms:Decrypt", "kms:GenerateDataKey"],
    Resource: "*",
    Condition: { StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" } },
  }));
  return withChanges((changes) => {
    const key = changes.find(({ type }) => type === "aws_kms_key")!;
    const { Statement } = JSON.parse(String(key.change.after!["policy"])) as { Statement: object[] };
    const after = { ...key.change.after, policy: document([...Statement, ...added]) };
    return [{ ...key, change: { ...key.change, after } }];
  });
}

/** A plan, by default the real one, with these changes, which replace those of the same address. */
function withChanges(
  made: (changes: readonly Change[]) => readonly Change[],
  json = readFileSync(PLAN, "utf8"),
): string {
  const plan = JSON.parse(json) as { resource_changes: Change[] };
  const changes = made(plan.resource_changes);
  const replaced = new Set(changes.map(({ address }) => address));
  const kept = plan.resource_changes.filter(({ address }) => !replaced.has(address));
  return JSON.stringify({ ...plan, resource_changes: [...kept, ...changes] });
}

function resource(type: string, name: string, before: Values | null, after: Values): Change {
  const actions = before === null ? ["create"] : before === after ? ["no-op"] : ["update"];
  return { address: `${type}.${name}`, mode: "managed", type, name, change: { actions, before, after } };
}

function document(Statement: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

function times<Item>(count: number, make: (index: number) => Item): Item[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
