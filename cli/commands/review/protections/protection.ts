import type { PlannedResource } from "../../../terraform/plan/plan";
import { at } from "../../../model/blocks";
import { templateReference } from "../../../model/references";
import { isPartlyLate, type Planned } from "./references";

/** A check for a change that weakens the audit trail itself, independent of access. */
export interface Protection {
  /** `logging-off`; stable, because the file of accepted findings uses it. */
  readonly id: string;
  /** Terraform types that it checks. */
  readonly types: readonly string[];
  /** Arguments that it reads. If one changes and does not have the expected shape, that is reported. */
  readonly reads: readonly string[];
  /** The problem, in words, or undefined. May throw `Unreadable`. */
  readonly check: (resource: PlannedResource, plan: Planned) => string | undefined;
}

export interface ProtectionFinding {
  readonly protection: string;
  /** Address in its stack; the stack's name is added if several are reported. */
  readonly address: string;
  readonly what: string;
}

type IsWorse = (after: unknown, before: unknown, resource: PlannedResource, plan: Planned) => boolean;

interface SettingOptions {
  /** Whether to check new resources too. */
  readonly alsoNew?: boolean;
  /** Whether a value that is known only after apply is accepted, because it is nearly always the same. */
  readonly mayBeLate?: boolean;
}

/** One setting of a type that must not get weaker. */
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
      // A changed reference may have another value.
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
  // Patterns contain quotes, which JSON would escape.
  return typeof value === "string" && value.includes('"') ? `'${value}'` : JSON.stringify(value);
}

/** The provider does not distinguish between null, an empty string and an empty list, and ignores the order of keys. */
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
