import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { NAMES_ARE_CHECKED } from "../modules/taken-names";
import { STACK_LABEL, stackName, type StackLabel, type StackPart } from "./names";

/** A stack of an environment. Its JSON carries the label: the tool does not parse its name. */
export abstract class EnvironmentStack extends TerraformStack {
  constructor(scope: Construct, label: StackLabel, part: StackPart = label.kind) {
    super(scope, stackName(label.environment, part));
    // With those of all other environments, in environments/schema, whose messages name the options.
    this.node.setContext(NAMES_ARE_CHECKED, true);
    // Terraform reads nothing below "//".
    this.addOverride(`//.${STACK_LABEL}`, label);
  }
}
