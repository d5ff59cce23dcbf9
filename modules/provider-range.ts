import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";

/** The bindings are generated from 6.25, but no argument that only 6.x knows is set, so 5.100 works too. */
const AWS_PROVIDER_VERSIONS = ">= 5.100, < 7.0";

const PATH = ["terraform", "required_providers", "aws", "version"];

/**
 * Lets the stack use any version of the AWS provider that the constructs work with. Otherwise the bindings pin the
 * version that they were generated from. A version that the app sets with its own override stays.
 */
export function acceptProviderRange(scope: IConstruct): void {
  const stack = TerraformStack.of(scope);
  // Private in cdktf, which has no other way to read it.
  const { rawOverrides } = stack as unknown as { readonly rawOverrides: unknown };
  const chosen = PATH.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], rawOverrides);
  if (chosen === undefined) stack.addOverride(PATH.join("."), AWS_PROVIDER_VERSIONS);
}
