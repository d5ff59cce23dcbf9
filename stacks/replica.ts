import type { TerraformStack } from "cdktf";
import type { EnvironmentConfig } from "../environments/schema";
import { Bucket, BucketReplication } from "../modules/bucket";
import { Key, type GuardedKey } from "../modules/key";
import { OUTPUTS } from "./names";
import { output } from "./outputs";
import { alsoUse } from "./providers";

/** The copy of the log bucket in a second Region or account, under a key of its own there. */
export function addReplica(
  stack: TerraformStack,
  environment: EnvironmentConfig,
  source: Bucket,
  sourceKey: GuardedKey,
  replica: NonNullable<EnvironmentConfig["replica"]>,
): void {
  const { name, accounts, key: logKey, logs } = environment;
  const access = replica.account ?? accounts.archive;
  const location = { account: access.id, region: replica.region };
  const provider = alsoUse(stack, "Replica", environment, access, replica.region);

  const key = new Key(stack, "ReplicaKey", {
    ...location,
    aliases: [replica.keyAlias],
    description: `Encrypts the replica of the audit trail of ${name}`,
    administrators: access.id === accounts.archive.id ? logKey.administrators : [],
    rotationPeriodInDays: logKey.rotationPeriodInDays,
    deletionWindowInDays: logKey.deletionWindowInDays,
    preventDestroy: environment.protected,
    provider,
  });
  const bucket = new Bucket(stack, "ReplicaBucket", {
    ...location,
    bucketName: replica.bucketName,
    encryption: { kmsKeyArn: key.arn },
    lifecycle: replica.lifecycle,
    // S3 copies from a locked bucket only into a locked one.
    objectLock: logs.objectLock,
    minimumTlsVersion: logs.minimumTlsVersion,
    preventDestroy: environment.protected,
    forceDestroy: logs.forceDestroy,
    provider,
  });
  const replication = new BucketReplication(stack, "Replication", {
    source,
    sourceKeyArn: sourceKey.arn,
    destination: bucket,
    destinationKeyArn: key.arn,
    roleName: `${name}-audit-log-replication`,
    storageClass: replica.storageClass,
  });
  sourceKey.allowReplicationFrom(replication.role, source.arn);
  key.allowReplicationInto(replication.role, bucket.arn);
  bucket.allowReplicationBy(replication.role);
  output(stack, OUTPUTS.archive.replicaBucket, bucket.bucketName, "Holds the copy of the log files");
  output(stack, OUTPUTS.archive.replicaKeyArn, key.arn, "Encrypts the copy of the log files");
}
