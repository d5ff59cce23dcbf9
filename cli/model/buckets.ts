import { arnsIn } from "../../modules/policy";
import { at } from "./blocks";
import type { StackResource } from "./stack";
import type { Bucket, ObjectLock } from "./environment";
import { keyNamed } from "./keys";
import { readPolicy } from "./policies";
import { PUBLIC_ACCESS_ARGUMENTS } from "./public-access";

const DEFAULT_KEY = "rule.apply_server_side_encryption_by_default.kms_master_key_id";

/** Every bucket that the stacks create, or whose policy they manage. */
export function readBuckets(resources: readonly StackResource[]): Bucket[] {
  const made = resources.filter(({ type }) => type === "aws_s3_bucket");
  const names = new Set(made.map(({ values }) => values["bucket"]));
  const named = resources.filter(({ type, values }) => type === "aws_s3_bucket_policy" && !names.has(values["bucket"]));
  const parts = new Map<string, StackResource>();
  for (const one of resources) {
    const { bucket } = one.values;
    // If a setting occurs twice, the first one counts.
    if (typeof bucket === "string" && !parts.has(`${one.type} ${bucket}`)) parts.set(`${one.type} ${bucket}`, one);
  }
  return [...made, ...named].map((resource) => readBucket(resource, parts, resources));
}

/** `parts`: resources by type and bucket. */
function readBucket(
  resource: StackResource,
  parts: ReadonlyMap<string, StackResource>,
  resources: readonly StackResource[],
): Bucket {
  const { account, region, values } = resource;
  const name = String(values["bucket"]);
  const part = (type: string) => parts.get(`${type} ${name}`);
  const policy = part("aws_s3_bucket_policy");
  const block = part("aws_s3_bucket_public_access_block")?.values ?? {};
  return {
    name,
    arn: arnsIn({ account, region }).bucket(name),
    account,
    region,
    created: resource.type === "aws_s3_bucket",
    // The provider still takes a policy in the bucket itself.
    policy: policy ? readPolicy(policy, "policy") : values["policy"] ? readPolicy(resource, "policy") : undefined,
    blocksPublicAccess: PUBLIC_ACCESS_ARGUMENTS.every((flag) => block[flag] === true),
    ownerEnforced:
      at(part("aws_s3_bucket_ownership_controls")?.values, "rule.object_ownership") === "BucketOwnerEnforced",
    versioned: at(part("aws_s3_bucket_versioning")?.values, "versioning_configuration.status") === "Enabled",
    keyArn: keyNamed(at(part("aws_s3_bucket_server_side_encryption_configuration")?.values, DEFAULT_KEY), resources),
    objectLock: readLock(part("aws_s3_bucket_object_lock_configuration")),
    forceDestroy: values["force_destroy"] === true,
  };
}

/** Whether the account's public access block is complete; `undefined` if these stacks do not create one. */
export function readAccountBlock(resources: readonly StackResource[], account: string): boolean | undefined {
  const block = resources.find((one) => one.type === "aws_s3_account_public_access_block" && one.account === account);
  return block && PUBLIC_ACCESS_ARGUMENTS.every((flag) => block.values[flag] === true);
}

function readLock(resource: StackResource | undefined): ObjectLock | undefined {
  if (!resource) return undefined;
  const retention = (name: string) => at(resource.values, `rule.default_retention.${name}`);
  // One of the two is set; a state has 0 for the other.
  const days = Number(retention("days") ?? 0) + Number(retention("years") ?? 0) * 365;
  return { mode: retention("mode") as ObjectLock["mode"], days };
}
