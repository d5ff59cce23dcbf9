import { App, type TerraformStack } from "cdktf";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readStack, readStacks } from "../cli/synthesized/read";
import { environments } from "../environments";
import { EncryptedBucketWalkthrough } from "../examples/encrypted-bucket-walkthrough/stack";
import { SecureCloudTrailLogging } from "../examples/secure-cloudtrail-logging/stack";
import { addStacks, synthesize } from "../stacks";
import type { Synthesized } from "./trials";

const EXAMPLES: readonly [string, new (app: App, id: string) => TerraformStack][] = [
  ["secure-cloudtrail-logging", SecureCloudTrailLogging],
  ["encrypted-bucket-walkthrough", EncryptedBucketWalkthrough],
];

/** Synthesizes every shipped environment and every example, away from `cdktf.out`. */
export function synthesizeAll(): Synthesized[] {
  return [
    ...environments.map((environment) => ({
      name: environment.name,
      stacks: inFolder((outdir) => {
        const app = new App({ outdir, stackTraces: false });
        addStacks(app, environment, { localState: false });
        synthesize(app);
        return readStacks(outdir, environment.name);
      }),
    })),
    ...EXAMPLES.map(([name, Example]) => ({
      name,
      stacks: inFolder((outdir) => {
        const app = new App({ outdir, stackTraces: false });
        new Example(app, name);
        app.synth();
        return [readStack(join(outdir, "stacks", name, "cdk.tf.json"), name)];
      }),
    })),
  ];
}

function inFolder<Result>(work: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), "audit-trail-mutations-"));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
