import type { Arguments, StackJson } from "../model/stack";

/**
 * The stack without arguments that a configuration leaves out: a plan or a state has them with null, an empty text or an
 * empty list, and so would seem to set them.
 */
export function withoutUnset(stack: StackJson): StackJson {
  const resources = Object.entries(stack.resources).map(([type, all]) => {
    const kept = Object.entries(all).map(([id, values]) => [id, pruned(values) ?? {}] as const);
    return [type, Object.fromEntries(kept)] as const;
  });
  return { ...stack, resources: Object.fromEntries(resources) as Record<string, Record<string, Arguments>> };
}

function pruned(value: unknown): unknown {
  if (value === null || value === "") return undefined;
  if (Array.isArray(value)) {
    const items = value.map(pruned).filter((item) => item !== undefined);
    return items.length === 0 ? undefined : items;
  }
  if (typeof value !== "object") return value;
  const entries = Object.entries(value).flatMap(([key, inner]) => {
    const kept = pruned(inner);
    return kept === undefined ? [] : [[key, kept] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
