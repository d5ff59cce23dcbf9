import { TerraformStack, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

/**
 * Those of these resources that something in the scope's stack may wait for. For what another stack makes, that stack is
 * deployed first instead: Terraform's `depends_on` ends at the stack.
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
