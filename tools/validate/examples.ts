import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "../../cli/framework/process";
import { plainText } from "../terraform/diagnostics";
import { UserError } from "../../cli/framework/user-error";
import { readFolder, type SynthesizedStack } from "../../cli/model/folder";
import type { Result } from "../terraform/verdict";

export interface SynthesizedExample {
  readonly stacks: readonly SynthesizedStack[];
  /** Why there are no stacks. */
  readonly failure?: Result;
}

/**
 * Names of the example apps of this project, from their sources: `dist` may contain removed ones. Those with a
 * package.json are projects of their own, which the tests of the package install.
 */
export function exampleNames(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const has = (name: string, file: string) => existsSync(join(folder, name, file));
  return readdirSync(folder).filter((name) => has(name, "main.ts") && !has(name, "package.json"));
}

/** Runs an example app that writes to `outputFolder`. */
export async function synthesizeExample(example: string, outputFolder: string): Promise<SynthesizedExample> {
  const started = performance.now();
  const app = join(__dirname, "..", "..", "examples", example, "main.js");
  mkdirSync(outputFolder, { recursive: true });
  const env = { ...process.env, CDKTF_OUTDIR: outputFolder };
  const { code, stderr } = await runProgram(process.execPath, [app], { env });
  const name = `examples/${example}`;
  const failed = (summary: string, text: string): SynthesizedExample => {
    const diagnostics = [{ severity: "error", summary, detail: plainText(text) }] as const;
    const seconds = (performance.now() - started) / 1000;
    return { stacks: [], failure: { name, verdict: { kind: "invalid", diagnostics }, seconds } };
  };
  if (code !== 0) return failed("The app ends with an error", stderr);
  try {
    const stacks = readFolder(outputFolder);
    const nameOf = (stack: SynthesizedStack) => (stacks.length === 1 ? name : `${name}/${stack.name}`);
    return { stacks: stacks.map((stack) => ({ ...stack, name: nameOf(stack) })) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return failed("The app writes no usable output", error.message);
  }
}
