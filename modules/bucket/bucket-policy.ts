import type { ReaderScope } from "../access/log-scope";
import { arnsIn, foldStatements, type Location, type Statement } from "../policy";
import { arnOf, type Principal } from "../principal";
import * as arrivals from "./delivery-statements";
import { readersRead } from "./reader-statements";
import * as statements from "./statements";

/**
 * What nobody but a break-glass role may delete:
 * - `objectsAndVersions`: nothing at all.
 * - `versions`: current objects may be deleted, their versions stay. For state files and their locks.
 */
export type DeletionProtection = "objectsAndVersions" | "versions";

/**
 * s3:BypassGovernanceRetention is what a deletion under Object Lock in governance mode asks for, s3:ReplicateDelete
 * what a delete marker that comes from another bucket asks for.
 */
export const DELETION: Record<DeletionProtection, readonly string[]> = {
  objectsAndVersions: [
    "s3:DeleteObject",
    "s3:DeleteObjectVersion",
    "s3:BypassGovernanceRetention",
    "s3:ReplicateDelete",
  ],
  versions: ["s3:DeleteObjectVersion", "s3:BypassGovernanceRetention"],
};

/** What a bucket's policy denies whatever else it says. */
export interface BucketDenials {
  /** ARNs or aliases of keys. Requests that name a key by anything else are denied. @default no such statement */
  readonly onlyKeys?: readonly string[];
  /** Also denies requests that name no key. May stop CloudTrail's own delivery: test it first. @default false */
  readonly requireKeyHeader?: boolean;
  /**
   * Also denies requests that ask for SSE-S3, which needs no key. Not for a bucket that CloudTrail delivers into: it
   * writes its digest files so. @default false
   */
  readonly denySseS3?: boolean;
  /**
   * Denies writing to everyone but AWS services: for a bucket that takes nothing but access logs and inventories.
   * @default false
   */
  readonly onlyServicesWrite?: boolean;
  /** @default "1.2" */
  readonly minimumTlsVersion?: "1.2" | "1.3";
  /** @default "objectsAndVersions" */
  readonly deletionProtection?: DeletionProtection;
  /** Roles that may delete in an emergency, for instance by a court's order. @default none */
  readonly breakGlassRoles?: readonly Principal[];
  /** Denies every caller outside this organization, AWS services excepted. @default no such statement */
  readonly onlyOrganizationId?: string;
  /**
   * Denies reading objects to everyone but these and those of `allowReaders`, whatever IAM says, and replicating them to
   * all but the roles of `allowReplicationFrom`. @default IAM decides
   */
  readonly onlyReaders?: readonly Principal[];
}

/** The statements of a bucket's policy, as the calls of its construct build them up. */
export class BucketPolicy {
  readonly deliveries: arrivals.TrailDelivery[] = [];
  private readonly accessLogSources: string[] = [];
  private readonly inventorySources: string[] = [];
  /** Where AWS services put what passes for evidence, with a slash or a prefix at the end. */
  private readonly evidence: string[] = [];
  readonly added: Statement[] = [];
  private readonly allowed: Statement[] = [];
  /** Of replications that end here, and that begin here. */
  private readonly replicationRoles: string[] = [];
  private readonly replicatesAs: string[] = [];
  private readonly readers: string[];

  private readonly arns: arrivals.BucketArns;

  constructor(
    private readonly bucketName: string,
    private readonly location: Location,
    private readonly denials: BucketDenials,
  ) {
    const bucket = arnsIn(location).bucket(bucketName);
    this.arns = { bucket, objects: `${bucket}/*` };
    this.readers = (denials.onlyReaders ?? []).map(arnOf);
  }

  get statements(): Statement[] {
    const { arns, accessLogSources, inventorySources } = this;
    const { account } = this.location;
    return [
      ...this.standingDenials,
      ...(this.denials.onlyReaders
        ? [
            statements.denyUnnamedReaders(arns, this.readers),
            statements.denyUnnamedReplication(arns, this.replicatesAs),
          ]
        : []),
      ...foldStatements(this.allowed),
      ...(accessLogSources.length > 0 ? [arrivals.accessLogsArrive(arns, accessLogSources, account)] : []),
      ...(inventorySources.length > 0 ? [arrivals.inventoriesArrive(arns, inventorySources, account)] : []),
      ...this.forgeryDenials,
      ...this.added,
    ];
  }

  deliver(delivery: arrivals.TrailDelivery): void {
    this.deliveries.push(delivery);
    this.evidence.push(arrivals.logFolder(this.arns, delivery));
    this.allowed.push(...arrivals.trailsDeliver(this.arns, delivery));
  }

  takeAccessLogs(source: string, prefix: string): void {
    this.accessLogSources.push(source);
    this.evidence.push(`${this.arns.bucket}/${prefix}`);
  }

  takeInventory(source: string, prefix: string): void {
    this.inventorySources.push(source);
    this.evidence.push(`${this.arns.bucket}/${prefix}`);
  }

  replicateFrom(role: string): void {
    this.replicatesAs.push(role);
  }

  replicate(role: string): void {
    this.replicationRoles.push(role);
    this.allowed.push(...arrivals.replicasArrive(this.arns, role));
  }

  read(readers: readonly string[], scope: ReaderScope): void {
    const { bucketName } = this;
    this.readers.push(...readers);
    this.allowed.push(...readersRead(readers, { ...scope, bucketName, bucketRegion: this.location.region }));
  }

  private get standingDenials(): Statement[] {
    const { arns } = this;
    const { onlyKeys = [], requireKeyHeader = false, denySseS3 = false } = this.denials;
    const { minimumTlsVersion = "1.2", onlyOrganizationId } = this.denials;
    const { deletionProtection = "objectsAndVersions", breakGlassRoles = [] } = this.denials;
    return [
      statements.denyInsecureTransport(arns),
      statements.denyOldTls(arns, minimumTlsVersion),
      statements.denyCustomerKeys(arns),
      ...(onlyKeys.length > 0 ? [statements.denyWrongKey(arns, onlyKeys)] : []),
      ...(requireKeyHeader ? [statements.denyMissingKey(arns)] : []),
      ...(denySseS3 ? [statements.denyS3Keys(arns)] : []),
      statements.denyDeletion(arns, DELETION[deletionProtection], breakGlassRoles.map(arnOf)),
      ...(onlyOrganizationId === undefined ? [] : [statements.denyOutsideOrganization(arns, onlyOrganizationId)]),
    ];
  }

  /** Nobody but those let in writes what would pass for a log file, an access log, an inventory or a copy of one. */
  private get forgeryDenials(): Statement[] {
    const { arns, evidence, replicationRoles } = this;
    const folders = this.denials.onlyServicesWrite ? [`${arns.bucket}/`] : [...new Set(evidence)];
    const onlyReplicated = folders.length === 0;
    return [
      ...(folders.length > 0 ? [statements.denyForgedLogs(folders, replicationRoles)] : []),
      ...(replicationRoles.length > 0 ? [statements.denyOtherReplication(arns, replicationRoles)] : []),
      ...(replicationRoles.length > 0 && onlyReplicated ? [statements.denyDirectWrites(arns)] : []),
    ];
  }
}
