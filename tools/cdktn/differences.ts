import type { SynthesizedStack } from "../../cli/model/folder";
import { isObject } from "../../cli/framework/is-object";

/** Both name the same provider. CDKTF's bindings write the first, CDK Terrain's the second. */
const SOURCES = ['"aws"', '"hashicorp/aws"'];
const SOURCE = "terraform.required_providers.aws.source";

/** The version of the framework. */
const VERSION = "//.metadata.version";

type Stack = Pick<SynthesizedStack, "name" | "json">;

/** What two folders of the same app differ in, but for the version of the framework and the spelling of the provider. */
export function differences(before: readonly Stack[], after: readonly Stack[]): string[] {
  const names = [...new Set([...before, ...after].map(({ name }) => name))].sort();
  const valuesOf = (stacks: readonly Stack[], name: string) =>
    new Map(leaves(stacks.find((stack) => stack.name === name)?.json));
  return names.flatMap((name) => {
    const [old, now] = [valuesOf(before, name), valuesOf(after, name)];
    const paths = [...new Set([...old.keys(), ...now.keys()])];
    return paths
      .filter((path) => old.get(path) !== now.get(path) && !isExpected(path, old.get(path), now.get(path)))
      .map((path) => `${name}: ${path}: ${old.get(path) ?? "nothing"} -> ${now.get(path) ?? "nothing"}`);
  });
}

function isExpected(path: string, old: string | undefined, now: string | undefined): boolean {
  if (path === VERSION) return true;
  return path === SOURCE && [old, now].every((source) => source !== undefined && SOURCES.includes(source));
}

/** Every value by its path, as JSON. */
function leaves(value: unknown, path = ""): [string, string][] {
  const entries = Array.isArray(value) ? [...value.entries()] : isObject(value) ? Object.entries(value) : [];
  if (entries.length === 0) return value === undefined ? [] : [[path, JSON.stringify(value)]];
  return entries.flatMap(([key, inner]) => leaves(inner, path === "" ? `${key}` : `${path}.${key}`));
}
