import type { Construct } from "constructs";
import type { EnvironmentConfig } from "../environments/schema";
import { Bucket } from "../modules/bucket";
import { stateKeyAlias, nameBase } from "../modules/derived-names";
import { Key } from "../modules/key";
import { keepStateLocally, keepStateRemotely, stateKeyArn } from "./backend";
import { EnvironmentStack } from "./environment-stack";
import { OUTPUTS } from "./names";
import { output } from "./outputs";
import { configureProvider } from "./providers";

export interface StateStackOptions {
  /**
   * Keeps this stack's own state in a local file: before its bucket exists, and before the bucket is destroyed.
   * Terraform destroys the state store only with this option, and never that of a protected environment.
   */
  readonly localState: boolean;
}

/** The bucket and the key for the states of all stacks of an environment, including this one. */
export class StateStack extends EnvironmentStack {
  constructor(scope: Construct, environment: EnvironmentConfig, { localState }: StateStackOptions) {
    super(scope, { environment: environment.name, kind: "state" });
    const { name, region, accounts, state, key: logKey } = environment;
    const location = { account: accounts.archive.id, region };
    configureProvider(this, environment, accounts.archive);
    if (localState) keepStateLocally(this, environment, "state");
    else keepStateRemotely(this, environment, "state");

    const preventDestroy = environment.protected || !localState;
    const key = new Key(this, "Key", {
      ...location,
      aliases: [stateKeyAlias(nameBase(environment))],
      description: `Encrypts the Terraform state of ${name}`,
      // IAM policies decide who may deploy: every identity that plans reads the states.
      rootAccess: "iamDecides",
      deletionWindowInDays: logKey.deletionWindowInDays,
      preventDestroy,
    });
    const bucket = new Bucket(this, "Bucket", {
      ...location,
      bucketName: state.bucketName,
      encryption: { key, alsoNamed: [stateKeyArn(environment)] },
      // Terraform's backend names the key for states and for lock files.
      denySseS3: true,
      // Terraform deletes its lock files. Versions of a state are kept.
      deletionProtection: "versions",
      preventDestroy,
      forceDestroy: !preventDestroy,
      dependsOn: [key.policyResource],
    });
    output(this, OUTPUTS.state.bucket, bucket.bucketName, "Holds the Terraform states of this environment");
    output(this, OUTPUTS.state.keyArn, key.arn, "Encrypts the Terraform states of this environment");
  }
}
