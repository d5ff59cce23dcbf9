import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";

/** The bindings are generated from 6.25, but no argument that only 6.x knows is set, so 5.100 works too. */
const RANGE = ">= 5.100, < 7.0";
const RANGE_FROM_6_1 = ">= 6.1, < 7.0";

const PATH = ["terraform", "required_providers", "aws", "version"];

/**
 * Lets the stack use any version of the AWS provider that the constructs work with. Otherwise the bindings pin the
 * version that they were generated from. A version that the app sets with its own override stays.
 */
export function acceptProviderRange(scope: IConstruct): void {
  if (versionsOf(scope) === undefined) setVersions(scope, RANGE);
}

/** Raises that range for a value that earlier versions refuse. A version that the app sets stays. */
export function acceptProviderFrom61(scope: IConstruct): void {
  if ([undefined, RANGE].includes(versionsOf(scope))) setVersions(scope, RANGE_FROM_6_1);
}

/**
 * The versions that the app sets, if one of their conditions excludes 6.1 and all later versions: `~> 5.100`, `< 6`.
 * `undefined` otherwise.
 */
export function versionsBefore61(scope: IConstruct): string | undefined {
  const versions = versionsOf(scope);
  const excludes = versions?.split(",").some((one) => /^\s*((=|~>|<=?)?\s*[0-5]\b|<\s*6(\.[01])?(\.0)*\s*$)/.test(one));
  return excludes ? versions : undefined;
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
