import type { OneOrMany } from "../../modules/policy";

/**
 * Whether the wide pattern matches every text that the narrow one matches. May return false in doubtful cases. A text
 * without wildcards matches only itself.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function patternCovers(wide: string, narrow: string): boolean {
  if (wide === narrow || wide === "*") return true;
  // The value of a variable is unknown, and might contain a wildcard.
  if (wide.includes("${")) return false;
  return walk(wide, narrow.replace(/\$\{[^}]*\}/g, "*"));
}

/** Whether one of a statement's actions, which may have wildcards, covers this one. IAM ignores case. */
export function coversAction(patterns: OneOrMany, action: string): boolean {
  const name = action.toLowerCase();
  return [patterns].flat().some((pattern) => patternCovers(pattern.toLowerCase(), name));
}

/** How values of a condition operator cover each other: with most operators, a value matches only itself. */
export function coversUnder(operator: string): (wide: string, narrow: string) => boolean {
  if (/Arn(Not)?(Like|Equals)/.test(operator)) return arnCovers;
  return /String(Not)?Like/.test(operator) ? patternCovers : (wide, narrow) => wide === narrow;
}

/**
 * AWS compares the six parts of an ARN separately, in ArnEquals as in ArnLike. A variable may contain several parts.
 * @see
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function arnCovers(wide: string, narrow: string): boolean {
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
 * Walks through both patterns, and backtracks to the last `*`: a regular expression would take hours for some patterns.
 * A `*` of the narrow pattern stands for any number of characters, which only a `*` can match.
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
