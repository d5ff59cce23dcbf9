import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../../cli/framework/user-error";
import { auditBucketsOf } from "../../../cli/model/audit-buckets";
import { readEnvironments, readStacks } from "../../../cli/model/read";
import { DENY_PLAIN_HTTP, ownApp, withStacks } from "../../support/stack-folder";

const STACKS = ownApp(DENY_PLAIN_HTTP);

/** Runs with the folder of an app, with this `audit-trail.json` beside it. */
const withDeclared = <Result>(content: unknown, use: (outdir: string) => Result) =>
  withStacks(STACKS, (outdir) => {
    const text = typeof content === "string" ? content : JSON.stringify(content);
    writeFileSync(join(outdir, "..", "audit-trail.json"), text);
    return use(outdir);
  });

test("stacks that audit-trail.json names are one environment, whatever they are called", async () => {
  await withDeclared({ environments: { prod: ["payments", "logs"] } }, (outdir) => {
    const [environment, ...others] = readEnvironments(outdir, undefined);
    expect(others).toEqual([]);
    expect(environment).toMatchObject({ name: "prod", trail: { name: "audit" }, logBucket: { name: "audit-logs" } });
    expect(auditBucketsOf(outdir, [])).toEqual(["audit-logs"]);
    expect(readStacks(outdir, "network").map(({ name }) => name)).toEqual(["network"]);
  });
});

test("it overrides the label of a stack, and names of objects' own properties are names", async () => {
  const labelled = {
    ...STACKS,
    logs: { ...(STACKS["logs"] as object), "//": { "audit-trail": { environment: "old" } } },
  };
  await withStacks(labelled, (outdir) => {
    writeFileSync(join(outdir, "..", "audit-trail.json"), '{"environments":{"constructor":["payments","logs"]}}');
    expect(readEnvironments(outdir, undefined).map(({ name }) => name)).toEqual(["constructor"]);
  });
});

test("without it, a stack whose bucket is in another says so", async () => {
  await withStacks(STACKS, (outdir) => {
    expect(() => readEnvironments(outdir, undefined)).toThrow(
      "payments: the trail's bucket audit-logs has no policy in these stacks; if another stack has it, name both in " +
        "audit-trail.json, as one environment",
    );
  });
});

test("a stack whose trails deliver into two buckets says what to do", async () => {
  const { payments, logs } = STACKS as Record<string, { resource: Record<string, Record<string, object>> }>;
  const [[id, trail]] = Object.entries(payments!.resource["aws_cloudtrail"]!) as [[string, object]];
  const other = { ...trail, name: "other", s3_bucket_name: "other-logs" };
  const both = {
    ...payments,
    resource: { ...logs!.resource, ...payments!.resource, aws_cloudtrail: { [id]: trail, Other: other } },
  };
  await withStacks({ payments: both }, (outdir) => {
    expect(() => readEnvironments(outdir, undefined)).toThrow(
      /^payments must have one log bucket, its trails deliver into .+, other-logs; give each its own stack, and each stack its own environment in audit-trail\.json$/,
    );
  });
});

const FORM = '; write it like { "environments": { "prod": ["log-archive", "payments-trail"] } }';

test.each([
  ["not JSON", "{", `FILE cannot be read as JSON${FORM}`],
  ["a list", [], `FILE is not an object${FORM}`],
  ["another key", { environments: {}, stacks: {} }, `FILE has the unknown key "stacks"${FORM}`],
  ["no environments", {}, `FILE must have environments${FORM}`],
  ["a text for stacks", { environments: { prod: "logs" } }, `FILE must list the names of the stacks of prod${FORM}`],
  ["no stacks", { environments: { prod: [] } }, `FILE must list the names of the stacks of prod${FORM}`],
  [
    "a misspelt stack",
    { environments: { prod: ["payment"] } },
    'FILE: prod has the stack "payment", which is not in OUTDIR; did you mean payments?',
  ],
  [
    "an unknown stack",
    { environments: { prod: ["elsewhere"] } },
    'FILE: prod has the stack "elsewhere", which is not in OUTDIR; it has logs, payments, network',
  ],
  [
    "a stack in two environments",
    { environments: { prod: ["logs"], dev: ["logs"] } },
    "FILE: the stack logs is in prod and in dev; leave it in one of them",
  ],
  [
    "a name that is no word",
    { environments: { "a b": ["logs"] } },
    'OUTDIR has the environment "a b"; a name must consist of letters, digits, ".", "_" and "-", and must not begin ' +
      'with "." or "-"',
  ],
])("%s is refused in one line", async (_, content, message) => {
  await withDeclared(content, (outdir) => {
    const file = join(outdir, "..", "audit-trail.json");
    expect(() => readEnvironments(outdir, undefined)).toThrow(
      new UserError(message.replaceAll("FILE", file).replaceAll("OUTDIR", outdir)),
    );
  });
});
