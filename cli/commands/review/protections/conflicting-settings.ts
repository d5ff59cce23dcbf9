import type { StackJson } from "../../../model/stack";
import { addressOf, isLateValue, templateReference } from "../../../model/references";
import { show, type ProtectionFinding } from "./protection";

/** Types of which a bucket, a topic or a key has only one: a second one overwrites the first. */
export const OWNERS: Readonly<Record<string, string>> = {
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
  aws_kms_key_policy: "key_id",
};

export const SET_TWICE = "set-twice";

/**
 * Settings that occur twice after the plan, in one stack or in two, so that it is random which one applies. `imported`:
 * addresses of resources that existed before Terraform managed them.
 */
export function conflictingSettings(
  before: readonly StackJson[],
  after: readonly StackJson[],
  imported: ReadonlySet<string>,
): ProtectionFinding[] {
  const old = new Set(
    settingsOf(before)
      .filter(({ address }) => !imported.has(address))
      .map(({ address, owner }) => `${address} ${owner}`),
  );
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

interface Setting {
  readonly type: string;
  readonly address: string;
  readonly owner: string;
}

function settingsOf(stacks: readonly StackJson[]): Setting[] {
  return stacks.flatMap((stack) => [
    ...Object.entries(OWNERS).flatMap(([type, argument]) =>
      Object.entries(stack.resources[type] ?? {}).flatMap(([id, values]): Setting[] => {
        const owner = nameOf(values[argument], stack);
        return owner === undefined ? [] : [{ type, address: `${stack.name}/${addressOf(type, id)}`, owner }];
      }),
    ),
    // A key may contain its policy itself.
    ...Object.entries(stack.resources["aws_kms_key"] ?? {}).flatMap(([id, { policy }]): Setting[] => {
      const address = addressOf("aws_kms_key", id);
      const owner = `${stack.name}.${address}`;
      return policy ? [{ type: "aws_kms_key_policy", address: `${stack.name}/${address}`, owner }] : [];
    }),
  ]);
}

/**
 * The owner, in the form that all of its settings name it: a bucket by its name, or by its address if the name is not
 * known. `undefined` if it is not known: two such settings need not have the same owner.
 */
function nameOf(owner: unknown, { name, resources }: StackJson): string | undefined {
  if (typeof owner !== "string" || owner === "" || isLateValue(owner)) return undefined;
  const { type = "", id = "" } = templateReference(owner) ?? {};
  const { bucket } = resources[type]?.[id] ?? {};
  if (type !== "") return typeof bucket === "string" ? bucket : `${name}.${addressOf(type, id)}`;
  return owner.startsWith("${") ? `${name} ${owner}` : owner.replace(/^arn:[^:]*:kms:[^/]*key\//, "");
}
