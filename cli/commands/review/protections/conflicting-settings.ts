import type { StackJson } from "../../../model/stack";
import { show, type ProtectionFinding } from "./protection";

/** Types of which a bucket, a topic or an account takes one: a second one overwrites the first. */
const OWNERS: Readonly<Record<string, string>> = {
  aws_s3_bucket_policy: "bucket",
  aws_s3_bucket_versioning: "bucket",
  aws_s3_bucket_server_side_encryption_configuration: "bucket",
  aws_s3_bucket_object_lock_configuration: "bucket",
  aws_s3_bucket_logging: "bucket",
  aws_s3_bucket_ownership_controls: "bucket",
  aws_s3_bucket_public_access_block: "bucket",
  aws_s3_bucket_lifecycle_configuration: "bucket",
  aws_s3_bucket_replication_configuration: "bucket",
  aws_s3_bucket_notification: "bucket",
  aws_sns_topic_policy: "arn",
};

export const SET_TWICE = "set-twice";

/** Settings that come to stand twice, in one stack or in two, so that chance says which one holds. */
export function conflictingSettings(before: readonly StackJson[], after: readonly StackJson[]): ProtectionFinding[] {
  const old = new Set(settingsOf(before).map(({ address, owner }) => `${address} ${owner}`));
  const all = settingsOf(after);
  const byOwner = new Map<string, string[]>();
  for (const { type, address, owner } of all) {
    const known = byOwner.get(`${type} ${owner}`);
    if (known) known.push(address);
    else byOwner.set(`${type} ${owner}`, [address]);
  }
  return all.flatMap(({ type, address, owner }) => {
    const other = byOwner.get(`${type} ${owner}`)!.find((one) => one !== address);
    if (!other || old.has(`${address} ${owner}`)) return [];
    return [{ protection: SET_TWICE, address, what: `${other} sets the same setting of ${show(owner)}` }];
  });
}

function settingsOf(stacks: readonly StackJson[]) {
  return stacks.flatMap((stack) =>
    Object.entries(OWNERS).flatMap(([type, argument]) =>
      Object.entries(stack.resources[type] ?? {}).map(([id, values]) => ({
        type,
        address: `${stack.name}/${type}.${id}`,
        owner: nameOf(values[argument], stack),
      })),
    ),
  );
}

/** A template of a bucket comes to its name; any other stays as it is, within its stack. */
function nameOf(owner: unknown, { name, resources }: StackJson): string {
  const text = String(owner);
  const [, id = ""] = /^\$\{aws_s3_bucket\.([\w-]+)\.(?:bucket|id)\}$/.exec(text) ?? [];
  const bucket = resources["aws_s3_bucket"]?.[id]?.["bucket"];
  if (typeof bucket === "string") return bucket;
  return text.startsWith("${") ? `${name} ${text}` : text;
}
