import { asText, someText, valuesAt } from "../fields";
import { anyOf, needlesIn, pattern, type Condition } from "./condition";
import type { Filters } from "./filters";

/** Filters of any field. */
export function* fieldConditions({ texts = [], where = [] }: Filters): Generator<Condition> {
  if (texts.length > 0) {
    const test = anyOf(texts.map((text) => (value: string) => value.includes(text)));
    yield { test: (record) => someText(record, test), needles: needlesIn(texts) };
  }
  for (const text of where) yield whereCondition(text);
}

const WHERE = /^([^=!~]+)(=|!=|~)(.*)$/s;

/** Whether a text is `path=value`, `path!=value` or `path~part`. */
export function isWhere(text: string): boolean {
  return WHERE.test(text);
}

function whereCondition(text: string): Condition {
  const [, path = "", operator, value = ""] = WHERE.exec(text) ?? [];
  const names = path.trim().split(".");
  const isMatch = operator === "~" ? (one: string) => one.includes(value) : pattern(value);
  const test: Condition["test"] = (record) => {
    const texts = valuesAt(record, names).map(asText);
    return texts.some((one) => one !== undefined && isMatch(one));
  };
  if (operator === "!=") return { test: (record) => !test(record) };
  // A number may be written in several ways.
  return { test, needles: /[A-DF-Za-df-z_]/.test(value) ? needlesIn([value]) : undefined };
}
