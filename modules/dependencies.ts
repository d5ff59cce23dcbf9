import { TerraformStack, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

/**
 * The resources that `depends_on` can name in the scope's stack. Terraform's `depends_on` does not reach into another
 * stack, so a stack that creates one of the other resources is deployed first instead.
 */
export function awaitable(
  scope: Construct,
  resources: readonly (ITerraformDependable | undefined)[],
): ITerraformDependable[] {
  const stack = TerraformStack.of(scope);
  return resources.flatMap((resource) => {
    if (resource === undefined) return [];
    const other = Construct.isConstruct(resource) ? TerraformStack.of(resource) : stack;
    if (other === stack) return [resource];
    stack.addDependency(other);
    return [];
  });
}
