import { INFREQUENT_ACCESS_DAYS } from "../limits/numbers";
import { tagConflicts } from "../limits/tags";
import type { OptionProblem, Partially } from "../limits/option-problem";

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

/** Ids of the rules that every bucket has. */
export const OWN_RULES = ["AuditTrailRetention", "AuditTrailTransitions"] as const;

/** What `isRuleId` accepts, in words. */
export const RULE_ID = "1 to 255 letters, digits and dashes";

export function isRuleId(id: string): boolean {
  return /^[A-Za-z0-9-]{1,255}$/.test(id);
}

/** Days for which a lifecycle keeps deleted and overwritten versions by default. */
export const KEEP_NONCURRENT_DAYS = 365;

/** The days of an Object Lock, and the option that sets it. */
interface Lock {
  readonly option: string;
  readonly days: number;
}

/**
 * Options that are valid each, but not together: what S3 would refuse, and what would defeat an Object Lock. Paths begin
 * below the lifecycle.
 */
export function lifecycleConflicts(lifecycle: Partially<Lifecycle>, lock: Lock | undefined): OptionProblem[] {
  const { keepNoncurrentDays = KEEP_NONCURRENT_DAYS, rules = [] } = lifecycle;
  return [
    ...actionConflicts("", { ...lifecycle, keepNoncurrentDays }, lock),
    ...rules.flatMap((rule, index) => {
      if (rule === undefined) return [];
      const path = `rules[${index}]`;
      const earlier = rules.slice(0, index).map((one) => one?.id);
      return [
        ...ruleConflicts(path, rule, [...OWN_RULES, ...earlier]),
        ...actionConflicts(`${path}.`, { keepNoncurrentDays, ...rule }, lock),
      ];
    }),
  ];
}

const FILTERS = ["prefix", "largerThan", "smallerThan", "tags"] as const;
const ACTIONS = ["transitions", "expireAfterDays", "noncurrentTransitions", "keepNoncurrentDays"] as const;

function ruleConflicts(
  path: string,
  rule: Partially<LifecycleRule>,
  taken: readonly (string | undefined)[],
): OptionProblem[] {
  const { id, largerThan, smallerThan, keepNoncurrentVersions, keepNoncurrentDays, tags = {} } = rule;
  const lacks = (options: readonly (keyof LifecycleRule)[]) => options.every((option) => rule[option] === undefined);
  const oneOf = (options: readonly string[]) =>
    `must have at least one of ${options.slice(0, -1).join(", ")} and ${options.at(-1)}, got none`;
  const problems: (OptionProblem | false)[] = [
    id !== undefined &&
      taken.includes(id) && {
        path: `${path}.id`,
        message: `must be unique in the bucket (${OWN_RULES.join(" and ")} are taken), got "${id}"`,
      },
    lacks(FILTERS) && { path, message: oneOf(FILTERS), unless: path },
    lacks(ACTIONS) && { path, message: oneOf(ACTIONS), unless: path },
    keepNoncurrentVersions !== undefined &&
      keepNoncurrentDays === undefined && {
        path: `${path}.keepNoncurrentVersions`,
        message: "requires keepNoncurrentDays, after which older versions are deleted, got none",
        unless: `${path}.keepNoncurrentDays`,
      },
    largerThan !== undefined &&
      smallerThan !== undefined &&
      smallerThan <= largerThan && {
        path: `${path}.smallerThan`,
        message: `must be more than largerThan ${largerThan}, got ${smallerThan}`,
      },
    ...tagConflicts(tags).map((message) => ({ path: `${path}.tags`, message })),
  ];
  return problems.filter((problem) => problem !== false);
}

function actionConflicts(at: string, actions: Partially<LifecycleActions>, lock: Lock | undefined): OptionProblem[] {
  const { transitions = [], noncurrentTransitions = [], expireAfterDays: expire, keepNoncurrentDays: kept } = actions;
  const last = transitions.at(-1)?.afterDays;
  const lastNoncurrent = noncurrentTransitions.at(-1)?.afterDays;
  const problems: (OptionProblem | false)[] = [
    ...transitionConflicts(`${at}transitions`, transitions),
    ...transitionConflicts(`${at}noncurrentTransitions`, noncurrentTransitions),
    last !== undefined &&
      expire !== undefined &&
      expire <= last && {
        path: `${at}expireAfterDays`,
        message: `must be more than the last transition's ${last} days, got ${expire}`,
      },
    lastNoncurrent !== undefined &&
      kept !== undefined &&
      kept <= lastNoncurrent && {
        path: `${at}keepNoncurrentDays`,
        message: `must be more than the last noncurrent transition's ${lastNoncurrent} days, got ${kept}`,
        unless: `${at}keepNoncurrentDays`,
      },
    lock !== undefined &&
      expire !== undefined &&
      expire < lock.days && {
        path: `${at}expireAfterDays`,
        message: `must be at least the ${lock.days} days of ${lock.option}, got ${expire}`,
      },
  ];
  return problems.filter((problem) => problem !== false);
}

function transitionConflicts(
  path: string,
  transitions: readonly (Partially<Transition> | undefined)[],
): OptionProblem[] {
  return transitions.flatMap((transition, index) => {
    if (transition === undefined) return [];
    const at = `${path}[${index}]`;
    return [
      ...daysConflicts(at, transition, transitions[index - 1]),
      ...classConflicts(at, transition, transitions[index - 1]),
    ];
  });
}

function daysConflicts(
  at: string,
  { afterDays, storageClass }: Partially<Transition>,
  previous: Partially<Transition> | undefined,
): OptionProblem[] {
  if (afterDays === undefined) return [];
  const path = `${at}.afterDays`;
  if (isInfrequentAccess(storageClass) && afterDays < INFREQUENT_ACCESS_DAYS) {
    return [{ path, message: `must be at least ${INFREQUENT_ACCESS_DAYS} for ${storageClass}, got ${afterDays}` }];
  }
  if (previous?.afterDays === undefined || previous.storageClass === undefined) return [];
  const stay = isInfrequentAccess(previous.storageClass) ? INFREQUENT_ACCESS_DAYS : 1;
  const earliest = previous.afterDays + stay;
  if (afterDays >= earliest) return [];
  return [{ path, message: `must be at least ${earliest}, ${stay} after the one before it, got ${afterDays}` }];
}

function classConflicts(
  at: string,
  { storageClass }: Partially<Transition>,
  previous: Partially<Transition> | undefined,
): OptionProblem[] {
  const before = previous?.storageClass;
  if (storageClass === undefined || before === undefined) return [];
  const isColder = STORAGE_CLASSES.indexOf(storageClass) > STORAGE_CLASSES.indexOf(before);
  if (isColder && !(before === "ONEZONE_IA" && storageClass === "GLACIER_IR")) return [];
  return [
    { path: `${at}.storageClass`, message: `must be colder than the ${before} before it, got "${storageClass}"` },
  ];
}

function isInfrequentAccess(storageClass: StorageClass | undefined): boolean {
  return storageClass === "STANDARD_IA" || storageClass === "ONEZONE_IA";
}
