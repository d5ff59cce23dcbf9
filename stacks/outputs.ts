import { TerraformOutput, type TerraformStack } from "cdktf";

/** An output under exactly this name. */
export function output(stack: TerraformStack, name: string, value: unknown, description: string): void {
  new TerraformOutput(stack, name, { value, description, staticId: true });
}
