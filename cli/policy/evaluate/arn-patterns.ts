import { EACH, type Effort } from "./effort";
import type { Tri } from "./tri";
import { matchesPattern, patternOf, type Pattern, type PatternPart } from "./wildcards";

/** The parts that come before the resource: `arn`, partition, service, Region and account. */
const EARLY = 5;
const ARN = /^([^:]*):([^:]*):([^:]*):([^:]*):([^:]*):(.*)/s;

/**
 * Matches the six parts of an ARN one by one, each with its wildcards; the sixth part is everything after the fifth
 * colon. A text with fewer parts matches nothing. `undefined` if the pattern has fewer parts.
 */
export function partsMatcher(parts: readonly PatternPart[]): Matches<boolean> | undefined {
  const patterns = splitParts(parts)?.map(patternOf);
  return patterns && ((text, effort) => matchesParts(patterns, text, effort));
}

type Matches<Result> = (text: string, effort: Effort) => Result;

function matchesParts(patterns: readonly Pattern[], text: string, effort: Effort): boolean {
  effort.spend(EACH + text.length);
  const match = ARN.exec(text);
  return match !== null && patterns.every((pattern, at) => matchesPattern(pattern, match[at + 1]!, effort));
}

/**
 * Matches a pattern of Resource. A wildcard matches only within its part of the ARN, except that a `*` at the end of a
 * part may also match beyond the colon. S3's page says that no wildcard does so in its ARNs. One page says that IAM
 * allows no wildcard as partition, but AWS's own policies contain one.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html#reference_policies_elements_resource_wildcards
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html#security_iam_service-with-iam-id-based-policies-resources
 */
export function resourcePattern(parts: readonly PatternPart[]): Matches<Tri> {
  const whole = patternOf(parts);
  const early = (splitParts(parts) ?? []).slice(0, EARLY).map(withoutLiterals);
  const mayGoOn = early.some((part) => part.endsWith("*"));
  const mustStay = early.some((part) => /\?|\*[^*]/.test(part));
  if (!mayGoOn && !mustStay) return (resource, effort) => matchesPattern(whole, resource, effort);
  const withinParts = partsMatcher(parts)!;
  return (resource, effort) => {
    if (!matchesPattern(whole, resource, effort)) return false;
    if (withinParts(resource, effort)) return true;
    if (!mayGoOn) return false;
    return mustStay || /^arn:[^:]*:s3:/.test(resource) ? "unknown" : true;
  };
}

/** The text of a part, with its wildcards only. */
function withoutLiterals(parts: readonly PatternPart[]): string {
  return parts.map(({ text, literal }) => (literal ? "x" : text)).join("");
}

/** Whether an ARN has fewer than six parts. */
export function isIncomplete(text: string): boolean {
  return missingParts(text) > 0;
}

/**
 * In policies of principals, AWS completes an ARN of fewer than six parts with wildcards.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html#arns-paths-wildcards
 */
export function completed(text: string): string {
  return text + ":*".repeat(missingParts(text));
}

function missingParts(text: string): number {
  return text.startsWith("arn:") ? EARLY + 1 - text.split(":", EARLY + 1).length : 0;
}

/** AWS refuses an ARN with a wildcard as the service. */
export function hasWildcardAsService(text: string): boolean {
  return /^arn:[^:]*:[^:]*[*?]/.test(text);
}

/** Splits a pattern at its first five colons, including those in the values of its variables. */
function splitParts(parts: readonly PatternPart[]): PatternPart[][] | undefined {
  const split: PatternPart[][] = [[]];
  for (const { text, literal } of parts) {
    let at = 0;
    while (split.length <= EARLY) {
      const colon = text.indexOf(":", at);
      if (colon < 0) break;
      split.at(-1)!.push({ text: text.slice(at, colon), literal });
      split.push([]);
      at = colon + 1;
    }
    split.at(-1)!.push({ text: text.slice(at), literal });
  }
  return split.length > EARLY ? split : undefined;
}
