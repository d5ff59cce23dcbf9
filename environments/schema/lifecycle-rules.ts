import { differInCase, MAX_TAGS } from "../../modules/limits";
import type { Environment, Partially, Rule } from "./rule";
import type { EnvironmentConfig } from "./environment";

type Lifecycle = Partially<NonNullable<EnvironmentConfig["logs"]["lifecycle"]>>;
type LifecycleRule = NonNullable<NonNullable<Lifecycle["rules"]>[number]>;

interface Of<Value> {
  readonly path: string;
  readonly of: Value;
}

function lifecycles({ logs, accessLogs, replica, threats }: Environment): Of<Lifecycle>[] {
  return Object.entries({ logs, accessLogs, replica, "threats.export": threats?.export }).flatMap(
    ([bucket, options]) => (options?.lifecycle ? [{ path: `${bucket}.lifecycle`, of: options.lifecycle }] : []),
  );
}

function rulesOf({ path, of }: Of<Lifecycle>): Of<LifecycleRule>[] {
  return (of.rules ?? []).flatMap((rule, index) => (rule ? [{ path: `${path}.rules[${index}]`, of: rule }] : []));
}

/** What each bucket does with all objects, and with those of a rule. */
function actions(environment: Environment): Of<Lifecycle | LifecycleRule>[] {
  return lifecycles(environment).flatMap((lifecycle) => [lifecycle, ...rulesOf(lifecycle)]);
}

const lockFitsExpiration: Rule = (environment) => {
  const { logs } = environment;
  const locked = logs?.objectLock?.days;
  if (locked === undefined) return [];
  return [
    // The replica has the Object Lock of its source; access logs and findings have none.
    ...actions(environment).map(({ path, of: { expireAfterDays: days } }) => {
      const message = `must be at least the ${locked} days of logs.objectLock, got ${days}`;
      const isLocked = path.startsWith("logs.") || path.startsWith("replica.");
      return isLocked && days !== undefined && days < locked && { path: `${path}.expireAfterDays`, message };
    }),
    logs?.forceDestroy === true && {
      path: "logs.forceDestroy",
      message: "must be false where logs.objectLock keeps objects from being deleted, got true",
    },
  ];
};

const transitionsCoolDown: Rule = (environment) =>
  actions(environment).map(({ path, of: { transitions, expireAfterDays: expire } }) => {
    const last = transitions?.at(-1)?.afterDays;
    const message = `must be more than the last transition's ${last} days, got ${expire}`;
    return last !== undefined && expire !== undefined && expire <= last && { path: `${path}.expireAfterDays`, message };
  });

const FILTERS = ["prefix", "largerThan", "smallerThan", "tags"] as const;
const ACTIONS = ["transitions", "expireAfterDays", "noncurrentTransitions", "keepNoncurrentDays"] as const;

/** Ids of the rules that every bucket has. */
const OWN_RULES = ["AuditTrailRetention", "AuditTrailTransitions"];

const rulesAreWhole: Rule = (environment) =>
  lifecycles(environment)
    .flatMap(rulesOf)
    .flatMap(({ path, of }) => {
      const { largerThan, smallerThan, tags = {} } = of;
      const lacks = (options: readonly (keyof LifecycleRule)[]) => options.every((option) => of[option] === undefined);
      const [one, other] = differInCase(Object.keys(tags)) ?? [];
      return [
        lacks(FILTERS) && { path, message: `must have at least one of ${FILTERS.join(", ")}, got none`, unless: path },
        lacks(ACTIONS) && { path, message: `must have at least one of ${ACTIONS.join(", ")}, got none`, unless: path },
        of.keepNoncurrentVersions !== undefined &&
          of.keepNoncurrentDays === undefined && {
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
        Object.keys(tags).length > MAX_TAGS && {
          path: `${path}.tags`,
          message: `must be at most ${MAX_TAGS}, got ${Object.keys(tags).length}`,
        },
        one !== undefined && {
          path: `${path}.tags`,
          message: `must differ in more than upper and lower case, got "${one}" and "${other}"`,
        },
      ];
    });

const ruleIdsDiffer: Rule = (environment) =>
  lifecycles(environment).flatMap((lifecycle) => {
    const rules = rulesOf(lifecycle);
    return rules.map(({ path, of: { id } }, index) => {
      const taken = [...OWN_RULES, ...rules.slice(0, index).map((rule) => rule.of.id)];
      const message = `must be unique in the bucket (${OWN_RULES.join(" and ")} are taken), got "${id}"`;
      return id !== undefined && taken.includes(id) && { path: `${path}.id`, message };
    });
  });

/** Rules of what buckets do with objects as they age. */
export const LIFECYCLE_RULES: readonly Rule[] = [lockFitsExpiration, transitionsCoolDown, rulesAreWhole, ruleIdsDiffer];
