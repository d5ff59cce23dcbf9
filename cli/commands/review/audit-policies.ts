import { isLateValue, templateReference } from "../../model/references";
import type { StackJson } from "../../model/stack";
import type { PlanStates } from "./plan-states";
import type { PolicyChange } from "./policies";

const KEY = /(^|[/.])aws_kms_(key|replica_key|key_policy)\./;
const BUCKET_POLICY = /(^|[/.])aws_s3_bucket_policy\./;

/**
 * Whether a policy protects an audit trail: the policy of a key, of a bucket that a trail delivers to, or the trust
 * policy of a role. False without a trail.
 */
export function isAuditPolicy({ address, argument }: PolicyChange, { before, after }: PlanStates): boolean {
  const stacks = [...before, ...after];
  const buckets = stacks.flatMap((stack) =>
    Object.values(stack.resources["aws_cloudtrail"] ?? {}).map((trail) => bucketNamed(trail["s3_bucket_name"], stack)),
  );
  if (buckets.length === 0) return false;
  if (KEY.test(address) || argument === "assume_role_policy") return true;
  if (!BUCKET_POLICY.test(address)) return false;
  const owner = stacks.flatMap((stack) =>
    Object.entries(stack.resources["aws_s3_bucket_policy"] ?? {})
      .filter(([id]) => address.endsWith(`.${id}`) || address.endsWith(`/${id}`))
      .map(([, { bucket }]) => bucketNamed(bucket, stack)),
  );
  // An unknown name may be the bucket's.
  return [...owner, ...buckets].includes(undefined) || owner.some((name) => buckets.includes(name));
}

/** The name of a bucket, or its address if it has no name yet. */
function bucketNamed(name: unknown, { resources }: StackJson): string | undefined {
  if (typeof name !== "string" || isLateValue(name)) return undefined;
  const { type, id } = templateReference(name) ?? {};
  if (type !== "aws_s3_bucket" || id === undefined) return name.startsWith("${") ? undefined : name;
  const { bucket } = resources[type]?.[id] ?? {};
  return typeof bucket === "string" ? bucket : id;
}
