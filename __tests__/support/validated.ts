import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { Validator } from "../../tools/terraform/validator";

/** What Terraform says of a stack, with the oldest version of the provider. Throws if it cannot start. */
export async function validated(build: (stack: TerraformStack) => void) {
  const scratch = mkdtempSync(join(tmpdir(), "validated by terraform "));
  try {
    const app = new App({ outdir: join(scratch, "out"), stackTraces: false });
    const stack = new TerraformStack(app, "test");
    stack.addOverride("terraform.required_providers.aws.version", "5.100.0");
    new AwsProvider(stack, "Aws", { region: "eu-central-1" });
    build(stack);
    app.synth();
    const folder = join(app.outdir, "stacks", "test");
    const validator = new Validator(join(scratch, "providers"));
    const problem = await validator.init(folder);
    if (problem !== undefined) throw new Error(JSON.stringify(problem));
    return await validator.validate(folder);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}
