import { DefaultTokenResolver, StringConcat, Token, Tokenization } from "cdktf";
import type { Construct } from "constructs";
import type { BucketBase } from "../bucket";
import { keyRegionProblem, nameOfKey, type KeyBase, type LogKey } from "../key";
import { partitionOf } from "../policy";
import { unknownOptions, type KeysOf } from "../known-options";
import { assertValid, type Problem } from "../validation";
import { topicKeyAccess } from "./delivery-topic";
import { formerTrails, IDENTITY_OPTIONS, type FormerTrail } from "./former";
import { trailNames, type TrailIdentity } from "./names";

/** A trail, with what the policies of its bucket and keys must allow. */
export interface TrailUse extends TrailIdentity {
  /** Folder in the bucket, in front of `AWSLogs/`. @default none */
  readonly prefix?: string;
  /** The trail before it was renamed or moved, which keeps its permissions. @default nothing */
  readonly formerly?: readonly FormerTrail[];
}

/** What a trail uses. Keys that are not given are not used. */
export interface TrailStores {
  readonly bucket: BucketBase | undefined;
  /** Encrypts the log files. */
  readonly key: KeyBase | undefined;
  /** Encrypts the log group. */
  readonly logGroupKey: KeyBase | undefined;
  /** Encrypts the topic's messages. */
  readonly topicKey: KeyBase | undefined;
}

const STORES: KeysOf<TrailStores> = { bucket: true, key: true, logGroupKey: true, topicKey: true };

/** Allows the trail and the former trails in the policies of the bucket and the keys. */
export function allowTrail(stores: TrailStores, use: TrailUse): void {
  const { bucket, key, logGroupKey, topicKey } = stores;
  const store = bucket ?? key ?? logGroupKey ?? topicKey;
  if (store)
    assertValid(store, [...unknownOptions(stores, STORES), ...unknownOptions(use, IDENTITY_OPTIONS, "trail.")]);
  for (const { former, prefix, ...trail } of [{ ...use, former: false }, ...formerTrails(use)]) {
    const { trailArn, logGroupArn } = trailNames(trail);
    bucket?.allowTrailDelivery({ trailArns: [trailArn], prefix, organizationId: trail.organization?.id, former });
    key?.allowTrail(trailArn);
    // CloudWatch Logs and SNS use keys of their own Region only.
    if (trail.region === logGroupKey?.location.region) logGroupKey.allowLogGroup(logGroupArn);
    if (trail.region === topicKey?.location.region) topicKey.allowService(topicKeyAccess(trail));
  }
}

/** Options of the trail that contradict its bucket's policy or settings. */
export function bucketProblems(use: TrailUse, bucket: BucketBase, key: LogKey | "bucketDefault"): Problem[] {
  const { path } = bucket.node;
  const { onlyOrganizationId, requireKeyHeader } = bucket.denials;
  const { organization } = use;
  return [
    bucket.refusal && `bucket must take log files, got ${path}, whose ${bucket.refusal}`,
    organization !== undefined &&
      onlyOrganizationId !== undefined &&
      organization.id !== onlyOrganizationId &&
      `organization.id must be "${onlyOrganizationId}", the onlyOrganizationId of ${path}, got "${organization.id}"`,
    partitionOf(use.region) !== partitionOf(bucket.location.region) &&
      `region must be in partition ${partitionOf(bucket.location.region)} of the bucket ${path}, got "${use.region}"; ` +
        "CloudTrail does not deliver into another partition",
    key === "bucketDefault" &&
      requireKeyHeader &&
      `key must be given where ${path} has requireKeyHeader: without it CloudTrail names no key, got "bucketDefault"`,
    key !== "bucketDefault" && keyRegionProblem("key", key, bucket.location.region, `the bucket ${path}`),
  ];
}

/**
 * Options of the trail that contradict what other calls allowed on its bucket, or that the bucket's policy denies.
 * Known at synth.
 */
export function deliveryContradictions(
  scope: Construct,
  use: TrailUse,
  bucket: BucketBase,
  key: LogKey | "bucketDefault",
): string[] {
  const { path } = bucket.node;
  const { trailArn } = trailNames(use);
  const shown = (value: string | undefined) => (value === undefined ? "none" : `"${value}"`);
  const others = bucket.deliveries.filter(({ trailArns, former }) => !former && trailArns.includes(trailArn));
  const problems: Problem[] = [
    ...others.map(
      ({ prefix }) =>
        prefix !== use.prefix &&
        `prefix must be ${shown(prefix)}, as ${path} allows ${trailArn} by allowTrailDelivery, got ${shown(use.prefix)}; ` +
          "if the trail moves, set former: true there",
    ),
    ...others.map(
      ({ organizationId }) =>
        organizationId !== use.organization?.id &&
        `organization.id must be ${shown(organizationId)}, as ${path} allows ${trailArn} by allowTrailDelivery, got ` +
          shown(use.organization?.id),
    ),
    key !== "bucketDefault" && deniedKey(scope, bucket, key),
  ];
  return [...new Set(problems.filter((problem) => typeof problem === "string"))];
}

/** The bucket denies every object that names another key. A token can only be compared with a token. */
function deniedKey(scope: Construct, bucket: BucketBase, key: LogKey): Problem {
  const { onlyKeys = [] } = bucket.denials;
  if (onlyKeys.length === 0) return undefined;
  const texts = onlyKeys.map((name) => resolved(scope, name));
  const wanted = resolved(scope, key.arn);
  const comparable = texts.every((text) => isToken(text) === isToken(wanted));
  return (
    comparable &&
    !texts.includes(wanted) &&
    `key must be the key of the bucket ${bucket.node.path}, which denies objects under any other, got ${nameOfKey(key)}`
  );
}

function resolved(scope: Construct, text: string): string {
  if (!Token.isUnresolved(text)) return text;
  const resolver = new DefaultTokenResolver(new StringConcat());
  return String(Tokenization.resolve(text, { scope, resolver, preparing: false }));
}

function isToken(text: string): boolean {
  return text.includes("${");
}
