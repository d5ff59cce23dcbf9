import type { Canonical, Condition, Matcher } from "./canonical";

/**
 * What a statement matches, against another. `shifted`: some that the other does not, and not all that it does; `apart`:
 * nobody can say.
 */
export type Reach = "same" | "fewer" | "more" | "shifted" | "apart";

/** Compares what two statements match, their effects aside. Only what is certain is told. */
export function compareCoverage(after: Canonical, before: Canonical): Reach {
  return [
    compareMatchers(after.principals, before.principals, principalCovers),
    compareMatchers(after.actions, before.actions, globCovers),
    compareMatchers(after.resources, before.resources, globCovers),
    compareConditions(after.conditions, before.conditions),
  ].reduce(combine);
}

/** Who else, or what else, is matched stays so whatever a condition does besides: nothing that grows is hidden. */
function combine(one: Reach, other: Reach): Reach {
  if (one === "same" || one === other) return other;
  if (other === "same") return one;
  const both = [one, other];
  if (!both.includes("apart")) return "shifted";
  return both.includes("more") || both.includes("shifted") ? "shifted" : "apart";
}

type Covers = (wide: string, narrow: string) => boolean;

function compareMatchers(after: Matcher | undefined, before: Matcher | undefined, covers: Covers): Reach {
  if (!after || !before) return after === before ? "same" : "apart";
  // All but a few is nearly always more than a few.
  if (after.not !== before.not) return after.not ? "shifted" : "apart";
  const reach = compareLists(after.values, before.values, covers);
  return after.not ? turned(reach) : reach;
}

function compareLists(after: readonly string[], before: readonly string[], covers: Covers): Reach {
  const within = (narrow: readonly string[], wide: readonly string[]) =>
    narrow.every((value) => wide.some((other) => covers(other, value)));
  const isWithin = within(after, before);
  const holds = within(before, after);
  if (isWithin && holds) return "same";
  if (isWithin) return "fewer";
  return holds ? "more" : "shifted";
}

function turned(reach: Reach): Reach {
  return reach === "fewer" ? "more" : reach === "more" ? "fewer" : reach;
}

/** Every condition must hold, so that one more makes the statement match fewer requests. */
function compareConditions(after: readonly Condition[], before: readonly Condition[]): Reach {
  if (hasTwins(after) || hasTwins(before)) return "apart";
  const within = holdsAll(after, before);
  const holds = holdsAll(before, after);
  if (within && holds) return "same";
  if (within) return "fewer";
  if (holds) return "more";
  const kinds = (all: readonly Condition[]) => JSON.stringify(all.map(({ operator, key }) => [operator, key]).sort());
  return kinds(after) === kinds(before) && after.every(({ operator }) => TEXTS.test(operator)) ? "shifted" : "apart";
}

/** Operators whose values can be told from one another. */
const TEXTS = /^(ForA\w+:)?((String|Arn)(Not)?(Like|Equals)|Bool|Null)(IfExists)?$/;

/** Whether a request that meets all of `narrow` meets all of `wide`. */
function holdsAll(narrow: readonly Condition[], wide: readonly Condition[]): boolean {
  return wide.every((demand) =>
    narrow.some(({ operator, key, values }) => {
      // What must match if it is there is asked less than what must match.
      if (![operator, `${operator}IfExists`].includes(demand.operator) || key !== demand.key) return false;
      if (/^Numeric/.test(operator)) return isStricter(operator, values, demand.values);
      const covers = /(String|Arn)(Not)?(Like|Equals)/.test(operator) ? coversFor(operator) : isEqual;
      const reach = compareLists(values, demand.values, covers);
      return reach === "same" || reach === (/Not/.test(operator) ? "more" : "fewer");
    }),
  );
}

/** Whether a bound lets through nothing that the other one does not. */
function isStricter(operator: string, narrow: readonly string[], wide: readonly string[]): boolean {
  const [[one], [other]] = [narrow.map(Number), wide.map(Number)];
  if (narrow.length !== 1 || wide.length !== 1 || one === undefined || other === undefined) return false;
  if (/LessThan/.test(operator)) return one <= other;
  return /GreaterThan/.test(operator) ? one >= other : one === other;
}

/** ArnEquals takes wildcards just as ArnLike does; StringEquals takes them for what they are. */
function coversFor(operator: string): Covers {
  return /String(Not)?Equals/.test(operator) ? isEqual : globCovers;
}

function hasTwins(conditions: readonly Condition[]): boolean {
  return new Set(conditions.map(({ operator, key }) => `${operator} ${key}`)).size < conditions.length;
}

function isEqual(one: string, other: string): boolean {
  return one === other;
}

/**
 * Only "everyone" holds others: an account's root stands for what IAM allows there, which is neither more nor less
 * than a role by its name.
 */
function principalCovers(wide: string, narrow: string): boolean {
  return wide === narrow || wide === "*" || (wide === "AWS:*" && narrow.startsWith("AWS:"));
}

/** Whether every text that the narrow pattern matches is matched by the wide one. May say no too often. */
export function globCovers(wide: string, narrow: string): boolean {
  if (wide === narrow || wide === "*") return true;
  // A variable stands for a text that nobody knows, perhaps one with a wildcard's meaning in it.
  if (wide.includes("${")) return false;
  return walks(wide, narrow);
}

/**
 * Goes through both at once, and back to the last `*` where they part: a regular expression would take a night over
 * some patterns. A `*` of the narrow one stands for several characters, which only a `*` can match.
 */
function walks(wide: string, narrow: string): boolean {
  let [at, to, star, resume] = [0, 0, -1, 0];
  while (to < narrow.length) {
    const character = wide[at];
    if (character === "*") [star, resume, at] = [at, to, at + 1];
    else if (character === narrow[to] || (character === "?" && narrow[to] !== "*")) [at, to] = [at + 1, to + 1];
    else if (star >= 0) [resume, to, at] = [resume + 1, resume + 1, star + 1];
    else return false;
  }
  while (wide[at] === "*") at += 1;
  return at === wide.length;
}
