import type { TerraformStack } from "cdktf";
import type { EnvironmentConfig } from "../environments/schema";
import { Bucket, BucketReplication } from "../modules/bucket";
import { Key } from "../modules/key";
import type { CreatedPrincipal } from "../modules/principal";
import type { EmulatorOptions } from "./emulator";
import { OUTPUTS } from "./names";
import { output } from "./outputs";
import { preventsDestroy } from "./prevent-destroy";
import { addAliasedProvider } from "./providers";
import { roleOptions } from "./role-options";

/**
 * The copy of the log bucket in a second Region or account, with its own key and the protections of the source. Nobody
 * may delete from it. Readers have no access to it: grant it when the source is lost.
 */
export function addReplica(
  stack: TerraformStack,
  environment: EnvironmentConfig,
  source: Bucket,
  readers: readonly CreatedPrincipal[],
  replica: NonNullable<EnvironmentConfig["replica"]>,
  { emulator }: EmulatorOptions,
): void {
  const { name, accounts, key: logKey, logs, organization } = environment;
  const access = replica.account ?? accounts.archive;
  const location = { account: access.id, region: replica.region };
  const provider = addAliasedProvider(stack, "Replica", environment, access, { region: replica.region, emulator });

  const key = new Key(stack, "ReplicaKey", {
    ...location,
    aliases: [replica.keyAlias],
    description: `Encrypts the replica of the audit trail of ${name}`,
    ...(access.id === accounts.archive.id && { administrators: logKey.administrators, rootAccess: logKey.rootAccess }),
    rotationPeriodInDays: logKey.rotationPeriodInDays,
    deletionWindowInDays: logKey.deletionWindowInDays,
    preventDestroy: preventsDestroy(environment),
    provider,
  });
  const bucket = new Bucket(stack, "ReplicaBucket", {
    ...location,
    bucketName: replica.bucketName,
    encryption: { key },
    lifecycle: replica.lifecycle,
    // S3 copies from a locked bucket only into a locked one.
    objectLock: logs.objectLock,
    minimumTlsVersion: logs.minimumTlsVersion,
    onlyOrganizationId: organization?.id,
    onlyReaders: logs.onlyReaders ? readers : undefined,
    preventDestroy: preventsDestroy(environment),
    forceDestroy: logs.forceDestroy,
    dependsOn: [key.policyResource],
    provider,
  });
  new BucketReplication(stack, "Replication", {
    source,
    destination: bucket,
    roleName: `${name}-audit-log-replication`,
    iam: roleOptions(environment, accounts.archive.id),
    storageClass: replica.storageClass,
  });
  output(stack, OUTPUTS.archive.replicaBucket, bucket.bucketName, "Holds the copies of the log files");
  output(stack, OUTPUTS.archive.replicaKeyArn, key.arn, "Encrypts the copies of the log files");
}
