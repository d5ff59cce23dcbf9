import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { runProgram } from "../../cli/framework/process";
import { ALARMS } from "./alarms";
import type { Arguments, StackJson } from "./edit";

/** In the order in which they are deployed. */
export const STACKS = [
  "local-archive",
  "local-trail",
  "full-state",
  "full-archive",
  "full-trail",
  "full-alarms",
] as const;

export type StackName = (typeof STACKS)[number];

/** The stacks that the app synthesizes for an emulator, and that a checkout therefore has. */
export const SYNTHESIZED_STACKS = STACKS.filter((name) => !["full-state", "full-alarms"].includes(name));

export function fileOf(outdir: string, name: StackName): string {
  return join(outdir, "stacks", name, "cdk.tf.json");
}

export function readStack(outdir: string, name: StackName): StackJson {
  return JSON.parse(readFileSync(fileOf(outdir, name), "utf8")) as StackJson;
}

export function writeStack(outdir: string, name: StackName, stack: StackJson): void {
  mkdirSync(dirname(fileOf(outdir, name)), { recursive: true });
  writeFileSync(fileOf(outdir, name), JSON.stringify(stack));
}

/** Writes all stacks for the emulator at `endpoint`. */
export async function synthesizeStacks(endpoint: string, outdir: string): Promise<void> {
  await runSynth({ EMULATOR: endpoint, CDKTF_OUTDIR: outdir });
  // The app creates a state store only for AWS: take its resources for the emulator.
  const forAws = `${outdir}-for-aws`;
  await runSynth({ CDKTF_OUTDIR: forAws });
  const { provider } = readStack(outdir, "full-archive");
  writeStack(outdir, "full-state", { ...readStack(forAws, "full-state"), provider });
  writeStack(outdir, "full-alarms", { ...ALARMS, ...besideArchive(readStack(outdir, "full-archive")) });
}

/** Provider and backend of the stack for alarms, derived from the archive's. */
function besideArchive({ provider, terraform }: StackJson): Arguments {
  const [main] = (provider as { aws: Arguments[] }).aws;
  return {
    provider: { aws: [main] },
    terraform: { ...(terraform as Arguments), backend: { local: { path: "../../../terraform.full-alarms.tfstate" } } },
  };
}

async function runSynth(env: NodeJS.ProcessEnv): Promise<void> {
  mkdirSync(env["CDKTF_OUTDIR"]!, { recursive: true });
  const options = { env: { ...process.env, ...env } };
  const { code, stderr } = await runProgram(process.execPath, [join(__dirname, "synth.js")], options);
  if (code !== 0) throw new Error(stderr.trim());
}
