import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import type { EnvironmentConfig } from "../../environments/schema";
import { addStacks, synthesize } from "../../stacks";
import { Synthesized } from "./synth";

export interface SynthesizedApp {
  /** The stack's JSON as it was written. Throws where there is none. */
  stack(name: string): Synthesized;
  readonly stackNames: string[];
  readonly manifest: { readonly stacks: Record<string, { readonly dependencies: string[] }> };
}

/** Synthesizes environments as `main.ts` does, into a folder that is gone afterwards, and reads what was written. */
export function synthApp(
  environments: readonly EnvironmentConfig[],
  localState = false,
  elsewhere: readonly string[] = [],
): SynthesizedApp {
  return inFolder((outdir) => {
    const app = new App({ outdir, stackTraces: false });
    const options = { localState, logBucketsElsewhere: () => elsewhere };
    environments.forEach((environment) => addStacks(app, environment, options));
    synthesize(app);
    const folder = join(outdir, "stacks");
    const stackNames = readdirSync(folder).sort();
    const read = (...path: string[]) => JSON.parse(readFileSync(join(...path), "utf8")) as Record<string, unknown>;
    const stacks = new Map(stackNames.map((name) => [name, new Synthesized(read(folder, name, "cdk.tf.json"))]));
    return {
      stackNames,
      manifest: read(outdir, "manifest.json") as unknown as SynthesizedApp["manifest"],
      stack: (name) => {
        const found = stacks.get(name);
        if (!found) throw new Error(`no stack ${name}, only ${stackNames.join(", ")}`);
        return found;
      },
    };
  });
}

/** Runs with a folder of its own, removed whatever happens. */
export function inFolder<Result>(run: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), "audit-trail-test-"));
  try {
    return run(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
