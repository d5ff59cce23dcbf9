import type { Format } from "../../modules/limits/formats";
import type { Range } from "../../modules/limits/numbers";
import type { Validation } from "./definition";

/** Terraform's condition that a text has a format. Null is an error there: see `unlessNull`. */
export function hasFormat(text: string, { pattern, never = [], length }: Format): string {
  return [
    ...(length === undefined ? [] : [isInRange(`length(${text})`, length)]),
    matches(text, pattern),
    ...never.map((one) => `!${matches(text, one)}`),
  ].join(" && ");
}

/** Patterns of `modules/limits` mean the same in RE2, but for the flag. */
function matches(text: string, { source, flags }: RegExp): string {
  const pattern = `${flags.includes("i") ? "(?i)" : ""}${source.replaceAll("\\/", "/")}`;
  return `can(regex(${JSON.stringify(pattern)}, ${text}))`;
}

export function isInRange(number: string, { min, max }: Range): string {
  // No length is below 0.
  return `${min === 0 ? "" : `${number} >= ${min} && `}${number} <= ${max}`;
}

/** A whole number in a range. */
export function isWhole(number: string, range: Range): string {
  return `${isInRange(number, range)} && floor(${number}) == ${number}`;
}

/** Terraform evaluates both sides of `||`, but only one branch of a conditional. */
export function unlessNull(variable: string, check: string): string {
  return `${variable} == null ? true : (${check})`;
}

export function eachOf(list: string, item: string, check: string): string {
  return `alltrue([for ${item} in ${list} : ${check}])`;
}

/** An ARN without wildcards, as `isArnOf` takes it. `resource` is how its last part may begin. */
export function arnFormat(service: string, ...resource: readonly string[]): Format {
  return {
    pattern: new RegExp(`^arn:aws(-[a-z]+)*:${service}:[a-z0-9-]*:(\\d{12}|aws):(${resource.join("|")})[^*?{}\\s]+$`),
  };
}

/** The message says what a variable must be, and Terraform shows its value. */
export function mustBe(variable: string, allowed: string, condition: string): Validation {
  return { condition, message: `${variable} must be ${allowed}.` };
}
