import type { TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { Bucket, BucketReplication, type BucketProps, type Lifecycle, type StorageClass } from "../bucket";
import { LIFECYCLE_OPTIONS } from "../bucket/lifecycle-rules";
import { Key, type KeyProps } from "../key";
import { OWN_KEY_OPTIONS } from "../key/key";
import type { KeysOf } from "../known-options";
import type { CreatedPrincipal } from "../principal";
import { arnsIn } from "../policy";
import { ROLE_OPTIONS, type RoleOptions } from "../role";
import { assertValid } from "../validation";
import type { LogReaderRole } from "../access";
import type { ReaderScope } from "../access/log-scope";
import { createReaders, READER_OPTIONS, type ArchiveReader } from "./readers";

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
  /** Roles in the copy's account that read it. @default nobody reads: the copy is sealed */
  readonly readers?: readonly ArchiveReader[];
  /** Path and permissions boundary of the readers' roles. @default the archive's `iam` */
  readonly iam?: RoleOptions;
  /** Of the copy's account and Region. */
  readonly provider: TerraformProvider;
}

export const REPLICA_OPTIONS: KeysOf<ReplicaOptions> = {
  account: true,
  bucketName: true,
  iam: ROLE_OPTIONS,
  key: () => OWN_KEY_OPTIONS,
  lifecycle: LIFECYCLE_OPTIONS,
  metrics: "flag",
  provider: true,
  readers: READER_OPTIONS,
  region: true,
  roleName: true,
  storageClass: true,
  timeControl: "flag",
};

/** The parts of the copy. */
export interface ArchiveReplica {
  readonly key: Key;
  readonly bucket: Bucket;
  readonly replication: BucketReplication;
  /** In the order of the options. */
  readonly readers: readonly LogReaderRole[];
}

/** What the copy uses of the archive. */
export interface ReplicaSource {
  readonly bucket: Bucket;
  /** The only ones who may read; `undefined` if IAM decides. */
  readonly onlyReaders: readonly CreatedPrincipal[] | undefined;
  /** What the trails record; `undefined` if they deliver into different folders. */
  readonly recorded: ReaderScope | undefined;
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
 * Creates the copy, with its own key and the protections of the source. Nobody may delete from it, and without `readers`
 * it is sealed: its key lets nobody decrypt. docs/replica.md explains how to open it if the source is lost.
 */
export function addReplica(scope: Construct, source: ReplicaSource, options: ReplicaOptions): ArchiveReplica {
  const { region, bucketName, storageClass, timeControl, metrics, lifecycle, provider } = options;
  const { protection, onlyReaders, iam } = source;
  // Without type checking, the archive's provider would create the copy in the archive's own Region.
  assertValid(scope, [
    (provider as TerraformProvider | undefined) === undefined &&
      `replica.provider must be a provider of the copy's account and Region (${region}), got none`,
  ]);
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
  const logs = { bucketName, bucketRegion: region, keyArn: key.arn };
  const readers = createReaders(scope, "ReplicaReader", options.readers ?? [], {
    ...location,
    ...(options.iam ?? iam),
    logs,
    recorded: source.recorded,
    option: "replica.readers",
    provider,
    tags: protection.tags,
  });
  if (readers.length > 0) key.allowObjectReaders(arnsIn(location).bucket(bucketName), ...readers);
  const bucket = new Bucket(scope, "ReplicaBucket", {
    // S3 copies from a locked bucket only into a locked one.
    ...protection,
    ...location,
    bucketName,
    encryption: { key },
    lifecycle,
    onlyReaders: onlyReaders && [...onlyReaders, ...readers],
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
  return { key, bucket, replication, readers };
}
