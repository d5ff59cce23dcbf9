import { at, blocks } from "../model/blocks";
import { addressOf } from "../model/references";
import type { Arguments, StackJson } from "../model/stack";

/**
 * Settings that a bucket may have in itself, as before version 4 of the provider. A state has them also where a resource
 * of its own sets them.
 */
const SETTINGS: Readonly<Record<string, (bucket: Arguments) => Arguments | undefined>> = {
  aws_s3_bucket_versioning: (bucket) => {
    // A state has false for a bucket that never had versions, too.
    const isEnabled = at(bucket, "versioning.enabled") === true;
    return isEnabled ? { versioning_configuration: { status: "Enabled" } } : undefined;
  },
  aws_s3_bucket_server_side_encryption_configuration: (bucket) => {
    const rule = at(bucket, "server_side_encryption_configuration.rule");
    return rule === undefined ? undefined : { rule };
  },
  aws_s3_bucket_logging: (bucket) => blocks(bucket, "logging")[0],
  aws_s3_bucket_object_lock_configuration: (bucket) => {
    const rule = at(bucket, "object_lock_configuration.rule");
    return rule === undefined ? undefined : { rule };
  },
  aws_s3_bucket_lifecycle_configuration: (bucket) => {
    const rules = blocks(bucket, "lifecycle_rule");
    return rules.length === 0 ? undefined : { rule: rules.map(lifecycleRule) };
  },
};

function lifecycleRule(rule: Arguments): Arguments {
  return {
    status: rule["enabled"] === true ? "Enabled" : "Disabled",
    filter: { prefix: rule["prefix"] },
    abort_incomplete_multipart_upload: { days_after_initiation: rule["abort_incomplete_multipart_upload_days"] },
    noncurrent_version_expiration: { noncurrent_days: at(rule, "noncurrent_version_expiration.days") },
  };
}

/** The stack with a resource for each setting that only the bucket itself has. */
export function withInlineBlocks(stack: StackJson): StackJson {
  const resources = { ...stack.resources };
  const locations = new Map(stack.locations);
  for (const [type, read] of Object.entries(SETTINGS)) {
    const separate = new Set(Object.values(resources[type] ?? {}).map((values) => values["bucket"]));
    for (const [id, bucket] of Object.entries(stack.resources["aws_s3_bucket"] ?? {})) {
      const address = addressOf("aws_s3_bucket", id);
      const isSeparate = separate.has(bucket["bucket"]) || separate.has(`\${${address}.id}`);
      const values = isSeparate ? undefined : read(bucket);
      if (!values) continue;
      resources[type] = { ...resources[type], [address]: { ...values, bucket: bucket["bucket"] } };
      const location = stack.locations?.get(address);
      if (location) locations.set(addressOf(type, address), location);
    }
  }
  return { ...stack, resources, locations };
}
