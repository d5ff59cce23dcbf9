import * as v from "valibot";
import {
  isLogGroupName,
  isOrganizationId,
  isTrailName,
  isTrailPrefix,
  KEY_DELETION_WINDOW_DAYS,
  KEY_ROTATION_DAYS,
  LOG_GROUP_NAME,
  LOG_RETENTION_DAYS,
  TRAIL_NAME,
  TRAIL_PREFIX,
} from "../modules/limits";
import { atLeastOne, flag, listOf, oneOf, only, text, whole } from "./options";
import { alerts } from "./alerts";
import { dataEvents, networkActivity } from "./data-events";
import { formerTrail } from "./former-trail";
import { lifecycle } from "./lifecycle";
import { reader } from "./reader";
import {
  account,
  archiveAccount,
  auditedAccounts,
  bucketName,
  iam,
  keyAlias,
  objectLock,
  principal,
  region,
  replicaAccount,
  roleName,
  tags,
} from "./shapes";

/** One environment. `npm run docs` writes docs/options.md from these comments and checks. */
export const environmentSchema = only({
  /** Name of the environment; the first part of the names of its stacks. */
  name: text(
    (value) => /^[a-z][a-z0-9-]{1,15}$/.test(value) && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(value),
    "2 to 16 lowercase letters, digits and single hyphens between them, beginning with a letter",
  ),
  /** `true` sets `prevent_destroy` on everything that holds logs, and refuses options that weaken the trail. */
  protected: flag,
  /** Region of the key, the buckets and the trail. */
  region,
  /** The AWS accounts of the environment. */
  accounts: only({
    /** Holds the key, the buckets, the readers and Terraform's state. */
    archive: archiveAccount,
    /**
     * The account whose calls are recorded, or a list of accounts. Each gets its own trail and stack, and all trails
     * write to the one log bucket. An organization trail requires a single account. May be the same as `archive`.
     */
    audited: auditedAccounts,
  }),
  /** The AWS organization. Callers outside it are denied on the buckets. @default none */
  organization: v.optional(
    only({
      /** Organization id. @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html */
      id: text(isOrganizationId, 'an organization id like "o-a1b2c3d4e5"'),
      /** Id of the management account, which owns the organization's trails. */
      managementAccount: account,
    }),
  ),
  /** Terraform's remote state of the environment. */
  state: only({
    /**
     * Bucket that keeps the states of all stacks of the environment.
     * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
     */
    bucketName,
  }),
  /** The KMS key that encrypts the logs. */
  key: only({
    /** Alias, without `alias/`. @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html */
    alias: keyAlias,
    /** Further aliases of the key, such as a former one. @default none */
    otherAliases: v.optional(listOf(keyAlias)),
    /** ARNs of users and roles that administer the key. They cannot decrypt. */
    administrators: listOf(principal),
    /**
     * What the account's root may do with the key. `administers`: repair the key policy, never decrypt. `iamDecides`:
     * everything, so that IAM policies alone decide who decrypts. `nothing`: only `administrators` can change the key.
     * @default "administers"
     */
    rootAccess: v.optional(oneOf("administers", "iamDecides", "nothing")),
    /**
     * Days between rotations of the key material. Rotation cannot be switched off. @default 365
     * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html
     */
    rotationPeriodInDays: v.optional(whole(KEY_ROTATION_DAYS, "days")),
    /**
     * Days that KMS waits before it deletes the key. Then every log encrypted with it is lost. @default 30
     * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html
     */
    deletionWindowInDays: v.optional(whole(KEY_DELETION_WINDOW_DAYS, "days")),
  }),
  /** The log bucket. */
  logs: only({
    /**
     * Bucket that receives the log files.
     * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
     */
    bucketName,
    /**
     * Key prefix of the log files, before `AWSLogs/`. @default none
     * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html
     */
    prefix: v.optional(text(isTrailPrefix, TRAIL_PREFIX)),
    /** Storage classes and expiry of log files. @default kept forever, old versions for 365 days */
    lifecycle: v.optional(lifecycle),
    /**
     * Locks each new log file against deletion. Cannot be removed later. @default none
     * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
     */
    objectLock: v.optional(objectLock),
    /**
     * `true` lets Terraform destroy the key, and the buckets with all logs in them. Deploy it before you destroy.
     * @default false
     */
    forceDestroy: v.optional(flag),
    /** `true` denies reading log files to everyone except `readers`. @default false */
    onlyReaders: v.optional(flag),
    /** `true` also denies uploads that name no key. May stop CloudTrail's own delivery: test it first. @default false */
    requireKeyHeader: v.optional(flag),
    /** Lowest TLS version that the buckets accept. @default "1.2" */
    minimumTlsVersion: v.optional(oneOf("1.2", "1.3")),
    /**
     * `true` sends S3's events to EventBridge. @default false
     * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html
     */
    eventBridge: v.optional(flag),
    /**
     * `true` writes a daily list of all object versions to the access-log bucket. @default false
     * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory.html
     */
    inventory: v.optional(flag),
  }),
  /** The bucket for S3 server access logs of the log bucket: who read which log file. */
  accessLogs: only({
    /**
     * Bucket that receives the access logs.
     * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
     */
    bucketName,
    /** Storage classes and expiry of access logs. @default kept forever, old versions for 365 days */
    lifecycle: v.optional(lifecycle),
  }),
  /** A copy of every log file in another Region or another account. @default none */
  replica: v.optional(
    only({
      /** Region of the copy. */
      region,
      /**
       * Bucket that receives the copies.
       * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
       */
      bucketName,
      /** Alias of the copy's own key, without `alias/`. */
      keyAlias,
      /** Account of the copy. @default `accounts.archive` */
      account: v.optional(replicaAccount),
      /**
       * Roles in the account of the copy that read it, such as one for recovery. Without them the copy is sealed: nobody
       * can decrypt it, and docs/replica.md opens it. @default none
       */
      readers: v.optional(atLeastOne(reader)),
      /** Storage class of the copies. @default the class of the source object */
      storageClass: v.optional(oneOf("STANDARD_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE")),
      /**
       * `true` makes S3 copy within 15 minutes or report the objects that it did not copy, with metrics. Charged for
       * each GB. @default false
       * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html
       */
      timeControl: v.optional(flag),
      /**
       * `true` publishes CloudWatch metrics of what waits to be copied. @default false, or true with `timeControl`
       * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html
       */
      metrics: v.optional(flag),
      /** Storage classes and expiry of the copies. @default kept forever, old versions for 365 days */
      lifecycle: v.optional(lifecycle),
    }),
  ),
  /**
   * `true` blocks public access to all buckets of the archive account. @default false
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/configuring-block-public-access-account.html
   */
  blockPublicAccessOfAccount: v.optional(flag),
  /** Roles that read log files. Anyone not listed has no access. */
  readers: listOf(reader),
  /** What the accounts require of every role that the environment creates. @default none */
  iam: v.optional(iam),
  /** A role that may delete log files in an emergency, and cannot read them. @default none */
  breakGlass: v.optional(
    only({
      /** Role name. @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
      roleName,
      /** ARNs of the users and roles that may assume the role. MFA is required. */
      trustedPrincipals: atLeastOne(principal),
    }),
  ),
  /** The CloudTrail trail. Logging and log file validation cannot be switched off. */
  trail: only({
    /**
     * Trail name.
     * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-trail-naming-requirements.html
     */
    name: text(isTrailName, TRAIL_NAME),
    /**
     * `true` records all accounts of `organization`; requires the management account or a delegated administrator.
     * @default false
     * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-trail-organization.html
     */
    ofOrganization: v.optional(flag),
    /**
     * The trail before it was renamed or moved; what an entry omits has not changed. The archive still lets the former
     * trail deliver, and Terraform creates the new trail before it deletes the former one. Remove the entry in a later
     * deployment: see docs/changes.md. @default nothing
     */
    formerly: v.optional(atLeastOne(formerTrail)),
    /** `false` records only `region`. @default true */
    multiRegion: v.optional(flag),
    /** `false` leaves out IAM, STS and CloudFront; only for a single-Region trail. @default true */
    includeGlobalServiceEvents: v.optional(flag),
    /** What the trail records. @default all management events */
    events: v.optional(
      only({
        /** Management events: calls that configure AWS. @default "all" */
        management: v.optional(oneOf("all", "read", "write", "none")),
        /** High-volume services to leave out. Leaving out KMS loses the record of each use of a key. @default none */
        excludeManagementSources: v.optional(listOf(oneOf("kms.amazonaws.com", "rdsdata.amazonaws.com"))),
        /**
         * Data events: calls on objects, functions, tables. Charged per event. @default none
         * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
         */
        data: v.optional(listOf(dataEvents)),
        /**
         * Services whose calls through VPC endpoints are recorded. @default none
         * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-network-events-with-cloudtrail.html
         */
        networkActivity: v.optional(listOf(networkActivity)),
        /**
         * Insights events: unusual rates of calls or errors. Charged per event analyzed. @default none
         * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-insights-events-with-cloudtrail.html
         */
        insights: v.optional(listOf(oneOf("ApiCallRateInsight", "ApiErrorRateInsight"))),
        /** `basic` for tools that cannot read advanced selectors: S3, Lambda and DynamoDB only. @default "advanced" */
        selectors: v.optional(oneOf("advanced", "basic")),
      }),
    ),
    /** Also delivers events to a CloudWatch Logs log group. @default none */
    cloudWatchLogs: v.optional(
      only({
        /**
         * Days for which the log group keeps events.
         * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
         */
        retentionInDays: v.picklist(LOG_RETENTION_DAYS, `one of ${LOG_RETENTION_DAYS.join(", ")}`),
        /**
         * Name of the log group. Keep it when you rename the trail: another name is another log group.
         * @default `/aws/cloudtrail/` and the trail's name
         */
        logGroupName: v.optional(text(isLogGroupName, LOG_GROUP_NAME)),
      }),
    ),
    /** `true` publishes an SNS message for each log file. @default false */
    deliveryTopic: v.optional(flag),
  }),
  /**
   * Alerts about calls that stop the trail, hide something from it, or open its logs, in every account of the
   * environment: see docs/alerts.md. Each account gets one more stack. @default none
   */
  alerts: v.optional(alerts),
  /** Tags of all resources. @default none */
  tags: v.optional(tags),
});

type DeepReadonly<T> = T extends object ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> } : T;

/** One environment, as written in its data file. */
export type EnvironmentConfig = DeepReadonly<v.InferInput<typeof environmentSchema>>;
