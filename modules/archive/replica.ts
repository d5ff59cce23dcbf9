import type { TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { Bucket, BucketReplication, type BucketProps, type Lifecycle, type StorageClass } from "../bucket";
import { LIFECYCLE_OPTIONS } from "../bucket/lifecycle";
import { Key, type KeyProps } from "../key";
import { OWN_KEY_OPTIONS } from "../key/key";
import type { KeysOf } from "../known-options";
import type { CreatedPrincipal } from "../principal";
import type { RoleOptions } from "../role";

/** The copy of an archive's log bucket, in another Region or account. */
export interface ReplicaOptions {
  /** Account of the copy. 12 digits. @default the archive's */
  readonly account?: string;
  readonly region: string;
  readonly bucketName: string;
  /** Options of the copy's own key. @default one alias, the copy's bucket name; in the archive's account as its key */
  readonly key?: Partial<Omit<KeyProps, "account" | "region" | "provider" | "tags" | "preventDestroy">>;
  /** Name of the role that copies, in the archive's account. @default the log bucket's name and "-replication" */
  readonly roleName?: string;
  /** @default the class of the source object */
  readonly storageClass?: StorageClass;
  /** S3 copies within 15 minutes, or reports the objects that it did not copy. Charged for each GB. @default false */
  readonly timeControl?: boolean;
  /** CloudWatch metrics of objects that wait to be copied. @default false, with `timeControl` true */
  readonly metrics?: boolean;
  /** @default kept forever, old versions for 365 days, unfinished uploads for 7 */
  readonly lifecycle?: Lifecycle;
  /** Of the copy's account and Region. */
  readonly provider: TerraformProvider;
}

export const REPLICA_OPTIONS: KeysOf<ReplicaOptions> = {
  account: true,
  bucketName: true,
  key: OWN_KEY_OPTIONS,
  lifecycle: LIFECYCLE_OPTIONS,
  metrics: true,
  provider: true,
  region: true,
  roleName: true,
  storageClass: true,
  timeControl: true,
};

/** The parts of the copy. */
export interface ArchiveReplica {
  readonly key: Key;
  readonly bucket: Bucket;
  readonly replication: BucketReplication;
}

/** What the copy uses of the archive. */
export interface ReplicaSource {
  readonly bucket: Bucket;
  readonly readers: readonly CreatedPrincipal[] | undefined;
  readonly key: ReplicaOptions["key"];
  /** The same protections as the source's. */
  readonly protection: Pick<
    BucketProps,
    "objectLock" | "minimumTlsVersion" | "onlyOrganizationId" | "preventDestroy" | "forceDestroy" | "tags"
  >;
  readonly iam: RoleOptions;
  readonly provider: TerraformProvider | undefined;
}

/**
 * Creates the copy, with its own key and the protections of the source. It is sealed: nobody may delete from it, and
 * its key lets no reader decrypt. docs/replica.md explains how to open it if the source is lost.
 */
export function addReplica(scope: Construct, source: ReplicaSource, options: ReplicaOptions): ArchiveReplica {
  const { region, bucketName, storageClass, timeControl, metrics, lifecycle, provider } = options;
  const { protection, readers, iam } = source;
  const account = options.account ?? source.bucket.location.account;
  const location = { account, region };
  // Administrators of the archive's account cannot administer a key of another.
  const inherited = account === source.bucket.location.account ? source.key : undefined;
  const key = new Key(scope, "ReplicaKey", {
    ...inherited,
    aliases: [bucketName],
    ...options.key,
    ...location,
    preventDestroy: protection.preventDestroy,
    tags: protection.tags,
    provider,
  });
  const bucket = new Bucket(scope, "ReplicaBucket", {
    // S3 copies from a locked bucket only into a locked one.
    ...protection,
    ...location,
    bucketName,
    encryption: { key },
    lifecycle,
    onlyReaders: readers,
    dependsOn: [key.policyResource],
    provider,
  });
  const replication = new BucketReplication(scope, "Replication", {
    source: source.bucket,
    destination: bucket,
    roleName: options.roleName ?? `${source.bucket.bucketName}-replication`,
    iam,
    storageClass,
    timeControl,
    metrics,
    provider: source.provider,
  });
  return { key, bucket, replication };
}
