import { computeMatrix } from "../../../cli/access/compute";
import { powerlessIn } from "../../../cli/access/powerless";
import { subjectsOf } from "../../../cli/access/subjects";
import { resolveEnvironment } from "../../../cli/model/build";
import type { Environment } from "../../../cli/model/environment";
import { readStacks } from "../../../cli/model/read";
import { DENY_PLAIN_HTTP, policy, PROVIDER, trailStack, withStacks } from "../../support/stack-folder";

const LET_IN = {
  Sid: "LetIn",
  Effect: "Allow",
  Principal: { AWS: ["arn:aws:iam::111122223333:role/named", "111122223333"] },
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::audit-logs/*",
};
const TRUST = policy({ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" });

/** Each is the one statement of a role's policy. */
const HELD: Readonly<Record<string, object>> = {
  table: { Effect: "Allow", Action: "dynamodb:*", Resource: "*" },
  bucket: { Effect: "Allow", Action: "s3:*", Resource: ["arn:aws:s3:::app", "arn:aws:s3:::app/*"] },
  denied: { Effect: "Deny", Action: "*", Resource: "*" },
  named: { Effect: "Allow", Action: "dynamodb:*", Resource: "*" },
  logs: { Effect: "Allow", Action: "S3:Get*", Resource: "arn:aws:s3:::audit-*" },
  variable: { Effect: "Allow", Action: "s3:*", Resource: "arn:aws:s3:::${aws:username}" },
  "all-but-actions": { Effect: "Allow", NotAction: "dynamodb:*", Resource: "*" },
  "all-but-resources": { Effect: "Allow", Action: "s3:*", NotResource: "arn:aws:s3:::app/*" },
};

function configurationOf(...statements: object[]): Promise<Environment> {
  const entries = (make: (name: string) => object) =>
    Object.fromEntries(Object.keys(HELD).map((name) => [name, make(name)]));
  const roles = {
    aws_iam_role: entries((name) => ({ name, assume_role_policy: TRUST })),
    // As Terraform reads it: a variable of IAM's is written with two dollar signs.
    aws_iam_role_policy: entries((name) => ({ role: name, policy: policy(HELD[name]!).replaceAll("${", () => "$${") })),
  };
  const stacks = { "test-0": trailStack(...statements), "test-1": { provider: PROVIDER, resource: roles } };
  return withStacks(stacks, (outdir) => resolveEnvironment("test", readStacks(outdir, "test")));
}

async function powerless(...statements: object[]): Promise<string[]> {
  const environment = await configurationOf(...statements);
  const isPowerless = powerlessIn(environment);
  return subjectsOf(environment).flatMap(({ id, caller }) => (isPowerless(caller) ? [id] : []));
}

test("a role that no statement allows anything of the trail is powerless", async () => {
  expect(await powerless(DENY_PLAIN_HTTP, LET_IN)).toEqual(
    ["table", "bucket", "denied"].map((name) => `111122223333-role-${name}`),
  );
});

test("nobody is powerless where a resource's policy lets everyone in", async () => {
  expect(await powerless(LET_IN, { ...LET_IN, Sid: "All", Principal: { AWS: "*" } })).toEqual([]);
});

test("the matrix allows the powerless nothing", async () => {
  const environment = await configurationOf(DENY_PLAIN_HTTP, LET_IN);
  const { subjects, cells } = computeMatrix(environment);
  const isPowerless = powerlessIn(environment);
  const allowed = subjects.filter((_, column) => cells.some((row) => row[column]!.decision === "allowed"));
  expect(allowed.filter(({ caller }) => isPowerless(caller))).toEqual([]);
  expect(allowed.map(({ id }) => id)).toEqual(
    expect.arrayContaining(["named", "logs", "all-but-actions"].map((name) => `111122223333-role-${name}`)),
  );
});
