import { isObject } from "../../cli/framework/is-object";

/**
 * The first difference between two synthesized stacks: the path and both values. Undefined if they mean the same to
 * Terraform. Ignores CDKTF's metadata ("//") and the order of keys.
 */
export function firstDifference(a: unknown, b: unknown, path = ""): string | undefined {
  if (isObject(a) && isObject(b)) {
    const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((key) => key !== "//");
    return firstOf(keys, (key) => firstDifference(a[key], b[key], path === "" ? key : `${path}.${key}`));
  }
  if (Array.isArray(a) && Array.isArray(b) && a.length === b.length) {
    return firstOf([...a.keys()], (index) => firstDifference(a[index], b[index], `${path}[${index}]`));
  }
  return a === b ? undefined : `${path}: ${JSON.stringify(a)} and ${JSON.stringify(b)}`;
}

function firstOf<T>(items: readonly T[], find: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
