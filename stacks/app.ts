import { App } from "cdktf";
import type { EnvironmentConfig } from "../environments/schema";
import { partitionOf } from "../modules/policy";
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
      const others = options.registry.filter(({ name }) => name !== environment.name);
      const logBucketsElsewhere = (account: string) => bucketsSeenFrom(account, environment, others);
      const localState = environment.name === options.localState;
      addStacks(app, environment, { ...options, localState, logBucketsElsewhere });
    }
    withoutDeprecationWarnings(() => synthesize(app, options.providerLock));
  });
}

/**
 * Log and state buckets of other environments whose calls the trail of an account can record: those of that account.
 * Which accounts an organization has is not known here, so that its trail may see every bucket of the partition.
 */
function bucketsSeenFrom(
  account: string,
  { trail, region }: EnvironmentConfig,
  others: readonly EnvironmentConfig[],
): string[] {
  return others
    .filter((other) => partitionOf(other.region) === partitionOf(region))
    .flatMap(ownBuckets)
    .filter((bucket) => trail.ofOrganization === true || bucket.account === account)
    .map(({ bucketName }) => bucketName);
}

function ownBuckets({ accounts, logs, accessLogs, replica, state }: EnvironmentConfig) {
  const archive = accounts.archive.id;
  return [
    ...[logs, accessLogs, state].map(({ bucketName }) => ({ bucketName, account: archive })),
    ...(replica ? [{ bucketName: replica.bucketName, account: replica.account?.id ?? archive }] : []),
  ];
}
