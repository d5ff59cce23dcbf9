import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { STACK_LABEL, stackName, type StackKind, type StackLabel } from "./names";

/** A stack of an environment. Its JSON states the environment and the kind of stack: the tool does not parse its name. */
export abstract class EnvironmentStack extends TerraformStack {
  constructor(scope: Construct, environment: string, kind: StackKind) {
    super(scope, stackName(environment, kind));
    // Terraform reads nothing below "//".
    this.addOverride(`//.${STACK_LABEL}`, { environment, kind } satisfies StackLabel);
  }
}
