import type { AlertRule } from "./rule";
import { SCOPES, type Test } from "./scopes";
import type { Watched } from "./watched";

/** A condition with the names and ARNs of what is watched filled in. */
export type Condition = { readonly field: string } & (
  | { readonly equals: readonly string[] }
  | { readonly prefixes: readonly string[] }
  | { readonly suffixes: readonly string[] }
  | { readonly not: string }
  | { readonly absent: true }
);

/** A list of conditions, all of which must hold. */
export type Alternative = readonly Condition[];

/**
 * The ways in which a call can concern what is watched, without those for which nothing is watched. Empty if none
 * remain.
 */
export function alternativesOf({ scope }: AlertRule, watched: Watched): Alternative[] {
  const alternatives: readonly (readonly Test[])[] = SCOPES[scope].alternatives;
  return alternatives
    .filter((tests) => tests.every((test) => !("watched" in test) || watched[test.watched].length > 0))
    .map((tests) => tests.map((test) => conditionOf(test, watched)));
}

function conditionOf(test: Test, watched: Watched): Condition {
  const { field } = test;
  if ("not" in test) return { field, not: test.not };
  if ("absent" in test) return { field, absent: true };
  if ("equals" in test) return { field, equals: [test.equals] };
  const texts = watched[test.watched];
  switch (test.as) {
    case "prefix":
      return { field, prefixes: texts };
    case "suffix":
      return { field, suffixes: texts };
    case "part":
      return { field, prefixes: texts.map((text) => `${text}:`) };
    default:
      return { field, equals: texts };
  }
}
