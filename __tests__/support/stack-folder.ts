import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Terraform JSON by stack name; text is written as it is. */
export type Stacks = Readonly<Record<string, object | string>>;

/**
 * Runs with a synthesized folder of these stacks; it, and the folder around it, are gone afterwards. A stack without a
 * label is of the environment before the first dash of its name.
 */
export async function withStacks<Result>(
  stacks: Stacks,
  run: (outdir: string) => Result | Promise<Result>,
): Promise<Result> {
  const base = mkdtempSync(join(tmpdir(), "audit-trail-test-"));
  try {
    const outdir = join(base, "cdktf.out");
    mkdirSync(join(outdir, "stacks"), { recursive: true });
    for (const [name, json] of Object.entries(stacks)) {
      mkdirSync(join(outdir, "stacks", name));
      const text = typeof json === "string" ? json : JSON.stringify({ ...labelled(name.split("-")[0]!), ...json });
      writeFileSync(join(outdir, "stacks", name, "cdk.tf.json"), text);
    }
    writeFileSync(join(outdir, "manifest.json"), JSON.stringify(manifestOf(Object.keys(stacks))));
    return await run(outdir);
  } finally {
    rmSync(base, { recursive: true });
  }
}

/** The part of a stack's JSON that says which environment it belongs to. */
export function labelled(environment: string, kind = "trail"): Record<string, unknown> {
  return { "//": { "audit-trail": { environment, kind } } };
}

/** The manifest of an app with these stacks, which depend on nothing or on those named. */
export function manifestOf(names: readonly string[], dependencies: Readonly<Record<string, readonly string[]>> = {}) {
  return {
    stacks: Object.fromEntries(names.map((name) => [name, { name, dependencies: dependencies[name] ?? [] }])),
  };
}

export const PROVIDER = { aws: [{ region: "eu-central-1", allowed_account_ids: ["111122223333"] }] };

/** A policy argument. */
export function policy(...statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** The least that holds an audit trail: a trail, its bucket, and statements of the bucket's policy. */
export function trailStack(...statements: readonly object[]): object {
  return {
    provider: PROVIDER,
    resource: {
      aws_s3_bucket: { Logs: { bucket: "audit-logs" } },
      aws_s3_bucket_policy: { Policy: { bucket: "${aws_s3_bucket.Logs.bucket}", policy: policy(...statements) } },
      aws_cloudtrail: { Trail: { name: "audit", s3_bucket_name: "${aws_s3_bucket.Logs.id}" } },
    },
  };
}

export const DENY_PLAIN_HTTP = {
  Sid: "DenyPlainHttp",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: ["arn:aws:s3:::audit-logs", "arn:aws:s3:::audit-logs/*"],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};

/** An archive stack with the bucket, and one with the trail, of an app that labels neither. */
export function ownApp(...statements: readonly object[]): Stacks {
  const { provider, resource } = trailStack(...statements) as { provider: object; resource: Record<string, object> };
  const { aws_cloudtrail: _, ...archive } = resource;
  const trail = { aws_cloudtrail: { Trail: { name: "audit", s3_bucket_name: "audit-logs" } } };
  const network = { aws_vpc: { Main: {} } };
  return {
    logs: { provider, resource: archive, "//": {} },
    payments: { provider, resource: trail, "//": {} },
    network: { provider, resource: network, "//": {} },
  };
}
