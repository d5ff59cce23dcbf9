import type { Arguments } from "../../synthesized/stack";
import type { PlannedResource } from "../plan/plan";

/** Something that a plan does to the audit trail itself, whatever it does to access. */
export interface Guard {
  /** `logging-off`; stable, named by the file of accepted findings. */
  readonly id: string;
  /** Terraform types that it looks at. */
  readonly types: readonly string[];
  /** What is wrong, in words, or nothing. */
  readonly check: (resource: PlannedResource) => string | undefined;
}

/** A value deep in blocks, which a plan writes as lists of one. */
export function at(values: Arguments | undefined, path: string): unknown {
  return path.split(".").reduce<unknown>((value, key) => {
    const block: unknown = Array.isArray(value) && !/^\d+$/.test(key) ? value[0] : value;
    return (block as Record<string, unknown> | null | undefined)?.[key];
  }, values);
}

/** One setting of a type that must not become worse. */
export function setting(
  id: string,
  types: readonly string[],
  path: string,
  isWorse: (after: unknown, before: unknown) => boolean,
  { alsoNew = false }: { readonly alsoNew?: boolean } = {},
): Guard {
  return {
    id,
    types,
    check: ({ before, after }) => {
      if (!after || (!before && !alsoNew)) return undefined;
      const [was, will] = [at(before, path), at(after, path)];
      if (JSON.stringify(was) === JSON.stringify(will) || !isWorse(will, was)) return undefined;
      return before ? `${path}: ${show(was)} -> ${show(will)}` : `${path} is ${show(will)}`;
    },
  };
}

export function show(value: unknown): string {
  return value === undefined || value === null || value === "" ? "(none)" : JSON.stringify(value);
}

export function isOff(after: unknown): boolean {
  return after !== true;
}

/** Was set, and is no more. */
export function isGone(after: unknown, before: unknown): boolean {
  return isSet(before) && !isSet(after);
}

export function isShorter(after: unknown, before: unknown): boolean {
  return typeof before === "number" && typeof after === "number" && after < before;
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);
}
