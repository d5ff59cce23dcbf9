import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";

/** The bindings are those of 6.25; no argument that only 6.x knows is set, so 5.100 does as well. */
const AWS_PROVIDER_VERSIONS = ">= 5.100, < 7.0";

const PATH = ["terraform", "required_providers", "aws", "version"];

/**
 * Lets the stack take any AWS provider that the constructs work with. Otherwise the bindings pin the one version that
 * they were generated from. A version that the app chose by an override of its own stays.
 */
export function acceptProviderRange(scope: IConstruct): void {
  const stack = TerraformStack.of(scope);
  // Private in cdktf, which has no other way to ask.
  const { rawOverrides } = stack as unknown as { readonly rawOverrides: unknown };
  const chosen = PATH.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], rawOverrides);
  if (chosen === undefined) stack.addOverride(PATH.join("."), AWS_PROVIDER_VERSIONS);
}
