import { notOneOf, type Problem } from "../validation";
import type { DataEvents, FieldCondition } from "./events";
import { isList } from "./log-buckets";

const OPERATORS = ["equals", "startsWith", "endsWith", "notEquals", "notStartsWith", "notEndsWith"] as const;

/** What CloudTrail refuses in the conditions of one selector. */
export function conditionProblems(
  option: string,
  conditions: readonly FieldCondition<string>[] = [],
  fields: readonly string[],
): Problem[] {
  const named = conditions.map(({ field }) => field);
  return conditions.flatMap((condition, index) => {
    const at = `${option}[${index}]`;
    const given = OPERATORS.filter((operator) => condition[operator] !== undefined);
    const empty = given.filter((operator) => condition[operator]!.length === 0 || condition[operator]!.includes(""));
    return [
      notOneOf(`${at}.field`, condition.field, fields),
      named.indexOf(condition.field) < index && `${at}.field must be given once, got "${condition.field}" again`,
      given.length === 0 && `${at} must have at least one of ${OPERATORS.join(", ")}, got none`,
      ...empty.map((operator) => `${at}.${operator} must not be empty`),
      ...fixedValueProblems(at, condition),
    ];
  });
}

/** Fields that take one value and not every operator. */
const FIXED: Readonly<Record<string, { readonly operators: readonly string[]; readonly value: string }>> = {
  errorCode: { operators: ["equals"], value: "VpceAccessDenied" },
  sessionCredentialFromConsole: { operators: ["equals", "notEquals"], value: "true" },
};

function fixedValueProblems(at: string, condition: FieldCondition<string>): Problem[] {
  const fixed = FIXED[condition.field];
  if (fixed === undefined) return [];
  return OPERATORS.filter((operator) => condition[operator] !== undefined).map((operator) => {
    const fits = fixed.operators.includes(operator) && condition[operator]!.every((value) => value === fixed.value);
    const got = `${operator} "${condition[operator]!.join('", "')}"`;
    return !fits && `${at} must be ${fixed.operators.join(" or ")} "${fixed.value}", got ${got}`;
  });
}

export const SELECTS_MORE =
  'resources.ARN must have only operators that begin with "not" if resources are listed: CloudTrail would record ' +
  "events that match either";

/** A condition that would widen what is listed, because CloudTrail joins the operators that select with OR. */
export function selectsMore(events: DataEvents): boolean {
  const arns = (events.where ?? []).filter(({ field }) => field === "resources.ARN");
  const selects = arns.some(({ equals, startsWith, endsWith }) => [equals, startsWith, endsWith].some(Boolean));
  return selects && listsResources(events);
}

function listsResources(events: DataEvents): boolean {
  switch (events.kind) {
    case "s3":
      return isList(events.buckets);
    case "lambda":
      return events.functions !== "all";
    case "dynamodb":
      return events.tables !== "all";
    case "other":
      return events.arns !== "all";
  }
}
