import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { local } from "../local/local-environment";
import { credentialsOf, type Credentials } from "../emulator/clients";
import { startEmulator, type Emulator } from "../emulator/start";
import { pathsIn, type Paths } from "../local/paths";
import { Deployer } from "../terraform/deployer";

/** Account and Region of the environment. */
export const ACCOUNT = local.accounts.archive.id;
export const REGION = local.region;

/** Short, so that tests do not wait. With `Infinity`, nothing is delivered. */
export const DELIVERY = { logMilliseconds: 1000, digestMilliseconds: 1000 };

/** What all steps share: an emulator, folders and clients. */
export interface TestContext {
  readonly scratch: string;
  /** Credentials for the account of `local`. */
  readonly paths: Paths;
  readonly emulator: Emulator;
  /** The simulator reads these delays at every delivery. */
  readonly delivery: { logMilliseconds: number; digestMilliseconds: number };
  readonly credentials: Credentials;
  readonly s3: S3Client;
  readonly kms: KMSClient;
  readonly cloudTrail: CloudTrailClient;
  /** For stacks of the environment. */
  readonly terraform: Deployer;
  readonly signal: AbortSignal;
  end(): Promise<void>;
}

/** Throws a `UserError` if no emulator starts. */
export async function openTestContext(scratch: string, signal: AbortSignal): Promise<TestContext> {
  const delivery = { ...DELIVERY };
  const paths = pathsIn(join(scratch, "local"));
  mkdirSync(paths.folder, { recursive: true });
  const emulator = await startEmulator({ delivery });
  const { endpoint } = emulator;
  const credentials = await credentialsOf(endpoint, ACCOUNT).catch(async (error: unknown) => {
    await emulator.stop();
    throw error;
  });
  const options = { endpoint, region: REGION, credentials };
  const s3 = new S3Client({ ...options, forcePathStyle: true });
  const kms = new KMSClient(options);
  const cloudTrail = new CloudTrailClient(options);
  const cache = providersIn(scratch);
  const terraform = new Deployer({
    ...{ cache, credentials, region: REGION, endpoint, signal, patienceMs: PATIENCE_MS, keepProvider: true },
  });
  const end = async () => {
    await terraform.end();
    for (const client of [s3, kms, cloudTrail]) client.destroy();
    await emulator.stop();
  };
  return { scratch, paths, emulator, delivery, credentials, s3, kms, cloudTrail, terraform, signal, end };
}

/** From here on, only the steps create and remove log files. Pending deliveries follow after `deliverAgain`. */
export async function holdDelivery({ delivery, signal }: TestContext): Promise<void> {
  delivery.logMilliseconds = Infinity;
  // Until a digest includes the last log file.
  await wait(3000, undefined, { signal });
  delivery.digestMilliseconds = Infinity;
}

export function deliverAgain({ delivery }: TestContext): void {
  Object.assign(delivery, DELIVERY);
}

/** Provider cache that all runs share. */
export function providersIn(scratch: string): string {
  return join(scratch, "providers");
}

/** For an interrupted Terraform: nobody needs a state whose emulator ends. */
export const PATIENCE_MS = 1000;
