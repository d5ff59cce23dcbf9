import type { KeysOf } from "../known-options";
import { INFREQUENT_ACCESS_DAYS, LIFECYCLE_DAYS } from "../limits";
import { tagProblems } from "../tags";
import { notOneOf, outOfRange, type Problem } from "../validation";
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
  /** Days after the object was written. S3 requires 30 before, and 30 within, an infrequent-access class. */
  readonly afterDays: number;
  readonly storageClass: StorageClass;
}

/** What S3 does with objects as they age. */
export interface LifecycleActions {
  /** Ascending in days, each to a colder class. @default none */
  readonly transitions?: readonly Transition[];
  /**
   * `stay`: objects smaller than 128 KB, such as most log files of a quiet account, do not move. `move`: objects of any
   * size move; S3 bills each as at least 128 KB in the infrequent-access classes, and adds 40 KB to each in GLACIER and
   * DEEP_ARCHIVE.
   * @default "stay", which is S3's own default
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
   */
  readonly smallObjects?: "stay" | "move";
  /** Days after which objects are deleted. @default never */
  readonly expireAfterDays?: number;
  /** Moves of deleted and overwritten versions, by days since then. Ascending, each to a colder class. @default none */
  readonly noncurrentTransitions?: readonly Transition[];
  /** Days for which a deleted or overwritten version can still be restored. @default 365 */
  readonly keepNoncurrentDays?: number;
  /** Newest deleted or overwritten versions of an object that are kept for longer, 1 to 100. @default none */
  readonly keepNoncurrentVersions?: number;
}

/** The lifecycle of a bucket. Everything outside `rules` applies to all objects. */
export interface Lifecycle extends LifecycleActions {
  /** Days after which unfinished multipart uploads are removed. @default 7 */
  readonly abortUploadsAfterDays?: number;
  /** Further rules for some of the objects. Where rules conflict, S3 applies the shorter expiry. @default none */
  readonly rules?: readonly LifecycleRule[];
}

/** A rule for the objects that fit all of its filters; at least one is required. */
export interface LifecycleRule extends Omit<LifecycleActions, "smallObjects"> {
  /** Letters, digits and dashes; unique in the bucket. */
  readonly id: string;
  /** What the object keys begin with. @default any */
  readonly prefix?: string;
  /** Size in bytes that the objects exceed. @default any */
  readonly largerThan?: number;
  /** Size in bytes that the objects stay below. @default any */
  readonly smallerThan?: number;
  /** Tags that the objects have. @default any */
  readonly tags?: { readonly [key: string]: string };
}

const TRANSITION_OPTIONS: KeysOf<Transition> = { afterDays: true, storageClass: true };

const ACTION_OPTIONS = {
  expireAfterDays: true,
  keepNoncurrentDays: true,
  keepNoncurrentVersions: true,
  noncurrentTransitions: TRANSITION_OPTIONS,
  transitions: TRANSITION_OPTIONS,
} as const;

export const LIFECYCLE_OPTIONS: KeysOf<Lifecycle> = {
  ...ACTION_OPTIONS,
  abortUploadsAfterDays: true,
  rules: { ...ACTION_OPTIONS, id: true, largerThan: true, prefix: true, smallerThan: true, tags: true },
  smallObjects: true,
};

const VERSIONS = { min: 1, max: 100 };
const OWN_RULES = ["AuditTrailRetention", "AuditTrailTransitions"];

/** What S3 would refuse, and what would defeat an Object Lock. */
export function lifecycleProblems(lifecycle: Lifecycle, objectLock: ObjectLock | undefined): Problem[] {
  const { abortUploadsAfterDays, smallObjects = "stay", rules = [] } = lifecycle;
  return [
    ...actionProblems("lifecycle", lifecycle, objectLock),
    outOfRange("lifecycle.abortUploadsAfterDays", abortUploadsAfterDays, LIFECYCLE_DAYS, "days"),
    notOneOf("lifecycle.smallObjects", smallObjects, ["stay", "move"]),
    ...rules.flatMap((rule, index) => [
      ...ruleProblems(`lifecycle.rules[${index}]`, rule, [...OWN_RULES, ...rules.slice(0, index).map(({ id }) => id)]),
      ...actionProblems(`lifecycle.rules[${index}]`, rule, objectLock),
    ]),
  ];
}

function ruleProblems(option: string, rule: LifecycleRule, taken: readonly string[]): Problem[] {
  const { id, prefix, largerThan, smallerThan, tags } = rule;
  const filters = [prefix, largerThan, smallerThan, tags].filter((filter) => filter !== undefined);
  const actions = [rule.transitions, rule.expireAfterDays, rule.noncurrentTransitions, rule.keepNoncurrentDays];
  return [
    !/^[A-Za-z0-9-]{1,255}$/.test(id) && `${option}.id must be 1 to 255 letters, digits and dashes, got "${id}"`,
    taken.includes(id) && `${option}.id must be unique in the bucket, got "${id}"`,
    filters.length === 0 && `${option} must have at least one of prefix, largerThan, smallerThan and tags, got none`,
    actions.every((action) => action === undefined) &&
      `${option} must have at least one of transitions, expireAfterDays, noncurrentTransitions and keepNoncurrentDays, got none`,
    rule.keepNoncurrentVersions !== undefined &&
      rule.keepNoncurrentDays === undefined &&
      `${option}.keepNoncurrentVersions requires keepNoncurrentDays, after which older versions are deleted, got none`,
    largerThan !== undefined &&
      smallerThan !== undefined &&
      smallerThan <= largerThan &&
      `${option}.smallerThan must be more than largerThan ${largerThan}, got ${smallerThan}`,
    ...tagProblems(tags).map((problem) => problem && `${option}.${problem}`),
  ];
}

function actionProblems(option: string, actions: LifecycleActions, objectLock: ObjectLock | undefined): Problem[] {
  const { transitions = [], expireAfterDays, noncurrentTransitions = [], keepNoncurrentDays } = actions;
  const locked = objectLock && retentionDays(objectLock);
  const keptFor = keepNoncurrentDays ?? 365;
  const last = transitions.at(-1);
  const lastNoncurrent = noncurrentTransitions.at(-1);
  return [
    outOfRange(`${option}.expireAfterDays`, expireAfterDays, LIFECYCLE_DAYS, "days"),
    outOfRange(`${option}.keepNoncurrentDays`, keepNoncurrentDays, LIFECYCLE_DAYS, "days"),
    outOfRange(`${option}.keepNoncurrentVersions`, actions.keepNoncurrentVersions, VERSIONS, "versions"),
    ...transitions.flatMap((one, index) =>
      transitionProblems(`${option}.transitions[${index}]`, one, transitions[index - 1]),
    ),
    ...noncurrentTransitions.flatMap((one, index) =>
      transitionProblems(`${option}.noncurrentTransitions[${index}]`, one, noncurrentTransitions[index - 1]),
    ),
    last !== undefined &&
      expireAfterDays !== undefined &&
      expireAfterDays <= last.afterDays &&
      `${option}.expireAfterDays must be more than the last transition's ${last.afterDays} days, got ${expireAfterDays}`,
    lastNoncurrent !== undefined &&
      keptFor <= lastNoncurrent.afterDays &&
      `${option}.keepNoncurrentDays must be more than the last noncurrent transition's ${lastNoncurrent.afterDays} days, got ${keptFor}`,
    locked !== undefined &&
      expireAfterDays !== undefined &&
      expireAfterDays < locked &&
      `${option}.expireAfterDays must be at least the ${locked} days of objectLock, got ${expireAfterDays}`,
  ];
}

function transitionProblems(option: string, transition: Transition, previous: Transition | undefined): Problem[] {
  const { afterDays, storageClass } = transition;
  const minimum = isInfrequentAccess(storageClass) ? INFREQUENT_ACCESS_DAYS : 0;
  const stay = previous !== undefined && isInfrequentAccess(previous.storageClass) ? INFREQUENT_ACCESS_DAYS : 1;
  const rank = (of: Transition) => STORAGE_CLASSES.indexOf(of.storageClass);
  return [
    outOfRange(`${option}.afterDays`, afterDays, { min: minimum, max: LIFECYCLE_DAYS.max }, "days"),
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

/** The rules as the provider takes them. */
export function lifecycleRules(lifecycle: Lifecycle) {
  const { transitions = [], smallObjects = "stay", abortUploadsAfterDays = 7, rules = [] } = lifecycle;
  const movesSmall = smallObjects === "move" && transitions.length > 0;
  return [
    {
      id: "AuditTrailRetention",
      status: "Enabled",
      filter: [{ prefix: "" }],
      ...actionsOf({ keepNoncurrentDays: 365, ...lifecycle, transitions: movesSmall ? [] : transitions }),
      abortIncompleteMultipartUpload: [{ daysAfterInitiation: abortUploadsAfterDays }],
    },
    // S3 moves objects under 128 KB by rules that filter by size, and by no others.
    ...(movesSmall
      ? [
          {
            id: "AuditTrailTransitions",
            status: "Enabled",
            filter: [{ objectSizeGreaterThan: 1 }],
            transition: transitions.map(transitionOf),
          },
        ]
      : []),
    ...rules.map((rule) => ({ id: rule.id, status: "Enabled", filter: [filterOf(rule)], ...actionsOf(rule) })),
  ];
}

function actionsOf(actions: LifecycleActions) {
  const { transitions = [], expireAfterDays, noncurrentTransitions = [], keepNoncurrentDays } = actions;
  const newer = { newerNoncurrentVersions: actions.keepNoncurrentVersions };
  return {
    transition: transitions.map(transitionOf),
    expiration: expireAfterDays === undefined ? undefined : [{ days: expireAfterDays }],
    ...(noncurrentTransitions.length > 0 && {
      noncurrentVersionTransition: noncurrentTransitions.map(({ afterDays, storageClass }) => ({
        noncurrentDays: afterDays,
        storageClass,
      })),
    }),
    ...(keepNoncurrentDays !== undefined && {
      noncurrentVersionExpiration: [{ noncurrentDays: keepNoncurrentDays, ...newer }],
    }),
  };
}

function transitionOf({ afterDays, storageClass }: Transition) {
  return { days: afterDays, storageClass };
}

/** S3 takes a single filter alone, and several joined by `and`. */
function filterOf({ prefix, largerThan, smallerThan, tags }: LifecycleRule) {
  const sizes = { objectSizeGreaterThan: largerThan, objectSizeLessThan: smallerThan };
  const given = [prefix, largerThan, smallerThan, tags].filter((filter) => filter !== undefined).length;
  if (given === 1 && tags === undefined) return { prefix, ...sizes };
  return { and: [{ prefix, ...sizes, tags: tags && { ...tags } }] };
}
