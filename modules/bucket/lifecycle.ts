import { INFREQUENT_ACCESS_DAYS } from "../limits";
import { outOfRange, type Problem } from "../validation";
import { retentionDays, type ObjectLock } from "./object-lock";

/** Storage classes in the order in which S3 lets objects move down; ONEZONE_IA skips GLACIER_IR. */
export const STORAGE_CLASSES = [
  "STANDARD_IA",
  "INTELLIGENT_TIERING",
  "ONEZONE_IA",
  "GLACIER_IR",
  "GLACIER",
  "DEEP_ARCHIVE",
] as const;

export type StorageClass = (typeof STORAGE_CLASSES)[number];

export interface Transition {
  /** Days after the object was written. S3 wants 30 before and 30 within an infrequent-access class. */
  readonly afterDays: number;
  readonly storageClass: StorageClass;
}

/** What S3 does with objects as they age. One rule without filter, so nothing in the bucket escapes it. */
export interface Lifecycle {
  /** Ascending in days, each to a colder class. @default none */
  readonly transitions?: readonly Transition[];
  /** Days after which objects are deleted. @default never */
  readonly expireAfterDays?: number;
  /** Days for which a deleted or overwritten version can still be had. @default 365 */
  readonly keepNoncurrentDays?: number;
  /** Days after which unfinished multipart uploads are thrown away. @default 7 */
  readonly abortUploadsAfterDays?: number;
}

const DAYS = { min: 1, max: 36500 };

/** What S3 would refuse, and what would defeat an Object Lock. */
export function lifecycleProblems(lifecycle: Lifecycle, objectLock: ObjectLock | undefined): Problem[] {
  const { transitions = [], expireAfterDays, keepNoncurrentDays, abortUploadsAfterDays } = lifecycle;
  const last = transitions.at(-1);
  const locked = objectLock && retentionDays(objectLock);
  return [
    outOfRange("lifecycle.expireAfterDays", expireAfterDays, DAYS, "days"),
    outOfRange("lifecycle.keepNoncurrentDays", keepNoncurrentDays, DAYS, "days"),
    outOfRange("lifecycle.abortUploadsAfterDays", abortUploadsAfterDays, DAYS, "days"),
    ...transitions.flatMap((transition, index) => transitionProblems(transition, transitions[index - 1], index)),
    last !== undefined &&
      expireAfterDays !== undefined &&
      expireAfterDays <= last.afterDays &&
      `lifecycle.expireAfterDays must be more than the last transition's ${last.afterDays} days, got ${expireAfterDays}`,
    locked !== undefined &&
      expireAfterDays !== undefined &&
      expireAfterDays < locked &&
      `lifecycle.expireAfterDays must be at least the ${locked} days of objectLock, got ${expireAfterDays}`,
  ];
}

function transitionProblems(transition: Transition, previous: Transition | undefined, index: number): Problem[] {
  const { afterDays, storageClass } = transition;
  const option = `lifecycle.transitions[${index}]`;
  const minimum = isInfrequentAccess(storageClass) ? INFREQUENT_ACCESS_DAYS : 0;
  const stay = previous !== undefined && isInfrequentAccess(previous.storageClass) ? INFREQUENT_ACCESS_DAYS : 1;
  const rank = (of: Transition) => STORAGE_CLASSES.indexOf(of.storageClass);
  return [
    outOfRange(`${option}.afterDays`, afterDays, { min: minimum, max: DAYS.max }, "days"),
    previous !== undefined &&
      afterDays < previous.afterDays + stay &&
      `${option}.afterDays must be at least ${previous.afterDays + stay}, ${stay} after the one before it, got ${afterDays}`,
    previous !== undefined &&
      (rank(transition) <= rank(previous) ||
        (previous.storageClass === "ONEZONE_IA" && storageClass === "GLACIER_IR")) &&
      `${option}.storageClass must be colder than the ${previous.storageClass} before it, got ${storageClass}`,
  ];
}

function isInfrequentAccess(storageClass: StorageClass): boolean {
  return storageClass === "STANDARD_IA" || storageClass === "ONEZONE_IA";
}

/** The rule as the provider takes it. */
export function lifecycleRule(lifecycle: Lifecycle) {
  const { transitions = [], expireAfterDays, keepNoncurrentDays = 365, abortUploadsAfterDays = 7 } = lifecycle;
  return {
    id: "AuditTrailRetention",
    status: "Enabled",
    filter: [{ prefix: "" }],
    transition: transitions.map(({ afterDays, storageClass }) => ({ days: afterDays, storageClass })),
    expiration: expireAfterDays === undefined ? undefined : [{ days: expireAfterDays }],
    noncurrentVersionExpiration: [{ noncurrentDays: keepNoncurrentDays }],
    abortIncompleteMultipartUpload: [{ daysAfterInitiation: abortUploadsAfterDays }],
  };
}
