import { dependable, Lazy, type TerraformProvider } from "cdktf";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { Construct } from "constructs";
import { isOrganizationId } from "../limits";
import { arnsIn, foldStatements, renderPolicy, type Location, type Statement } from "../policy";
import { arnOf, resourcesOf, type Principal } from "../principal";
import { checkPolicyAtSynth, locationProblems, invalidFormat, invalidArn, notOneOf, assertValid } from "../validation";
import * as arrivals from "./delivery-statements";
import * as statements from "./statements";

/**
 * What nobody but a break-glass role may delete:
 * - `objectsAndVersions`: nothing at all.
 * - `versions`: current objects may be deleted, their versions stay. For state files and their locks.
 */
export type DeletionProtection = "objectsAndVersions" | "versions";

export interface BucketPolicyProps extends Location {
  readonly bucketName: string;
  /** Requests that name a key by anything else are denied. @default no such statement */
  readonly onlyKeys?: readonly string[];
  /** Also denies requests that name no key. May stop CloudTrail's own delivery: test it first. @default false */
  readonly requireKeyHeader?: boolean;
  /**
   * Also denies requests that ask for SSE-S3, which needs no key. Not for a bucket that CloudTrail delivers into: it
   * writes its digest files so. @default false
   */
  readonly denySseS3?: boolean;
  /** @default "1.2" */
  readonly minimumTlsVersion?: "1.2" | "1.3";
  /** @default "objectsAndVersions" */
  readonly deletionProtection?: DeletionProtection;
  /** Roles that may delete in an emergency, for instance by a court's order. @default none */
  readonly breakGlassRoles?: readonly Principal[];
  /** Denies every caller outside this organization, AWS services excepted. @default no such statement */
  readonly onlyOrganizationId?: string;
  /** Denies reading objects to everyone else, whatever IAM says. @default IAM decides */
  readonly onlyReaders?: readonly Principal[];
}

/**
 * s3:BypassGovernanceRetention is what a deletion under Object Lock in governance mode asks for, s3:ReplicateDelete
 * what a delete marker that comes from another bucket asks for.
 */
const DELETION: Record<DeletionProtection, readonly string[]> = {
  objectsAndVersions: [
    "s3:DeleteObject",
    "s3:DeleteObjectVersion",
    "s3:BypassGovernanceRetention",
    "s3:ReplicateDelete",
  ],
  versions: ["s3:DeleteObjectVersion", "s3:BypassGovernanceRetention"],
};

/**
 * A bucket whose policy is built from intent, as the key's is: each `allow…` adds AWS's statements for one use.
 * The policy is rendered at synth, so the order of calls does not matter.
 */
export abstract class BucketBase extends Construct {
  /** Known before the bucket exists, since the name is. */
  readonly arn: string;
  readonly bucketName: string;
  readonly location: Location;

  private readonly settings: BucketPolicyProps;
  private readonly arns: arrivals.BucketArns;
  private readonly denials: readonly Statement[];
  private readonly allowed: Statement[] = [];
  private readonly delivered: arrivals.TrailDelivery[] = [];
  private readonly destinations: BucketBase[] = [];
  private readonly replicationRoles: string[] = [];
  private readonly accessLogSources: string[] = [];
  private readonly inventorySources: string[] = [];
  private readonly readers: readonly string[];
  private readonly expected: string[] = [];

  constructor(scope: Construct, id: string, props: BucketPolicyProps) {
    super(scope, id);
    this.settings = props;
    const { account, region, bucketName, onlyOrganizationId } = props;
    const { onlyKeys = [], onlyReaders, breakGlassRoles = [] } = props;
    assertValid(this, [
      ...locationProblems(props),
      notOneOf("deletionProtection", props.deletionProtection ?? "objectsAndVersions", Object.keys(DELETION)),
      notOneOf("minimumTlsVersion", props.minimumTlsVersion ?? "1.2", ["1.2", "1.3"]),
      props.requireKeyHeader && onlyKeys.length === 0 && "requireKeyHeader needs a key, got none",
      props.denySseS3 && onlyKeys.length === 0 && "denySseS3 needs a key, got none",
      onlyOrganizationId !== undefined &&
        invalidFormat(
          "onlyOrganizationId",
          onlyOrganizationId,
          isOrganizationId,
          'an organization id like "o-a1b2c3d4e5"',
        ),
      onlyReaders?.length === 0 && "onlyReaders must name at least one reader, got none",
      ...(onlyReaders ?? []).map((one) => invalidArn("onlyReaders", arnOf(one), "iam", "user/", "role/")),
      ...breakGlassRoles.map((one) => invalidArn("breakGlassRoles", arnOf(one), "iam", "role/")),
    ]);
    this.bucketName = bucketName;
    this.location = { account, region };
    this.arn = arnsIn(this.location).bucket(bucketName);
    this.arns = { bucket: this.arn, objects: `${this.arn}/*` };
    this.readers = (onlyReaders ?? []).map(arnOf);
    this.denials = this.denialsFor(props);
    checkPolicyAtSynth(this, "bucket", () => this.statements);
  }

  /** Why CloudTrail cannot deliver into this bucket. @default it can */
  get refusal(): string | undefined {
    return this.settings.denySseS3
      ? "denySseS3 must be false where CloudTrail delivers, whose digest files ask for SSE-S3, got true"
      : undefined;
  }

  /** What the trails of this bucket must fit. */
  get trailSettings(): Pick<BucketPolicyProps, "onlyKeys" | "onlyOrganizationId" | "requireKeyHeader"> {
    return this.settings;
  }

  /** Where `allowTrailDelivery` lets trails deliver. */
  get deliveries(): readonly arrivals.TrailDelivery[] {
    return this.delivered;
  }

  /** Names of this bucket and of all that receive its access logs, inventories and copies. */
  get logBuckets(): string[] {
    const found = new Set<BucketBase>([this]);
    for (const bucket of found) bucket.destinations.forEach((destination) => found.add(destination));
    return [...found].map(({ bucketName }) => bucketName);
  }

  /** S3 writes to another bucket on behalf of this one. */
  sendsTo(destination: BucketBase): void {
    this.destinations.push(destination);
  }

  /** The resource that carries the bucket policy; what delivers into the bucket depends on it. */
  abstract readonly policyResource: S3BucketPolicy;

  /** The bucket policy's statements as of now. */
  get statements(): readonly Statement[] {
    const { account } = this.location;
    return [
      ...this.denials,
      ...(this.readers.length > 0 ? [statements.denyUnnamedReaders(this.arns, this.readers)] : []),
      ...foldStatements(this.allowed),
      ...(this.accessLogSources.length > 0
        ? [arrivals.accessLogsArrive(this.arns, this.accessLogSources, account)]
        : []),
      ...(this.inventorySources.length > 0
        ? [arrivals.inventoriesArrive(this.arns, this.inventorySources, account)]
        : []),
      ...this.forgeryDenials,
    ];
  }

  /** Nobody but those let in writes what would pass for a log file or a copy of one. */
  private get logFolders(): string[] {
    return this.delivered.map((delivery) => arrivals.logFolder(this.arns, delivery));
  }

  private get forgeryDenials(): Statement[] {
    const { arns, delivered, replicationRoles } = this;
    const onlyReplicated = delivered.length === 0 && this.accessLogSources.length + this.inventorySources.length === 0;
    return [
      ...(delivered.length > 0 ? [statements.denyForgedLogs(this.logFolders, replicationRoles)] : []),
      ...(replicationRoles.length > 0 ? [statements.denyOtherReplication(arns, replicationRoles)] : []),
      ...(replicationRoles.length > 0 && onlyReplicated ? [statements.denyDirectWrites(arns)] : []),
    ];
  }

  /** CloudTrail delivers the log files of these trails, in addition to those of other calls. */
  allowTrailDelivery(delivery: arrivals.TrailDelivery): void {
    assertValid(this, [
      this.refusal && `${this.refusal} (delivery of ${delivery.trailArns.join(", ")})`,
      ...arrivals.deliveryProblems(delivery),
    ]);
    this.delivered.push(delivery);
    this.allowed.push(...arrivals.trailsDeliver(this.arns, delivery));
  }

  /** S3 writes the server access logs of this bucket, of the same account and Region, here. */
  allowAccessLogsOf(source: string): void {
    assertValid(this, [invalidArn("access logs' source", source, "s3", "")]);
    this.accessLogSources.push(source);
  }

  /** S3 writes inventory reports on this bucket, of the same account, here. */
  allowInventoryOf(source: string): void {
    assertValid(this, [invalidArn("inventory's source", source, "s3", "")]);
    this.inventorySources.push(source);
  }

  /** A replication role, possibly of another account, writes copies here; nobody else may write into such a bucket. */
  allowReplicationBy(role: Principal): void {
    assertValid(this, [invalidArn("replication role", arnOf(role), "iam", "role/")]);
    this.expected.push(...resourcesOf([role]).map(dependable));
    this.replicationRoles.push(arnOf(role));
    this.allowed.push(...arrivals.replicasArrive(this.arns, arnOf(role)));
  }

  /** Makes the policy resource. `bucket` is the resource's name attribute where this app makes the bucket. */
  protected createPolicy(bucket: string, provider: TerraformProvider | undefined): S3BucketPolicy {
    const policy = Lazy.stringValue({ produce: () => renderPolicy(this.statements) });
    const resource = new S3BucketPolicy(this, "Policy", { bucket, policy, provider });
    resource.dependsOn = this.expected;
    return resource;
  }

  /** The policy resource also waits for this. */
  protected awaitResource(fqn: string): void {
    this.expected.push(fqn);
  }

  private denialsFor(props: BucketPolicyProps): Statement[] {
    const { onlyKeys = [], requireKeyHeader = false, denySseS3 = false } = props;
    const { minimumTlsVersion = "1.2", onlyOrganizationId } = props;
    const { deletionProtection = "objectsAndVersions", breakGlassRoles = [] } = props;
    return [
      statements.denyInsecureTransport(this.arns),
      statements.denyOldTls(this.arns, minimumTlsVersion),
      statements.denyCustomerKeys(this.arns),
      ...(onlyKeys.length > 0 ? [statements.denyWrongKey(this.arns, onlyKeys)] : []),
      ...(requireKeyHeader ? [statements.denyMissingKey(this.arns)] : []),
      ...(denySseS3 ? [statements.denyS3Keys(this.arns)] : []),
      statements.denyDeletion(this.arns, DELETION[deletionProtection], breakGlassRoles.map(arnOf)),
      ...(onlyOrganizationId === undefined ? [] : [statements.denyOutsideOrganization(this.arns, onlyOrganizationId)]),
    ];
  }
}
