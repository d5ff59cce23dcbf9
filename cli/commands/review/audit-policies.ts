import { isLateValue, templateReference } from "../../model/references";
import type { StackJson } from "../../model/stack";
import type { PlanStates } from "../../terraform/plan/plan-states";
import type { PolicyChange } from "./policies";

const KEY = /(^|[/.])aws_kms_(key|replica_key|key_policy)\./;
const BUCKET_POLICY = /(^|[/.])aws_s3_bucket_policy\./;

/**
 * Whether a policy protects an audit trail: the policy of a key, of a bucket that a trail delivers to, or the trust
 * policy of a role. False without a trail.
 */
export function auditPolicyIn({ before, after }: PlanStates): (change: PolicyChange) => boolean {
  const stacks = [...before, ...after];
  const buckets = stacks.flatMap((stack) =>
    Object.values(stack.resources["aws_cloudtrail"] ?? {}).map((trail) => bucketNamed(trail["s3_bucket_name"], stack)),
  );
  if (buckets.length === 0) return () => false;
  const owners = ownersById(stacks);
  return ({ address, argument }) => {
    if (KEY.test(address) || argument === "assume_role_policy") return true;
    if (!BUCKET_POLICY.test(address)) return false;
    const owner = endingsOf(address).flatMap((id) => owners.get(id) ?? []);
    // An unknown name may be the bucket's.
    return [...owner, ...buckets].includes(undefined) || owner.some((name) => buckets.includes(name));
  };
}

/** The buckets of bucket policies, by the ids of the policies. */
function ownersById(stacks: readonly StackJson[]): ReadonlyMap<string, readonly (string | undefined)[]> {
  const owners = new Map<string, (string | undefined)[]>();
  for (const stack of stacks) {
    for (const [id, { bucket }] of Object.entries(stack.resources["aws_s3_bucket_policy"] ?? {})) {
      const known = owners.get(id);
      if (known) known.push(bucketNamed(bucket, stack));
      else owners.set(id, [bucketNamed(bucket, stack)]);
    }
  }
  return owners;
}

/** What follows a dot or a slash: an id may contain both, in modules and lists. */
function endingsOf(address: string): string[] {
  return [...address.matchAll(/[./]/g)].map(({ index }) => address.slice(index + 1));
}

/** The name of a bucket, or its address if it has no name yet. */
function bucketNamed(name: unknown, { resources }: StackJson): string | undefined {
  if (typeof name !== "string" || isLateValue(name)) return undefined;
  const { type, id } = templateReference(name) ?? {};
  if (type !== "aws_s3_bucket" || id === undefined) return name.startsWith("${") ? undefined : name;
  const { bucket } = resources[type]?.[id] ?? {};
  return typeof bucket === "string" ? bucket : id;
}
