import type { EventPattern } from "../../modules/alerts";

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Matcher = string | Readonly<Record<string, unknown>>;

/**
 * Whether EventBridge would send the event to a rule with this pattern, for the operators that the alerts use. Written
 * from AWS's documentation, not from our generator.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function matchesPattern(pattern: EventPattern, event: unknown): boolean {
  return matches(pattern, [event as Json]);
}

/** `values` are all the objects at one path: several where there was a list on the way. */
function matches(pattern: EventPattern, values: readonly Json[]): boolean {
  return Object.entries(pattern).every(([key, inner]) => {
    if (key === "$or") return (inner as readonly EventPattern[]).some((one) => matches(one, values));
    const found = values.flatMap((value) => membersAt(value, key));
    if (!Array.isArray(inner)) return matches(inner as EventPattern, found);
    return (inner as readonly Matcher[]).some((matcher) => matchesLeaf(matcher, found));
  });
}

function membersAt(value: Json, key: string): Json[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  const member = (value as { readonly [key: string]: Json })[key];
  return member === undefined ? [] : [member].flat();
}

function matchesLeaf(matcher: Matcher, values: readonly Json[]): boolean {
  if (typeof matcher === "string") return values.includes(matcher);
  const [[operator, operand] = []] = Object.entries(matcher);
  const texts = values.filter((value) => typeof value === "string");
  switch (operator) {
    case "prefix":
      return texts.some((text) => text.startsWith(operand as string));
    case "suffix":
      return texts.some((text) => text.endsWith(operand as string));
    case "wildcard":
      return texts.some((text) => wildcard(operand as string).test(text));
    case "exists":
      return values.length > 0 === operand;
    case "anything-but":
      return values.some((value) => !(operand as readonly Json[]).includes(value));
    default:
      throw new Error(`unknown operator ${operator}`);
  }
}

/** `*` stands for any characters, slashes included. */
function wildcard(pattern: string): RegExp {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s");
}
