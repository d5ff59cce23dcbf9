import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { StatusLine } from "../../cli/framework/status-line";
import { readFolder, type SynthesizedStack } from "../../cli/model/folder";
import { countResources } from "../synth/stack-table";
import { firstDifference } from "./compare";
import { toBare } from "./convert";
import { measure, medianOf, type Measured } from "./measure";
import type { Result } from "./results";

export interface Size {
  readonly name: string;
  /** Number of environments, copied from the shipped ones. @default the shipped ones, with the app's own main.js */
  readonly environments?: number;
  /** Number of audited accounts, of one environment. @default those of the environments */
  readonly accounts?: number;
  /** A fixture, alone. @default those of the environments */
  readonly fixture?: "prod" | "operated";
  /** Most runs. */
  readonly runs: number;
}

/** Measures app and bare resources in turn, after a run of each to check that both write the same. */
export async function measureSize(
  size: Size,
  runs: number,
  scratch: string,
): Promise<{ readonly app: Result; readonly bare: Result }> {
  const data = join(scratch, "bare.json");
  const appFolder = join(scratch, "app");
  const bareFolder = join(scratch, "bare");
  const program = (size.environments ?? size.accounts ?? size.fixture) === undefined ? "../../main.js" : "app.js";
  const runApp = () =>
    measureInto(appFolder, scratch, program, {
      ...(size.environments !== undefined && { BENCH_ENVIRONMENTS: String(size.environments) }),
      ...(size.fixture !== undefined && { BENCH_FIXTURE: size.fixture }),
      ...(size.accounts !== undefined && { BENCH_ACCOUNTS: String(size.accounts) }),
    });
  const runBare = () => measureInto(bareFolder, scratch, "bare.js", { BENCH_DATA: data });

  await runApp();
  const stacks = readFolder(appFolder);
  writeFileSync(data, JSON.stringify(stacks.map(({ name, json, dependencies }) => toBare(name, json, dependencies))));
  await runBare();
  assertSame(stacks, readFolder(bareFolder));

  const status = new StatusLine(process.stderr);
  const times = Math.min(runs, size.runs);
  const app: Measured[] = [];
  const bare: Measured[] = [];
  for (let run = 1; run <= times; run++) {
    status.show(`${size.name}: run ${run} of ${times}`);
    app.push(await runApp());
    bare.push(await runBare());
  }
  status.clear();
  const resources = stacks.reduce((sum, { json }) => sum + countResources(json["resource"]), 0);
  const same = { stacks: stacks.length, resources, runs: times };
  return {
    app: { name: `${size.name}, app`, ...same, ...medianOf(app) },
    bare: { name: `${size.name}, bare`, ...same, ...medianOf(bare) },
  };
}

/** Measures with an existing, empty output folder, so that every run does the same work. */
function measureInto(
  outputFolder: string,
  scratch: string,
  program: string,
  variables: Readonly<Record<string, string>>,
): Promise<Measured> {
  rmSync(outputFolder, { recursive: true, force: true });
  mkdirSync(outputFolder);
  return measure(join(__dirname, program), scratch, { ...variables, CDKTF_OUTDIR: outputFolder });
}

/** The comparison is fair only if both write the same Terraform configuration. */
function assertSame(app: readonly SynthesizedStack[], bare: readonly SynthesizedStack[]): void {
  const byName = (stacks: readonly SynthesizedStack[]) =>
    Object.fromEntries(stacks.map(({ name, json }) => [name, json]));
  const difference = firstDifference(byName(app), byName(bare));
  if (difference !== undefined) throw new Error(`app and bare resources differ at ${difference}`);
}
