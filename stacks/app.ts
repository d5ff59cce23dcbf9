import { App } from "cdktf";
import type { EnvironmentConfig } from "../environments/schema";
import { addStacks } from "./add-stacks";
import type { EmulatorOptions } from "./emulator";
import { withoutDeprecationWarnings } from "./deprecation-warnings";
import { synthesize } from "./synthesize";
import { withoutTokenTraces } from "./token-traces";

export interface AppOptions extends EmulatorOptions {
  /** All environments, including those that are not synthesized now. */
  readonly registry: readonly EnvironmentConfig[];
  /** Path of a dependency lock file to copy into the folder of every stack. @default none: providers are not pinned */
  readonly providerLock?: string | undefined;
  /** Name of the environment whose state store keeps its own state in a local file. @default none */
  readonly localState?: string | undefined;
}

/** Writes the stacks of these environments to `cdktf.out`, or to CDKTF_OUTDIR: all of them or none. */
export function synthesizeEnvironments(environments: readonly EnvironmentConfig[], options: AppOptions): void {
  withoutTokenTraces(() => {
    // Stack traces in the output would contain paths of this machine.
    const app = new App({ stackTraces: false });
    for (const environment of environments) {
      const logBucketsElsewhere = options.registry.filter(({ name }) => name !== environment.name).flatMap(ownBuckets);
      const localState = environment.name === options.localState;
      addStacks(app, environment, { ...options, localState, logBucketsElsewhere });
    }
    withoutDeprecationWarnings(() => synthesize(app, options.providerLock));
  });
}

function ownBuckets({ logs, accessLogs, replica, state }: EnvironmentConfig): string[] {
  return [logs, accessLogs, state, ...(replica ? [replica] : [])].map(({ bucketName }) => bucketName);
}
