import type { Condition } from "./canonical";
import { isInRange, parseRange } from "./evaluate/addresses";
import { parseDate, parseNumber } from "./evaluate/operators";
import { arnCovers, patternCovers } from "./patterns";

/** The parts of a condition operator: `ForAnyValue:StringNotLikeIfExists`. */
interface Operator {
  readonly set: string;
  readonly family: Family;
  /** The comparison: `Equals`, `LessThan`, … */
  readonly comparison: string;
  readonly isNegated: boolean;
  readonly ifExists: boolean;
}

type Family = "text" | "like" | "ignore case" | "arn" | "address" | "number" | "date" | "boolean" | "binary" | "null";

const FAMILIES: readonly (readonly [name: RegExp, family: Family])[] = [
  [/^StringEquals$/, "text"],
  [/^StringLike$/, "like"],
  [/^StringEqualsIgnoreCase$/, "ignore case"],
  [/^Arn(Equals|Like)$/, "arn"],
  [/^IpAddress$/, "address"],
  [/^Numeric/, "number"],
  [/^Date/, "date"],
  [/^Bool$/, "boolean"],
  [/^BinaryEquals$/, "binary"],
  [/^Null$/, "null"],
];

/**
 * Whether every request that meets `narrow` also meets `wide`; both have the same key. Returns false if it cannot
 * decide.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function conditionCovers(wide: Condition, narrow: Condition): boolean {
  const [one, other] = [operatorOf(wide), operatorOf(narrow)];
  if (!one || !other || wide.key !== narrow.key) return false;
  if (isSame(wide, narrow)) return true;
  // Whether the key must be present.
  if (one.family === "null") return nullCovers(wide, narrow, other);
  if (other.family === "null") return isTrue(narrow) && holdsWithoutKey(one);
  if (one.set !== other.set || (holdsWithoutKey(other) && !holdsWithoutKey(one))) return false;
  if (one.isNegated && other.isNegated) return allWithin(wide, one, narrow, other);
  if (one.isNegated) return other.set === "" && isApart(wide, one, narrow, other);
  return !other.isNegated && allWithin(narrow, other, wide, one);
}

/** Whether this tool supports the operator of a condition, and can parse its values. */
export function isDecidable(condition: Condition): boolean {
  const operator = operatorOf(condition);
  return operator !== undefined && condition.values.every((value) => isOf(operator, value));
}

function operatorOf({ operator }: Condition): Operator | undefined {
  const [, set = "", name = "", exists] = /^(ForA\w+:)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const positive = name === "NotIpAddress" ? "IpAddress" : name.replace(/^(String|Arn|Numeric|Date)Not/, "$1");
  const family = FAMILIES.find(([pattern]) => pattern.test(positive))?.[1];
  const comparison = positive.replace(/^(Numeric|Date)/, "");
  return family && { set, family, comparison, isNegated: positive !== name, ifExists: exists !== undefined };
}

function isSame(one: Condition, other: Condition): boolean {
  return one.operator === other.operator && JSON.stringify(one.values) === JSON.stringify(other.values);
}

/** `ForAllValues` matches if there is no value, `ForAnyValue` does not. */
function holdsWithoutKey({ set, isNegated, ifExists }: Operator): boolean {
  return ifExists || set === "ForAllValues:" || (set === "" && isNegated);
}

function nullCovers(wide: Condition, narrow: Condition, other: Operator): boolean {
  if (other.family === "null") return isTrue(wide) === isTrue(narrow);
  return !isTrue(wide) && !holdsWithoutKey(other);
}

function isTrue({ values }: Condition): boolean {
  return values.length === 1 && values[0]!.toLowerCase() === "true";
}

/** Whether no value of the one allows anything that the other does not allow. */
function allWithin(narrow: Condition, one: Operator, wide: Condition, other: Operator): boolean {
  return narrow.values.every((value) => wide.values.some((covering) => valueCovers(covering, other, value, one)));
}

/** Whether the negated condition excludes no value of the positive one. */
function isApart(negated: Condition, one: Operator, positive: Condition, other: Operator): boolean {
  if ([one.family, other.family].includes("ignore case")) return false;
  return positive.values.every((value) =>
    negated.values.every(
      (excluded) =>
        !`${excluded}${value}`.includes("${") &&
        isDecidable(positive) &&
        isDecidable(negated) &&
        isComparable(one, other) &&
        !/[*?]/.test(value) &&
        !valueCovers(excluded, one, value, other) &&
        !valueCovers(value, other, excluded, one),
    ),
  );
}

const TEXTS: readonly Family[] = ["text", "like", "ignore case", "arn"];

function isComparable(one: Operator, other: Operator): boolean {
  if (one.family === other.family)
    return one.comparison === other.comparison || !/^(Less|Greater)/.test(one.comparison);
  return TEXTS.includes(one.family) && TEXTS.includes(other.family);
}

function valueCovers(wide: string, one: Operator, narrow: string, other: Operator): boolean {
  if (TEXTS.includes(one.family) && TEXTS.includes(other.family)) return textCovers(wide, one, narrow, other);
  if (one.family !== other.family) return false;
  switch (one.family) {
    case "address": {
      const [range, address] = [parseRange(wide), parseRange(narrow)];
      return range !== undefined && address !== undefined && isInRange(range, address);
    }
    case "number":
      return orderCovers(parseNumber(wide), one, parseNumber(narrow), other);
    case "date":
      return orderCovers(parseDate(wide), one, parseDate(narrow), other);
    case "boolean":
      return wide.toLowerCase() === narrow.toLowerCase();
    default:
      return wide === narrow;
  }
}

/** A value without wildcards matches only itself. */
function textCovers(wide: string, { family: one }: Operator, narrow: string, { family: other }: Operator): boolean {
  const isPlain = !/[*?]|\$\{/.test(narrow);
  switch (one) {
    case "like":
      if (other === "ignore case") return wide === "*" || (!/[a-z]/i.test(wide) && patternCovers(wide, narrow));
      return patternCovers(wide, narrow);
    case "arn":
      return other === "arn" || (isPlain && other !== "ignore case") ? arnCovers(wide, narrow) : false;
    case "ignore case":
      return (other === "text" || other === "ignore case" || isPlain) && wide.toLowerCase() === narrow.toLowerCase();
    default:
      return wide === narrow && (other === "text" || (isPlain && other !== "ignore case"));
  }
}

/** Whether a bound allows nothing that the other one does not allow. */
function orderCovers(
  wide: bigint | undefined,
  { comparison: one }: Operator,
  narrow: bigint | undefined,
  { comparison: other }: Operator,
): boolean {
  if (wide === undefined || narrow === undefined) return false;
  if (one === "Equals") return other === "Equals" && wide === narrow;
  const [isBelow, isAbove] = [/^Less/.test(one), /^Greater/.test(one)];
  if (other !== "Equals" && isBelow !== /^Less/.test(other)) return false;
  // An exclusive bound is within an inclusive one with the same value.
  const mayTouch = /Equals$/.test(one) || (other !== "Equals" && !/Equals$/.test(other));
  if (narrow === wide) return mayTouch;
  return isBelow ? narrow < wide : isAbove && narrow > wide;
}

function isOf({ family }: Operator, value: string): boolean {
  if (family === "address") return parseRange(value) !== undefined;
  if (family === "number") return parseNumber(value) !== undefined;
  return family !== "date" || parseDate(value) !== undefined;
}
