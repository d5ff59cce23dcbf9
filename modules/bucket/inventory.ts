import type { TerraformProvider } from "cdktf";
import { S3BucketInventory } from "@cdktf/provider-aws/lib/s3-bucket-inventory";
import { Construct } from "constructs";
import { awaitable } from "../dependencies";
import { assertKnown, type KeysOf } from "../known-options";
import { assertValid } from "../validation";
import type { BucketBase } from "./bucket-base";

export interface BucketInventoryProps {
  readonly bucket: BucketBase;
  /** Receives the reports; another bucket of the same Region. Its own default encryption applies. */
  readonly destination: BucketBase;
  /** @default "Daily" */
  readonly frequency?: "Daily" | "Weekly";
  /** @default "Parquet" */
  readonly format?: "CSV" | "ORC" | "Parquet";
  /** @default "inventory" */
  readonly prefix?: string;
  /** @default the stack's provider */
  readonly provider?: TerraformProvider;
}

/** Fields that show an auditor whether each version is encrypted, locked and replicated. */
const FIELDS = [
  "Size",
  "LastModifiedDate",
  "StorageClass",
  "ETag",
  "EncryptionStatus",
  "ReplicationStatus",
  "ObjectLockMode",
  "ObjectLockRetainUntilDate",
  "ObjectLockLegalHoldStatus",
];

/** Regular lists of all object versions in a bucket. */
export class BucketInventory extends Construct {
  constructor(scope: Construct, id: string, props: BucketInventoryProps) {
    assertKnown(scope, id, props, OPTIONS, "bucket", "destination");
    super(scope, id);
    const { bucket, destination, frequency = "Daily", format = "Parquet", prefix = "inventory", provider } = props;
    assertValid(this, [
      bucket.bucketName === destination.bucketName && `destination must be another bucket, got "${bucket.bucketName}"`,
    ]);
    destination.allowInventoryOf(bucket.arn, `${prefix}/`);
    bucket.sendsTo(destination);
    new S3BucketInventory(this, "Inventory", {
      bucket: bucket.bucketName,
      name: "AllVersions",
      includedObjectVersions: "All",
      optionalFields: FIELDS,
      schedule: { frequency },
      destination: {
        bucket: { bucketArn: destination.arn, accountId: destination.location.account, format, prefix },
      },
      dependsOn: awaitable(this, [bucket.policyResource, destination.policyResource]),
      provider,
    });
  }
}

const OPTIONS: KeysOf<BucketInventoryProps> = {
  bucket: true,
  destination: true,
  format: true,
  frequency: true,
  prefix: true,
  provider: true,
};
