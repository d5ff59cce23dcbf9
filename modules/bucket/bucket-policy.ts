import type { ReaderScope } from "../access/log-scope";
import { arnsIn, foldStatements, stops, type Location, type Statement } from "../policy";
import { arnOf, type Principal } from "../principal";
import * as arrivals from "./delivery-statements";
import { readersRead } from "./reader-statements";
import * as statements from "./statements";

/**
 * What only a break-glass role may delete:
 * - `objectsAndVersions`: objects and all their versions.
 * - `versions`: versions only. Others may delete current objects, whose versions remain. For state files and their
 *   locks.
 */
export type DeletionProtection = "objectsAndVersions" | "versions";

/**
 * A deletion under Object Lock in governance mode requires s3:BypassGovernanceRetention; a delete marker that is
 * replicated from another bucket requires s3:ReplicateDelete.
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

/** What a bucket's policy denies, whatever else it allows. */
export interface BucketDenials {
  /** ARNs or aliases of keys. Requests that name a key by anything else are denied. @default no such statement */
  readonly onlyKeys?: readonly string[];
  /** Also denies requests that name no key. May stop CloudTrail's own delivery: test it first. @default false */
  readonly requireKeyHeader?: boolean;
  /**
   * Also denies requests for SSE-S3, which requires no key. Not for a bucket that CloudTrail delivers into: its digest
   * files request SSE-S3. @default false
   */
  readonly denySseS3?: boolean;
  /**
   * Only AWS services may write: for a bucket that receives only access logs and inventories.
   * @default false
   */
  readonly onlyServicesWrite?: boolean;
  /** @default "1.2" */
  readonly minimumTlsVersion?: "1.2" | "1.3";
  /** @default "objectsAndVersions" */
  readonly deletionProtection?: DeletionProtection;
  /** Roles that may delete in an emergency, such as a court order. @default none */
  readonly breakGlassRoles?: readonly Principal[];
  /** Denies every caller outside this organization, except AWS services. @default no such statement */
  readonly onlyOrganizationId?: string;
  /**
   * Whatever IAM allows, only these principals and those of `allowReaders` and `allowRole` may read objects, and only the roles of
   * `allowReplicationFrom` may replicate them. @default IAM decides
   */
  readonly onlyReaders?: readonly Principal[];
}

/** The statements of a bucket's policy, as the calls of its construct build them up. */
export class BucketPolicy {
  readonly deliveries: arrivals.TrailDelivery[] = [];
  private readonly accessLogSources: string[] = [];
  private readonly inventorySources: string[] = [];
  /** Where AWS services write evidence: ARNs that end with a slash or a prefix. */
  private readonly evidence: string[] = [];
  readonly added: Statement[] = [];
  private readonly allowed: Statement[] = [];
  /** Roles that replicate into this bucket, and out of it. */
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

  /** Added statements that deny what trails do here. */
  get contradictions(): string[] {
    return this.deliveries.flatMap(({ trailArns, ...folder }) => {
      const file = `${arrivals.logFolder(this.arns, { trailArns, ...folder })}${trailArns[0]!.split(":")[4]}/CloudTrail/file`;
      const calls = [
        { action: "s3:PutObject", resource: file },
        { action: "s3:GetBucketAcl", resource: this.arns.bucket },
      ];
      return this.added.flatMap((statement) =>
        calls
          .filter((call) => stops(statement, { service: "cloudtrail.amazonaws.com", ...call }))
          .map(
            ({ action }) =>
              `statement "${statement.Sid}" denies CloudTrail ${action}, which ${trailArns.join(", ")} requires to ` +
              "deliver; add a condition that excepts AWS services, such as aws:PrincipalIsAWSService",
          ),
      );
    });
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

  /** Exempts a reader from `onlyReaders`. */
  admit(reader: string): void {
    this.readers.push(reader);
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

  /** Keeps everyone else from writing what could pass for a log file, an access log, an inventory or a copy of one. */
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
