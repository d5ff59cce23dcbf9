import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "../../cli/framework/process";
import type { Usage } from "./usage";

export interface Measured {
  /** Wall time, from start to exit. */
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly megabytes: number;
}

/** Runs a compiled program until it exits. Throws if it fails. */
export async function measure(
  program: string,
  scratch: string,
  variables: Readonly<Record<string, string>>,
  words: readonly string[] = [],
): Promise<Measured> {
  const usageFile = join(scratch, "usage.json");
  const { ENVIRONMENT: _, LOCAL_STATE: __, ...inherited } = process.env;
  const env = { ...inherited, ...variables, BENCH_USAGE: usageFile };
  const start = performance.now();
  const args = ["--require", join(__dirname, "usage.js"), program, ...words];
  const { code, stderr } = await runProgram(process.execPath, args, { env });
  const seconds = (performance.now() - start) / 1000;
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${stderr.trim()}`);
  const { excludedSeconds, ...usage } = JSON.parse(readFileSync(usageFile, "utf8")) as Usage;
  return { ...usage, seconds: seconds - excludedSeconds };
}

/** The median of each figure. */
export function medianOf(runs: readonly Measured[]): Measured {
  return {
    seconds: median(runs.map(({ seconds }) => seconds)),
    cpuSeconds: median(runs.map(({ cpuSeconds }) => cpuSeconds)),
    megabytes: median(runs.map(({ megabytes }) => megabytes)),
  };
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
