import { partsMatcher } from "./arn-patterns";
import { isInRange, parseRange } from "./addresses";
import type { RequestContext } from "./context";
import { EACH, type Effort } from "./effort";
import { someHolds, type Tri } from "./tri";
import { isConstant, parseTemplate, resolve, type Resolved } from "./variables";
import { hasWildcard, matchesPattern, patternOf, type PatternPart } from "./wildcards";

/** Whether a value of the request matches one of the values of a policy. */
export type Test = (value: string, context: RequestContext) => Tri;

export interface Operator {
  /** Makes the test for the values of a policy. */
  readonly test: (values: readonly string[], hasVariables: boolean) => Test;
  /** Matches where the test does not. */
  readonly negated: boolean;
}

/**
 * The condition operators except `Null`, without `ForAllValues:`, `ForAnyValue:` and `IfExists`. Their names are
 * case-sensitive.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ...pair("StringEquals", "StringNotEquals", texts(exactly)),
  ...pair("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", texts(exactly, inLowerCase)),
  ...pair("StringLike", "StringNotLike", texts(like)),
  ...pair("ArnEquals", "ArnNotEquals", texts(likeArn)),
  ...pair("ArnLike", "ArnNotLike", texts(likeArn)),
  ...comparisons("Numeric", parseNumber),
  ...comparisons("Date", parseDate),
  ...pair("IpAddress", "NotIpAddress", values(parseRange, parseRange, isInRange)),
  ["Bool", { negated: false, test: values(parseBoolean, parseBoolean, isSame) }],
  ["BinaryEquals", { negated: false, test: values(parseBinary, parseBinary, isSame) }],
] as readonly (readonly [string, Operator])[]);

type MakeTest = Operator["test"];

function pair(name: string, opposite: string, test: MakeTest): [string, Operator][] {
  return [
    [name, { negated: false, test }],
    [opposite, { negated: true, test }],
  ];
}

function comparisons(type: string, parse: (text: string) => bigint | undefined): [string, Operator][] {
  const comparing = (compare: (ofPolicy: bigint, ofRequest: bigint) => boolean) => values(parse, parse, compare);
  return [
    ...pair(`${type}Equals`, `${type}NotEquals`, comparing(isSame)),
    [`${type}LessThan`, { negated: false, test: comparing((limit, value) => value < limit) }],
    [`${type}LessThanEquals`, { negated: false, test: comparing((limit, value) => value <= limit) }],
    [`${type}GreaterThan`, { negated: false, test: comparing((limit, value) => value > limit) }],
    [`${type}GreaterThanEquals`, { negated: false, test: comparing((limit, value) => value >= limit) }],
  ];
}

/** How a text of a policy matches more than itself; `undefined` where it does not. */
type Pattern = (parts: readonly PatternPart[]) => ((value: string, effort: Effort) => Tri) | undefined;

/**
 * Operators for texts: their values may contain variables. A variable without a value matches nothing. Texts that match
 * nothing but themselves are found at once, however many they are.
 */
function texts(patternIn: Pattern, normalize: (text: string) => string = asItIs): MakeTest {
  return (all, hasVariables) => {
    const exact = new Set<string>();
    const tests: Test[] = [];
    for (const text of all) {
      const template = parseTemplate(text, hasVariables);
      if (!isConstant(template)) {
        tests.push((value, context) => {
          const resolved: Resolved = resolve(template, context);
          if (resolved === "no value") return false;
          if ("unknown" in resolved) return "unknown";
          return patternIn(resolved)?.(value, context.effort) ?? normalize(joined(resolved)) === value;
        });
        continue;
      }
      const matches = patternIn(template);
      if (matches) tests.push((value, { effort }) => matches(value, effort));
      else exact.add(normalize(joined(template)));
    }
    const matchesOne = any(tests);
    return (value, context) => {
      context.effort.spend(EACH + value.length);
      const normal = normalize(value);
      return exact.has(normal) || matchesOne(normal, context);
    };
  };
}

/** Other operators: they take no variables, and AWS does not document how it reads a value of another type. */
function values<Policy, Value>(
  ofPolicy: (text: string) => Policy | undefined,
  ofRequest: (text: string) => Value | undefined,
  matches: (ofPolicy: Policy, ofRequest: Value) => boolean,
): MakeTest {
  return (all) => {
    const limits = all.map(ofPolicy);
    return (value, { effort }) => {
      effort.spend(EACH + value.length + limits.length);
      const parsed = ofRequest(value);
      return someHolds(limits, (limit) => {
        return limit === undefined || parsed === undefined ? "unknown" : matches(limit, parsed);
      });
    };
  };
}

/** Values of one key are alternatives. */
function any(tests: readonly Test[]): Test {
  return (value, context) => someHolds(tests, (test) => test(value, context));
}

function joined(parts: readonly PatternPart[]): string {
  return parts.map(({ text }) => text).join("");
}

function asItIs(text: string): string {
  return text;
}

function inLowerCase(text: string): string {
  return text.toLowerCase();
}

/** In exact comparisons, wildcards are characters like any other. */
function exactly(): undefined {
  return undefined;
}

function like(parts: readonly PatternPart[]): ReturnType<Pattern> {
  if (!hasWildcard(parts)) return undefined;
  const pattern = patternOf(parts);
  return (value, effort) => matchesPattern(pattern, value, effort);
}

/**
 * Compares the six parts of an ARN one by one, each with its wildcards. ArnEquals does the same as ArnLike. A value of
 * the request that is not an ARN matches none. AWS does not document what it does with a pattern that has fewer parts.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
function likeArn(parts: readonly PatternPart[]): ReturnType<Pattern> {
  const matches = partsMatcher(parts);
  if (!matches) return () => "unknown";
  return hasWildcard(parts) ? matches : undefined;
}

function isSame<Value>(one: Value, other: Value): boolean {
  return one === other;
}

/** As a multiple of 10^-300: numbers that differ in any digit differ, which doubles of JavaScript do not. */
export function parseNumber(text: string): bigint | undefined {
  const [, sign, whole, fraction = ""] = /^([+-]?)(\d{1,300})(?:\.(\d{1,300}))?$/.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const size = BigInt(`${whole}${fraction.padEnd(300, "0")}`);
  return sign === "-" ? -size : size;
}

function parseBoolean(text: string): boolean | undefined {
  const lower = text.toLowerCase();
  return lower === "true" ? true : lower === "false" ? false : undefined;
}

/** Base64, compared byte for byte. Node reads more than what encodes the same bytes again. */
function parseBinary(text: string): string | undefined {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes.toString("latin1") : undefined;
}

const DATE = /^\d{4}-\d\d(-\d\d(T(?!24)\d\d:\d\d(:\d\d(\.(?<fraction>\d{1,9}))?)?(Z|[+-]\d\d:\d\d))?)?$/;

/**
 * A date in the W3C's profile of ISO 8601, or seconds since 1970, as nanoseconds. Four digits can be either, a year or
 * seconds, and AWS does not document which.
 * @see https://www.w3.org/TR/NOTE-datetime
 */
export function parseDate(text: string): bigint | undefined {
  if (/^(\d{1,3}|\d{5,12})$/.test(text)) return BigInt(text) * 1_000_000_000n;
  const match = DATE.exec(text);
  const milliseconds = match ? Date.parse(text) : NaN;
  if (Number.isNaN(milliseconds) || !isInCalendar(text.slice(0, 10))) return undefined;
  const { fraction = "" } = match!.groups!;
  return BigInt(milliseconds) * 1_000_000n + BigInt(fraction.padEnd(9, "0").slice(3));
}

/** JavaScript takes February 30 for March 2. */
function isInCalendar(day: string): boolean {
  return new Date(day).toISOString().startsWith(day);
}
