import * as v from "valibot";
import {
  isNamePrefix,
  isOrganizationId,
  isTrailName,
  NAME_PREFIX,
  TRAIL_NAME,
  ORGANIZATION_ID,
} from "../../modules/limits/formats";
import { arn, atLeastOne, flag, listOf, oneOf, only, text } from "./options";
import { alerts } from "./alerts";
import { dataEvents, networkActivity } from "./data-events";
import { formerTrail } from "./former-trail";
import { key } from "./key";
import { lifecycle } from "./lifecycle";
import { logs } from "./logs";
import { query } from "./query";
import { reader } from "./reader";
import { siem } from "./siem";
import { threats } from "./threats";
import {
  account,
  archiveAccount,
  auditedAccounts,
  bucketName,
  iam,
  keyAlias,
  principal,
  region,
  replicaAccount,
  roleName,
  tags,
} from "./shapes";
import { cloudWatchLogs, deliveryTopic } from "./trail-deliveries";

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
      id: text(isOrganizationId, ORGANIZATION_ID),
      /** Id of the management account, which owns the organization's trails. */
      managementAccount: account,
      /**
       * Registers the account of `accounts.audited` as CloudTrail's delegated administrator, before the trail of
       * `trail.ofOrganization` is created there. Terraform then also works in the management account.
       * @default that account is the management account, or registered already
       * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-delegated-administrator.html
       */
      delegatedAdministrator: v.optional(
        only({
          /** ARN of the role that Terraform assumes in the management account. @default the caller's own credentials */
          assumeRole: v.optional(arn("iam", "role/")),
        }),
      ),
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
  key,
  /** The log bucket. */
  logs,
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
    cloudWatchLogs: v.optional(cloudWatchLogs),
    /**
     * `true` creates an SNS topic on which CloudTrail announces each log file; an object names a topic that exists
     * already. @default false
     */
    deliveryTopic: v.optional(deliveryTopic),
  }),
  /**
   * Alerts about calls that stop the trail, hide something from it, or open its logs, in every account of the
   * environment: see docs/alerts.md. Each account gets one more stack. @default none
   */
  alerts: v.optional(alerts),
  /**
   * GuardDuty in every account that has alerts, which also send its findings: see docs/threats.md. Each Region gets one
   * more stack for each account. @default none
   */
  threats: v.optional(threats),
  /**
   * Announces each log file to a SIEM, or to other consumers, which read it with a role of their own: see docs/siem.md.
   * @default none
   */
  siem: v.optional(siem),
  /**
   * SQL on the log files with Athena, for the readers: see docs/logs.md. The archive account gets one more stack.
   * @default none
   */
  query: v.optional(query),
  /**
   * What the names that derive from `name` begin with: of the role of `replica`, of the state key's alias, and of all
   * that belongs to `alerts`, `siem` and `query`. Names that you write stay as they are. Another prefix is another name,
   * which replaces those resources. @default none
   */
  namePrefix: v.optional(text(isNamePrefix, NAME_PREFIX)),
  /** Tags of all resources. @default none */
  tags: v.optional(tags),
});

type DeepReadonly<T> = T extends object ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> } : T;

/** One environment, as written in its data file. */
export type EnvironmentConfig = DeepReadonly<v.InferInput<typeof environmentSchema>>;
