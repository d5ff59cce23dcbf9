import { App, type TerraformStack } from "cdktf";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readStacks } from "../../cli/model/read";
import type { EnvironmentConfig } from "../../environments/schema";
import { dev, prod, staging } from "../../__tests__/fixtures/environments";
import { EncryptedBucketWalkthrough } from "../../examples/encrypted-bucket-walkthrough/stack";
import { SecureCloudTrailLogging } from "../../examples/secure-cloudtrail-logging/stack";
import { addStacks, synthesize } from "../../stacks";
import { COMPLETE } from "../samples/complete";
import { EXISTING } from "../samples/existing";
import { fleet } from "../samples/fleet";
import type { Synthesized } from "./trials";

const EXAMPLES: readonly [string, new (app: App, id: string) => TerraformStack][] = [
  ["secure-cloudtrail-logging", SecureCloudTrailLogging],
  ["encrypted-bucket-walkthrough", EncryptedBucketWalkthrough],
];

/**
 * The shipped environments, `prod` without its alerts, which `COMPLETE` has; and what they do not use: a replica in a
 * separate account, a required key header, several trails, what exists already.
 */
const ENVIRONMENTS: readonly EnvironmentConfig[] = [
  ...[dev, staging, prod],
  { ...COMPLETE, name: "complete" },
  { ...dev, name: "strict", logs: { ...dev.logs, requireKeyHeader: true } },
  EXISTING,
  fleet(3),
];

/** Synthesizes every environment and every example, outside `cdktf.out`. */
export function synthesizeAll(): Synthesized[] {
  return [
    ...ENVIRONMENTS.map((environment) => ({
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
        return readStacks(outdir, name);
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
