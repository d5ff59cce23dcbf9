import type { PlannedResource } from "../../../terraform/plan/plan";
import { at } from "../../../model/blocks";
import { templateReference } from "../../../model/references";
import { isPartlyLate, type Planned } from "./references";

/** Something that a plan does to the audit trail itself, whatever it does to access. */
export interface Protection {
  /** `logging-off`; stable, named by the file of accepted findings. */
  readonly id: string;
  /** Terraform types that it looks at. */
  readonly types: readonly string[];
  /** Arguments that it reads; one that is not of its shape is told where it differs. */
  readonly reads: readonly string[];
  /** What is wrong, in words, or nothing. May throw `Unreadable`. */
  readonly check: (resource: PlannedResource, plan: Planned) => string | undefined;
}

export interface ProtectionFinding {
  readonly protection: string;
  /** Within its stack; with it in what is said of several. */
  readonly address: string;
  readonly what: string;
}

type IsWorse = (after: unknown, before: unknown, resource: PlannedResource, plan: Planned) => boolean;

interface SettingOptions {
  /** Judge a resource that is made, too. */
  readonly alsoNew?: boolean;
  /** Not to be known before the apply is no weakening: the value is nearly always the same. */
  readonly mayBeLate?: boolean;
}

/** One setting of a type that must not become worse. */
export function setting(
  id: string,
  types: readonly string[],
  path: string,
  isWorse: IsWorse,
  { alsoNew = false, mayBeLate = false }: SettingOptions = {},
): Protection {
  return {
    id,
    types,
    reads: [path.split(".")[0]!],
    check: (resource, plan) => {
      const { before, after } = resource;
      if (!after || (!before && !alsoNew)) return undefined;
      // What changes may come to something else than its reference says.
      const isGuess = isPartlyLate(resource, path) && templateReference(at(after, path)) !== undefined;
      const [was, will] = [at(before, path), isGuess ? undefined : at(after, path)];
      if (same(was, will) || !isWorse(will, was, resource, plan)) return undefined;
      if (isPartlyLate(resource, path)) return mayBeLate ? undefined : `${path} is known only after apply`;
      return before ? `${path}: ${show(was)} -> ${show(will)}` : `${path} is ${show(will)}`;
    },
  };
}

export function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

export function show(value: unknown): string {
  if (value === undefined || value === null || value === "") return "(none)";
  // Patterns hold quotes, which JSON would escape.
  return typeof value === "string" && value.includes('"') ? `'${value}'` : JSON.stringify(value);
}

/** The provider takes nothing, an empty text and an empty list for one another, and keys come in any order. */
export function meant(value: unknown): string {
  return JSON.stringify(trimmed(value)) ?? "";
}

function trimmed(value: unknown): unknown {
  if (value === null || value === "") return undefined;
  if (typeof value !== "object") return value;
  const entries = Object.entries(value as object)
    .map(([key, inner]) => [key, trimmed(inner)] as const)
    .filter(([, inner]) => inner !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  if (entries.length === 0) return undefined;
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}
