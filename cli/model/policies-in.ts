import type { Policy } from "../policy/document";
import type { Channel, Environment } from "./environment";

/** What a policy is attached to. */
export type PolicyPlace = "key" | "bucket" | "topic" | "queue" | "identity" | "trust";

export interface PlacedPolicy {
  readonly place: PolicyPlace;
  readonly policy: Policy;
}

/** Every policy of a configuration, without duplicates. */
export function policiesIn(environment: Environment): PlacedPolicy[] {
  const { keys, logBucket, accessLogBucket, replicaBucket, stateBucket, findingBuckets, ...others } = environment;
  const { resultsBucket, trails, channels, identities } = others;
  const placed = (place: PolicyPlace, policies: readonly (Policy | undefined)[]) =>
    [...new Set(policies)].flatMap((policy) => (policy ? [{ place, policy }] : []));
  const ofKind = (wanted: Channel["kind"]) => channels.filter(({ kind }) => kind === wanted);
  return [
    ...placed(
      "key",
      keys.map(({ policy }) => policy),
    ),
    ...placed(
      "bucket",
      [logBucket, accessLogBucket, replicaBucket, stateBucket, resultsBucket, ...findingBuckets].map(
        (bucket) => bucket?.policy,
      ),
    ),
    ...placed(
      "topic",
      [...trails.map(({ topic }) => topic), ...ofKind("topic")].map((topic) => topic?.policy),
    ),
    ...placed(
      "queue",
      ofKind("queue").map(({ policy }) => policy),
    ),
    ...placed(
      "identity",
      identities.flatMap(({ policies, boundary }) => [...policies, boundary]),
    ),
    ...placed(
      "trust",
      identities.map(({ trust }) => trust),
    ),
  ];
}
