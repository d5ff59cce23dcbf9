import { join } from "node:path";
import { runProgram } from "../../cli/framework/process";
import { readFolder, type SynthesizedStack } from "../../cli/model/folder";
import { outputFolder } from "../../stacks/names";

const APP = join(__dirname, "..", "..", "main.js");

/** Runs the app, and reads what it wrote. Undefined if the app failed; it has printed why. */
export async function synthesizeApp(): Promise<readonly SynthesizedStack[] | undefined> {
  const { code } = await runProgram(process.execPath, [APP], { output: "inherit" });
  return code === 0 ? readFolder(outputFolder(), "run npm run synth") : undefined;
}
