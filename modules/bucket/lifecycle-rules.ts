import type { KeysOf } from "../known-options";
import { LIFECYCLE_DAYS, LIFECYCLE_VERSIONS, TRANSITION_DAYS } from "../limits/numbers";
import { tagFormatProblems } from "../tags";
import { invalidFormat, notOneOf, outOfRange, type Problem } from "../validation";
import {
  isRuleId,
  KEEP_NONCURRENT_DAYS,
  lifecycleConflicts,
  RULE_ID,
  STORAGE_CLASSES,
  type Lifecycle,
  type LifecycleActions,
  type LifecycleRule,
  type Transition,
} from "./lifecycle";
import { retentionDays, type ObjectLock } from "./object-lock";

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

/** What S3 would refuse, and what would defeat an Object Lock. */
export function lifecycleProblems(lifecycle: Lifecycle, objectLock: ObjectLock | undefined): Problem[] {
  const { abortUploadsAfterDays, smallObjects = "stay", rules = [] } = lifecycle;
  const lock = objectLock && { option: "objectLock", days: retentionDays(objectLock) };
  return [
    ...actionProblems("lifecycle", lifecycle),
    outOfRange("lifecycle.abortUploadsAfterDays", abortUploadsAfterDays, LIFECYCLE_DAYS, "days"),
    notOneOf("lifecycle.smallObjects", smallObjects, ["stay", "move"]),
    ...rules.flatMap((rule, index) => {
      const option = `lifecycle.rules[${index}]`;
      return [
        invalidFormat(`${option}.id`, rule.id, isRuleId, RULE_ID),
        ...tagFormatProblems(rule.tags).map((problem) => problem && `${option}.${problem}`),
        ...actionProblems(option, rule),
      ];
    }),
    ...lifecycleConflicts(lifecycle, lock).map(({ path, message }) => `lifecycle.${path} ${message}`),
  ];
}

function actionProblems(option: string, actions: LifecycleActions): Problem[] {
  const { transitions = [], expireAfterDays, noncurrentTransitions = [], keepNoncurrentDays } = actions;
  const moveProblems = (list: string, moves: readonly Transition[]) =>
    moves.flatMap(({ afterDays, storageClass }, index) => [
      outOfRange(`${option}.${list}[${index}].afterDays`, afterDays, TRANSITION_DAYS, "days"),
      notOneOf(`${option}.${list}[${index}].storageClass`, storageClass, STORAGE_CLASSES),
    ]);
  return [
    outOfRange(`${option}.expireAfterDays`, expireAfterDays, LIFECYCLE_DAYS, "days"),
    outOfRange(`${option}.keepNoncurrentDays`, keepNoncurrentDays, LIFECYCLE_DAYS, "days"),
    outOfRange(`${option}.keepNoncurrentVersions`, actions.keepNoncurrentVersions, LIFECYCLE_VERSIONS, "versions"),
    ...moveProblems("transitions", transitions),
    ...moveProblems("noncurrentTransitions", noncurrentTransitions),
  ];
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
      ...actionsOf({
        keepNoncurrentDays: KEEP_NONCURRENT_DAYS,
        ...lifecycle,
        transitions: movesSmall ? [] : transitions,
      }),
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
