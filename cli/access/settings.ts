import type { Bucket, Environment, ObjectLock, Trail } from "../model/environment";
import { alertSettings } from "./alert-settings";
import { findingsTarget } from "./findings-target";
import { querySettings } from "./query-settings";
import type { Setting } from "./setting";
import { threatSettings } from "./threat-settings";
import { markOf, otherTrails } from "../model/trails";

/** The settings of the trails and the buckets that do not depend on policies. */
export function settingsOf(environment: Environment): Setting[] {
  const { trail, logBucket, accessLogBucket, replicaBucket, stateBucket, findingBuckets, resultsBucket } = environment;
  const buckets: [string, Bucket | undefined][] = [
    ["log bucket", logBucket],
    ["access-log bucket", accessLogBucket],
    ["replica bucket", replicaBucket],
    ["state bucket", stateBucket],
    ...findingBuckets.map((bucket): [string, Bucket] => [findingsTarget(bucket), bucket]),
    ["results bucket", resultsBucket],
  ];
  return [
    ...trailSettings(trail, settingOf("trail")),
    ...otherTrails(environment).flatMap((other) => {
      const { id, title } = markOf(other, environment);
      return trailSettings(other, settingOf(`trail of ${title}`, `trail-of-${id}`));
    }),
    ...buckets.flatMap(([target, bucket]) =>
      bucket ? bucketSettings(target, bucket, bucket === accessLogBucket) : [],
    ),
    ...accountSettings(environment),
    ...alertSettings(environment),
    ...threatSettings(environment),
    ...querySettings(environment),
  ];
}

/** Names the unsafe settings; `undefined` if there are no settings. */
export function unsafeSettings(settings: readonly Setting[]): string | undefined {
  if (settings.length === 0) return undefined;
  const unsafe = settings
    .filter(({ safe }) => !safe)
    .map(({ target, title, value }) => `${target}: ${title} is ${value}`);
  return unsafe.length === 0 ? `All ${settings.length} settings are safe` : `Unsafe settings: ${unsafe.join("; ")}`;
}

function trailSettings(
  { logging, validation, keyArn, topic }: Trail,
  setting: ReturnType<typeof settingOf>,
): Setting[] {
  return [
    setting("logging", "logging", onOff(logging), logging),
    setting("validation", "log file validation", onOff(validation), validation),
    setting("key", "encryption of log files", encryption(keyArn), keyArn !== undefined),
    ...(topic
      ? [
          setting(
            "topic-key",
            "encryption of notices",
            topic.keyArn ? "customer key" : "off",
            topic.keyArn !== undefined,
          ),
        ]
      : []),
  ];
}

function bucketSettings(target: string, bucket: Bucket, takesAccessLogs: boolean): Setting[] {
  const { blocksPublicAccess, ownerEnforced, versioned, keyArn, objectLock, forceDestroy } = bucket;
  const setting = settingOf(target);
  /** What the stacks do not set for a bucket that exists already is not known here. */
  const unlessOwners = (isSet: boolean, ...one: Parameters<typeof setting>): Setting[] =>
    bucket.created || isSet ? [setting(...one)] : [];
  return [
    ...unlessOwners(
      blocksPublicAccess,
      "public-access-block",
      "public access block",
      completeness(blocksPublicAccess),
      blocksPublicAccess,
    ),
    ...unlessOwners(ownerEnforced, "no-acls", "ACL support", onOff(!ownerEnforced), ownerEnforced),
    ...unlessOwners(versioned, "versioning", "versioning", onOff(versioned), versioned),
    ...unlessOwners(
      keyArn !== undefined,
      "encryption",
      "default encryption",
      encryption(keyArn),
      // S3 delivers access logs only into a bucket with SSE-S3.
      takesAccessLogs || keyArn !== undefined,
    ),
    ...unlessOwners(objectLock !== undefined, "object-lock", "Object Lock", lock(objectLock), true),
    bucket.created
      ? setting("kept-on-destroy", "force_destroy", onOff(forceDestroy), !forceDestroy)
      : setting("of-owner", "other settings", "set by the owner of the existing bucket; `verify` checks them", true),
  ];
}

/**
 * Each bucket has its own block. The account's block also affects buckets outside this project, so others may set it.
 */
function accountSettings({ isSynthesized, logBucket, accountBlocksPublicAccess: blocks }: Environment): Setting[] {
  const value = blocks === undefined ? "not set here" : completeness(blocks);
  const target = isSynthesized ? "archive account" : `account ${logBucket.account}`;
  const setting = settingOf(target, "archive-account");
  return [setting("public-access-block", "public access block", value, blocks !== false)];
}

function settingOf(target: string, targetId = target.replaceAll(" ", "-")) {
  return (id: string, title: string, value: string, safe: boolean): Setting => ({
    id: `${targetId}-${id}`,
    target,
    title,
    value,
    safe,
  });
}

/** The state of the four flags of a public access block. */
function completeness(allOn: boolean): string {
  return allOn ? "complete" : "incomplete";
}

function onOff(on: boolean): string {
  return on ? "on" : "off";
}

function encryption(keyArn: string | undefined): string {
  return keyArn === undefined ? "SSE-S3" : "customer key";
}

function lock(objectLock: ObjectLock | undefined): string {
  return objectLock ? `${objectLock.mode}, ${objectLock.days} days` : "off";
}
