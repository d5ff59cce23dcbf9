import { GetObjectCommand, paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";
import { fromNodeProviderChain, fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import type { EnvironmentConfig } from "../environments/schema";
import { knownState, resourcesIn } from "./known-state";
import { stackName, stateKey } from "./names";

// The SDK that package-lock.json installs supports this version of Node.js.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";

/** An object of the state bucket. */
interface Stored {
  readonly key: string;
  /** How many resources this Terraform state holds. Undefined for an object that is not a Terraform state. */
  readonly resources: number | undefined;
}

/**
 * Refuses a local state for the state store if that could lose a state: with a local state, Terraform can destroy the
 * store, and with an empty one it creates a second store. Reads the state bucket with the credentials and endpoints that
 * Terraform uses, and refuses if it cannot read it.
 */
export async function checkLocalState(environment: EnvironmentConfig): Promise<void> {
  const { name, state } = environment;
  const stored = await readBucket(environment).catch((error: Error) => {
    throw new Error(
      `LOCAL_STATE=${name}: cannot read the state bucket ${state.bucketName}, which may hold the states of deployed ` +
        `stacks: ${error.name}: ${error.message}`,
    );
  });
  const problems = stored.flatMap((object) => problemOf(object, name));
  if (problems.length === 0) return;
  throw new Error(
    problems.map((problem) => `LOCAL_STATE=${name}: state bucket ${state.bucketName}: ${problem}`).join("\n"),
  );
}

function problemOf({ key, resources }: Stored, environment: string): string[] {
  const own = stateKey(environment, "state");
  // Terraform itself stops at a lock on its own state.
  if (resources === 0 || key === `${own}.tflock`) return [];
  if (key.endsWith(".tflock")) return [`${key}: another run holds this lock; wait until it ends`];
  if (resources === undefined)
    return [`${key} is not a Terraform state; move it, because destroying the stack empties the bucket`];
  const held = `${resources} resource${resources === 1 ? "" : "s"}`;
  if (key !== own) return [`${key} still holds ${held}; destroy that stack first`];
  const { backend, localResources } = knownState(environment);
  if (backend === "s3" || localResources !== undefined) return [];
  const command = `npx cdktf diff ${stackName(environment, "state")}`;
  return [`${key} holds ${held}, which Terraform has not read here yet and would create again; run "${command}" first`];
}

/** Empty if the bucket does not exist. */
async function readBucket({ region, accounts, state }: EnvironmentConfig): Promise<Stored[]> {
  const { id, assumeRole } = accounts.archive;
  const own = fromNodeProviderChain();
  const credentials =
    assumeRole === undefined
      ? own
      : fromTemporaryCredentials({
          masterCredentials: own,
          params: { RoleArn: assumeRole, RoleSessionName: "cdktf-audit-trail" },
          clientConfig: { region },
        });
  const s3 = new S3Client({ region, credentials });
  const bucket = { Bucket: state.bucketName, ExpectedBucketOwner: id };
  try {
    const stored: Stored[] = [];
    for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, bucket)) {
      for (const { Key: key = "" } of Contents) {
        const { Body } = await s3.send(new GetObjectCommand({ ...bucket, Key: key }));
        stored.push({ key, resources: resourcesIn(await Body!.transformToString()) });
      }
    }
    return stored;
  } catch (error) {
    if ((error as Error).name === "NoSuchBucket") return [];
    throw error;
  } finally {
    s3.destroy();
  }
}
