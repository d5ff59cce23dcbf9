import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { BreakGlassRole, type BreakGlassRoleProps, type LogReaderRole } from "../access";
import {
  AccessLogBucket,
  AccountPublicAccessBlock,
  Bucket,
  type BucketBase,
  BucketInventory,
  BucketNotifications,
  type BucketProps,
  type Lifecycle,
} from "../bucket";
import { LIFECYCLE_OPTIONS } from "../bucket/lifecycle-rules";
import { OBJECT_LOCK_OPTIONS } from "../bucket/object-lock";
import { awaitable } from "../dependencies";
import { assertKnown, unknownOptions, type KeysOf } from "../known-options";
import { Key, type KeyBase, type KeyProps } from "../key";
import { OWN_KEY_OPTIONS } from "../key/key";
import type { Location } from "../policy";
import { ROLE_OPTIONS, type RoleOptions } from "../role";
import { allowTrail, type TrailUse } from "../trail";
import { IDENTITY_OPTIONS } from "../trail/former";
import { assertValid, isObject, notList, shown } from "../validation";
import { existingBucketProblems, takeOverBucket } from "./log-bucket";
import { createReaders, READER_OPTIONS, unrecordedReaders, type ArchiveReader } from "./readers";
import { recordedScope } from "./recorded-scope";
import { addReplica, REPLICA_OPTIONS, type ArchiveReplica, type ReplicaOptions } from "./replica";

/** What the parts of an archive share, and what it decides for them. */
type Decided = "provider" | "tags" | "preventDestroy" | keyof Location;

/** A trail that delivers into the archive, and what it encrypts with the archive's key in addition to its log files. */
export interface ArchiveTrail extends TrailUse {
  /** `true` for its log group in CloudWatch Logs, in the archive's Region. @default false */
  readonly cloudWatchLogs?: boolean;
  /** `true` for its delivery topic, in the archive's Region. @default false */
  readonly deliveryTopic?: boolean;
}

export interface ArchiveProps
  extends
    Location,
    Pick<BucketProps, "lifecycle" | "objectLock" | "requireKeyHeader" | "minimumTlsVersion" | "onlyOrganizationId"> {
  /** Receives the log files. */
  readonly bucketName: string;
  /**
   * `true` for a log bucket that exists already, in the archive's account and Region. Its policy is replaced. All
   * settings stay with its owner, who must block public access, disable ACLs, keep versions, and send its access logs to
   * the access-log bucket, with the log bucket's name and a slash as prefix. @default false
   */
  readonly existingBucket?: boolean;
  /**
   * Options of the key, or a key of this app, such as an `ExistingKey`, in the archive's Region.
   * @default a key is made: one alias, the bucket's name; root administers; rotation every year
   */
  readonly key?: KeyBase | Partial<Omit<KeyProps, Decided>>;
  /** The bucket for server access logs: who read which log file. @default named after the log bucket, kept forever */
  readonly accessLogs?: { readonly bucketName?: string; readonly lifecycle?: Lifecycle };
  /** Trails that deliver here; `allowTrail` adds more. @default none yet */
  readonly trails?: readonly ArchiveTrail[];
  /** Roles that read the log files. @default nobody reads */
  readonly readers?: readonly ArchiveReader[];
  /** `true` lets only the readers read, whatever IAM allows. @default false: IAM and the key decide */
  readonly onlyReaders?: boolean;
  /** The one role that may delete log files in an emergency. @default nobody may */
  readonly breakGlass?: Omit<BreakGlassRoleProps, "bucketNames" | Decided | keyof RoleOptions>;
  /** A copy of each log file in another Region or account. @default none */
  readonly replica?: ReplicaOptions;
  /** Sends S3's events of the log bucket to EventBridge. @default false */
  readonly eventBridge?: boolean;
  /** Writes a daily list of all object versions to the access-log bucket. @default false */
  readonly inventory?: boolean;
  /** Blocks public access to all buckets of the account, including those of other teams. @default false */
  readonly blockPublicAccessOfAccount?: boolean;
  /** Path and permissions boundary of all roles. @default none */
  readonly iam?: RoleOptions;
  /** Prevents every Terraform plan from destroying the key or a bucket. @default true, unless `forceDestroy` */
  readonly preventDestroy?: boolean;
  /** Deletes all logs when the archive is destroyed. @default false */
  readonly forceDestroy?: boolean;
  /** @default the stack's provider */
  readonly provider?: TerraformProvider;
  /** In addition to the provider's default tags. @default none */
  readonly tags?: { readonly [key: string]: string };
}

/**
 * Everything that keeps logs, in one account: a key, a log bucket, a bucket for its access logs, the roles that read
 * logs, the role that deletes logs in an emergency, and a replica. Each part is a construct of the other modules,
 * available as a property.
 */
export class Archive extends Construct {
  readonly key: KeyBase;
  readonly bucket: BucketBase;
  readonly accessLogBucket: AccessLogBucket;
  /** In the order of the options. */
  readonly readers: readonly LogReaderRole[];
  readonly breakGlass: BreakGlassRole | undefined;
  /** With `eventBridge`. */
  readonly notifications: BucketNotifications | undefined;
  readonly replica: ArchiveReplica | undefined;

  constructor(scope: Construct, id: string, props: ArchiveProps) {
    assertKnown(scope, id, props, OPTIONS, "account", "region", "bucketName");
    super(scope, id);
    const { account, region, bucketName, provider, tags, trails = [], iam = {}, forceDestroy = false } = props;
    const { preventDestroy = !forceDestroy, onlyOrganizationId, minimumTlsVersion, replica } = props;
    const accessLogsName = props.accessLogs?.bucketName ?? `${bucketName}-access-logs`;
    const here = { account, region, provider, tags };
    const protection = { preventDestroy, forceDestroy, minimumTlsVersion, onlyOrganizationId, tags };

    assertValid(this, [
      notList("trails", trails),
      props.key !== undefined &&
        !isObject(props.key) &&
        `key must be a key of this app or its options, got ${shown(props.key)}`,
      ...existingBucketProblems(props),
    ]);
    if (props.blockPublicAccessOfAccount)
      new AccountPublicAccessBlock(this, "AccountPublicAccessBlock", { account, provider });
    const keyOptions = isKey(props.key) ? undefined : props.key;
    this.key = isKey(props.key)
      ? props.key
      : new Key(this, "Key", { aliases: [bucketName], ...keyOptions, ...here, preventDestroy });
    this.breakGlass =
      props.breakGlass &&
      new BreakGlassRole(this, "BreakGlass", {
        ...props.breakGlass,
        ...iam,
        ...here,
        bucketNames: [bucketName, accessLogsName],
      });
    const breakGlassRoles = this.breakGlass && [this.breakGlass];
    const recorded = recordedScope(trails);
    this.readers = createReaders(this, "Reader", props.readers ?? [], {
      ...here,
      ...iam,
      logs: { bucketName, bucketRegion: region, keyArn: this.key.arn },
      recorded,
      option: "readers",
    });
    this.key.allowUsers(...this.readers);
    this.accessLogBucket = new AccessLogBucket(this, "AccessLogBucket", {
      ...protection,
      ...here,
      bucketName: accessLogsName,
      lifecycle: props.accessLogs?.lifecycle,
      breakGlassRoles,
    });
    const policy = {
      ...{ account, region, provider, bucketName, minimumTlsVersion, onlyOrganizationId, breakGlassRoles },
      requireKeyHeader: props.requireKeyHeader,
      onlyReaders: props.onlyReaders ? this.readers : undefined,
    };
    const created = props.existingBucket
      ? undefined
      : new Bucket(this, "LogBucket", {
          ...protection,
          ...policy,
          encryption: { key: this.key },
          lifecycle: props.lifecycle,
          objectLock: props.objectLock,
          accessLogs: { target: this.accessLogBucket },
          dependsOn: awaitable(this, [this.key.policyResource]),
        });
    this.bucket = created ?? takeOverBucket(this, { ...policy, key: this.key }, this.accessLogBucket);
    trails.forEach((trail) => this.allowTrail(trail));
    // An existing bucket may hold log files of trails that delivered before.
    if (created) {
      this.node.addValidation({
        validate: () => unrecordedReaders(props.readers ?? [], created.deliveries, "readers"),
      });
    }
    this.notifications = props.eventBridge
      ? new BucketNotifications(this, "Notifications", { bucket: this.bucket, provider })
      : undefined;
    if (props.inventory) {
      new BucketInventory(this, "Inventory", { bucket: this.bucket, destination: this.accessLogBucket, provider });
    }
    this.replica =
      replica &&
      created &&
      addReplica(
        this,
        {
          bucket: created,
          onlyReaders: props.onlyReaders ? this.readers : undefined,
          recorded,
          key: keyOptions,
          protection: { ...protection, objectLock: props.objectLock },
          iam,
          provider,
        },
        replica,
      );
  }

  /**
   * Lets a trail of any account and stack deliver here and use the key. A `Trail` that is given the archive's bucket
   * calls this itself.
   */
  allowTrail(trail: ArchiveTrail): void {
    assertValid(this, unknownOptions(trail, ARCHIVE_TRAIL_OPTIONS, "trail."));
    const { key, bucket } = this;
    const { cloudWatchLogs = false, deliveryTopic = false, ...use } = trail;
    const elsewhere = use.region !== key.location.region;
    const problem = (option: string) =>
      `${option} must be false for ${use.name} in ${use.region}: the key of ${this.node.path} serves ${key.location.region} only`;
    assertValid(this, [
      elsewhere && cloudWatchLogs && problem("cloudWatchLogs"),
      elsewhere && deliveryTopic && problem("deliveryTopic"),
    ]);
    allowTrail(
      { bucket, key, logGroupKey: cloudWatchLogs ? key : undefined, topicKey: deliveryTopic ? key : undefined },
      use,
    );
  }
}

/** A construct, even if another copy of this package created it. */
function isKey(key: ArchiveProps["key"]): key is KeyBase {
  return isObject(key) && "allowTrail" in key;
}

const ARCHIVE_TRAIL_OPTIONS: KeysOf<ArchiveTrail> = {
  ...IDENTITY_OPTIONS,
  cloudWatchLogs: "flag",
  deliveryTopic: "flag",
};

export const ARCHIVE_OPTIONS: KeysOf<Omit<ArchiveProps, "trails">> = {
  accessLogs: { bucketName: true, lifecycle: LIFECYCLE_OPTIONS },
  account: true,
  blockPublicAccessOfAccount: "flag",
  breakGlass: { externalId: true, roleName: true, trustedPrincipals: "list" },
  bucketName: true,
  eventBridge: "flag",
  existingBucket: "flag",
  forceDestroy: "flag",
  iam: ROLE_OPTIONS,
  inventory: "flag",
  key: () => OWN_KEY_OPTIONS,
  lifecycle: LIFECYCLE_OPTIONS,
  minimumTlsVersion: true,
  objectLock: OBJECT_LOCK_OPTIONS,
  onlyOrganizationId: true,
  onlyReaders: "flag",
  preventDestroy: "flag",
  provider: true,
  readers: READER_OPTIONS,
  region: true,
  replica: REPLICA_OPTIONS,
  requireKeyHeader: "flag",
  tags: true,
};

const OPTIONS: KeysOf<ArchiveProps> = { ...ARCHIVE_OPTIONS, trails: ARCHIVE_TRAIL_OPTIONS };
