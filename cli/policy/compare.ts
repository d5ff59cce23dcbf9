import type { Canonical } from "./canonical";
import { compareCoverage, isWithin, isWithinAll } from "./coverage";

/** The effect of a change to a statement, from harmless to severe. */
export const TAGS = ["reordered only", "narrowed", "cannot be decided", "condition removed", "broadened"] as const;

export type Tag = (typeof TAGS)[number];

export interface StatementChange {
  readonly sid: string | undefined;
  readonly tag: Tag;
  /** A description: `condition aws:SourceArn removed`. */
  readonly what: string;
  readonly before: Canonical | undefined;
  readonly after: Canonical | undefined;
}

/**
 * Compares two policies statement by statement: by Sid, otherwise by meaning. If only the order or the spelling
 * differs, there are no changes.
 */
export function compareStatements(before: readonly Canonical[], after: readonly Canonical[]): StatementChange[] {
  const pairs = matched(before, after);
  const paired = new Set(pairs.flatMap((pair) => [pair.before, pair.after]));
  const gone = before.filter((one) => !paired.has(one));
  const added = after.filter((one) => !paired.has(one));
  const changes = [
    ...pairs.flatMap((pair) => changed(pair.before, pair.after)),
    ...added.map((one): StatementChange => ({
      sid: one.sid,
      tag: one.effect === "Deny" || before.some((old) => isWithin(one, old)) ? "narrowed" : "broadened",
      what: `${one.effect} added`,
      before: undefined,
      after: one,
    })),
    ...gone.map((one): StatementChange => ({
      sid: one.sid,
      tag: one.effect === "Allow" || after.some((other) => isWithin(one, other)) ? "narrowed" : "broadened",
      what: `${one.effect} removed`,
      before: one,
      after: undefined,
    })),
  ];
  return changes.map((change) => (opensNothing(change, before, after) ? { ...change, tag: "narrowed" } : change));
}

/**
 * Whether what a statement allows was allowed by several before, or what it denied is denied by several after: so where
 * statements are merged or taken apart.
 */
function opensNothing(
  { tag, before: was, after: will }: StatementChange,
  before: readonly Canonical[],
  after: readonly Canonical[],
): boolean {
  if (tag === "narrowed" || tag === "reordered only") return false;
  const effects = new Set([was, will].flatMap((one) => one?.effect ?? []));
  if (effects.size !== 1) return false;
  return effects.has("Allow")
    ? will !== undefined && isWithinAll(will, before)
    : was !== undefined && isWithinAll(was, after);
}

interface Pair {
  readonly before: Canonical;
  readonly after: Canonical;
}

/** Pairs statements first by meaning, so that a new Sid is no change, then by Sids that occur once on each side. */
function matched(before: readonly Canonical[], after: readonly Canonical[]): Pair[] {
  const alike = grouped(after, ({ meaning }) => meaning);
  const same = before.flatMap((one): Pair[] => {
    const other = alike.get(one.meaning)?.shift();
    return other ? [{ before: one, after: other }] : [];
  });
  const taken = new Set(same.flatMap((pair) => [pair.before, pair.after]));
  const [old, now] = [before, after].map((all) => grouped(all, ({ sid }) => sid));
  const named = before.flatMap((one): Pair[] => {
    if (one.sid === undefined || taken.has(one) || old!.get(one.sid)!.length > 1) return [];
    const [other, ...others] = now!.get(one.sid) ?? [];
    return other && others.length === 0 && !taken.has(other) ? [{ before: one, after: other }] : [];
  });
  return [...same, ...named];
}

function grouped<Key>(statements: readonly Canonical[], keyOf: (one: Canonical) => Key): Map<Key, Canonical[]> {
  const groups = new Map<Key, Canonical[]>();
  for (const one of statements) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}

function changed(before: Canonical, after: Canonical): StatementChange[] {
  if (before.meaning === after.meaning) return [];
  const change = (tag: Tag, what: string): StatementChange[] => [{ sid: after.sid, tag, what, before, after }];
  if (before.effect !== after.effect) {
    return change(after.effect === "Allow" ? "broadened" : "narrowed", `${before.effect} became ${after.effect}`);
  }
  const coverage = compareCoverage(after, before);
  if (coverage === "same") return [];
  const lost = droppedConditions(before, after);
  const what = describe(before, after);
  if (coverage === "apart")
    return change(lost.length > 0 && after.effect === "Allow" ? "condition removed" : "cannot be decided", what);
  // It matches some new requests and no longer matches others: with either effect, one of the two grants access.
  const tag = coverage === "shifted" ? "broadened" : accessAfter(coverage, after.effect);
  return change(tag === "broadened" && after.effect === "Allow" && lost.length > 0 ? "condition removed" : tag, what);
}

/** A Deny that matches more removes access. */
function accessAfter(coverage: "fewer" | "more", effect: Canonical["effect"]): Tag {
  return (coverage === "more") === (effect === "Allow") ? "broadened" : "narrowed";
}

/** Keys that the statement no longer requires. */
function droppedConditions(before: Canonical, after: Canonical): string[] {
  const kept = new Set(after.conditions.map(({ key }) => key));
  return before.conditions.flatMap(({ key }) => (kept.has(key) ? [] : key));
}

function describe(before: Canonical, after: Canonical): string {
  const text = (value: unknown) => JSON.stringify(value);
  const dropped = droppedConditions(before, after);
  const added = droppedConditions(after, before);
  const kept = before.conditions.some(
    (old) =>
      after.conditions.some(({ key }) => key === old.key) && !after.conditions.some((one) => text(one) === text(old)),
  );
  return [
    ...(text(before.principals) === text(after.principals) ? [] : ["principals changed"]),
    ...(text(before.actions) === text(after.actions) ? [] : ["actions changed"]),
    ...(text(before.resources) === text(after.resources) ? [] : ["resources changed"]),
    ...dropped.map((key) => `condition ${spelled(before, key)} removed`),
    ...added.map((key) => `condition ${spelled(after, key)} added`),
    ...(kept ? ["condition changed"] : []),
  ].join(", ");
}

/** A condition's key as written in the statement. */
function spelled({ statement }: Canonical, key: string): string {
  const keys = Object.values(statement.Condition ?? {}).flatMap((one) => Object.keys(one));
  return keys.find((written) => written.toLowerCase() === key) ?? key;
}
