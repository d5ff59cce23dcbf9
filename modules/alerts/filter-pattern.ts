import { alternativesOf, type Condition } from "./alternatives";
import type { AlertRule } from "./rule";
import type { Watched } from "./watched";

/**
 * The pattern with which CloudWatch Logs counts the calls that raise an alert, or those that AWS refused. Undefined if
 * nothing that they concern is watched.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function filterPattern(
  rule: AlertRule,
  watched: Watched,
  calls: "alerting" | "refused" = "alerting",
): string | undefined {
  const { service, events = [], failedCalls = false } = rule;
  const alternatives = alternativesOf(rule, watched);
  if (alternatives.length === 0) return undefined;
  const results = calls === "refused" ? compare("errorCode", "=", ["*"]) : failedCalls ? "" : notExists("errorCode");
  return `{ ${joined("&&", [
    compare("eventSource", "=", service === undefined ? [] : [service]),
    compare("recipientAccountId", "=", watched.accounts),
    results,
    compare("eventName", "=", events),
    joined(
      "||",
      alternatives.map((alternative) => joined("&&", alternative.map(term))),
    ),
  ])} }`;
}

function term(condition: Condition): string {
  const { field } = condition;
  if ("absent" in condition) return notExists(field);
  if ("not" in condition) return joined("||", [notExists(field), compare(field, "!=", [condition.not])]);
  if ("equals" in condition) return compare(field, "=", condition.equals);
  if ("prefixes" in condition) return compareAll(field, condition.prefixes, (prefix) => `${prefix}*`);
  return compareAll(field, condition.suffixes, (suffix) => `*${suffix}`);
}

function compareAll(field: string, texts: readonly string[], pattern: (text: string) => string): string {
  return compare(field, "=", texts.map(pattern));
}

/** Any of the texts, in which `*` is a wildcard. */
function compare(field: string, operator: "=" | "!=", texts: readonly string[]): string {
  return joined(
    "||",
    texts.map((text) => `(${selector(field)} ${operator} "${text}")`),
  );
}

function notExists(field: string): string {
  return `(${selector(field)} NOT EXISTS)`;
}

function selector(field: string): string {
  return `$.${field.replaceAll("[]", "[*]")}`;
}

/** Empty if there are no terms. */
function joined(operator: "&&" | "||", terms: readonly string[]): string {
  const present = terms.filter((one) => one !== "");
  return present.length > 1 ? `(${present.join(` ${operator} `)})` : (present[0] ?? "");
}
