import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";

/**
 * Writes a file next to the `cdk.tf.json` of the scope's stack whenever the app is synthesized, and returns its path
 * for Terraform. `TerraformAsset` cannot do that: it copies files that already exist.
 */
export function synthesizedFile(scope: Construct, name: string, contents: Uint8Array): string {
  const stack = TerraformStack.of(scope);
  const { synthesizer } = stack;
  stack.synthesizer = {
    synthesize(session) {
      synthesizer.synthesize(session);
      const { outdir } = session.manifest;
      writeFileSync(join(outdir, session.manifest.forStack(stack).workingDirectory, name), contents);
    },
  };
  return `\${path.module}/${name}`;
}
