import type { OneOrMany } from "../../modules/policy";

/**
 * Whether every text that the narrow pattern matches is matched by the wide one. May say no too often. A text without
 * wildcards is a pattern that matches itself.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function patternCovers(wide: string, narrow: string): boolean {
  if (wide === narrow || wide === "*") return true;
  // A variable stands for a text that nobody knows, perhaps one with a wildcard's meaning in it.
  if (wide.includes("${")) return false;
  return walk(wide, narrow.replace(/\$\{[^}]*\}/g, "*"));
}

/** Whether one of a statement's actions, which may hold wildcards, covers this one. IAM ignores case. */
export function coversAction(patterns: OneOrMany, action: string): boolean {
  const name = action.toLowerCase();
  return [patterns].flat().some((pattern) => patternCovers(pattern.toLowerCase(), name));
}

/** How the values of a condition operator cover each other: most match nothing but themselves. */
export function coversUnder(operator: string): (wide: string, narrow: string) => boolean {
  if (/Arn(Not)?(Like|Equals)/.test(operator)) return arnCovers;
  return /String(Not)?Like/.test(operator) ? patternCovers : (wide, narrow) => wide === narrow;
}

/**
 * AWS compares the six parts of an ARN one by one, in ArnEquals just as in ArnLike. A variable may hold several parts.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
function arnCovers(wide: string, narrow: string): boolean {
  if (wide === narrow || wide === "*") return true;
  if (`${wide}${narrow}`.includes("${")) return false;
  const [left, right] = [partsOf(wide), partsOf(narrow)];
  return left.length === right.length && left.every((part, index) => patternCovers(part, right[index]!));
}

function partsOf(arn: string): string[] {
  const parts = arn.split(":");
  return [...parts.slice(0, 5), ...(parts.length > 5 ? [parts.slice(5).join(":")] : [])];
}

/**
 * Goes through both at once, and back to the last `*` where they part: a regular expression would take a night over
 * some patterns. A `*` of the narrow one stands for any number of characters, which only a `*` can match.
 */
function walk(wide: string, narrow: string): boolean {
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
