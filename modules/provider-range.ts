import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";

/** A version before which the provider refuses some value. */
export type Newer = "6.1" | "6.19";

/**
 * From the earliest version to the latest. The bindings are generated from 6.25, but no argument that only 6.x knows is
 * set, so 5.100 works too.
 */
const RANGES = (["5.100", "6.1", "6.19"] as const).map(from);

const PATH = ["terraform", "required_providers", "aws", "version"];

/**
 * Lets the stack use any version of the AWS provider that the constructs work with. Otherwise the bindings pin the
 * version that they were generated from. A version that the app sets with its own override stays.
 */
export function acceptProviderRange(scope: IConstruct): void {
  if (versionsOf(scope) === undefined) setVersions(scope, RANGES[0]!);
}

/**
 * Raises that range for values that earlier versions refuse, each with its option. A version that the app sets stays; one
 * that excludes them is an error at synth, because the app may still set it.
 */
export function requireProvider(scope: IConstruct, newer: Newer, values: readonly string[]): void {
  if (values.length === 0) return;
  const range = from(newer);
  const chosen = versionsOf(scope);
  const isLower = chosen !== undefined && RANGES.slice(0, RANGES.indexOf(range)).includes(chosen);
  if (chosen === undefined || isLower) setVersions(scope, range);
  const validate = () => {
    const versions = versionsOf(scope);
    const isExcluded = versions?.split(",").some((condition) => excludes(condition, newer)) ?? false;
    if (!isExcluded) return [];
    return values.map((one) => `${one} requires AWS provider ${newer} or later, but the stack requires "${versions}"`);
  };
  scope.node.addValidation({ validate });
}

function from(version: Newer | "5.100"): string {
  return `>= ${version}, < 7.0`;
}

/** Whether a condition excludes a version and all later ones: `~> 5.100`, `< 6`. */
function excludes(condition: string, newer: Newer): boolean {
  const [, operator = "=", ...numbers] = /^\s*(=|~>|<=?)?\s*(\d+)(?:\.(\d+))?(?:\.(\d+))?\s*$/.exec(condition) ?? [];
  if (numbers.length === 0) return false;
  const [major, minor, patch] = numbers.map((number) => Number(number ?? 0)) as [number, number, number];
  const [newMajor, newMinor] = newer.split(".").map(Number) as [number, number];
  if (major !== newMajor) return major < newMajor;
  // `~> 6.1` takes every later minor version, `~> 6.1.0` none.
  if (operator === "~>" && numbers[2] === undefined) return false;
  return minor < newMinor || (operator === "<" && minor === newMinor && patch === 0);
}

function versionsOf(scope: IConstruct): string | undefined {
  // Private in cdktf, which has no other way to read it.
  const { rawOverrides } = TerraformStack.of(scope) as unknown as { readonly rawOverrides: unknown };
  const chosen = PATH.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], rawOverrides);
  return typeof chosen === "string" ? chosen : undefined;
}

function setVersions(scope: IConstruct, versions: string): void {
  TerraformStack.of(scope).addOverride(PATH.join("."), versions);
}
