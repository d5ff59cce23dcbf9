import * as v from "valibot";
import { isBucketName } from "../../modules/limits/formats";
import { RUNTIME_AGENTS, THREAT_FEATURES } from "../../modules/threats/feature-names";
import { lifecycle } from "./lifecycle";
import { arn, atLeastOne, flag, listOf, oneOf, only, text } from "./options";
import { principal, region } from "./shapes";

/** A bucket's name has at most 63 characters, of which the account and the longest code of a Region take 28. */
const LONGEST_PREFIX = 35;

const bucketPrefix = text(
  (value) => value.length <= LONGEST_PREFIX && isBucketName(`${value}-111122223333`),
  `1 to ${LONGEST_PREFIX} lower-case letters, digits and dashes, no reserved prefix`,
);

/** GuardDuty in the accounts of the environment. */
export const threats = only({
  /**
   * Regions with a detector, each in a stack of its own. Name every Region that you use: GuardDuty sees no other. Enable an
   * opt-in Region in the accounts first.
   * @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_regions.html
   */
  regions: atLeastOne(region),
  /**
   * What GuardDuty analyzes besides management events, VPC flow logs and DNS queries. Each costs extra; what is not named
   * is switched off. `S3_DATA_EVENTS` requires no data events of the trail. @default ["S3_DATA_EVENTS"]
   * @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-features-activation-model.html
   */
  features: v.optional(listOf(oneOf(...THREAT_FEATURES))),
  /**
   * Agents that GuardDuty installs itself; only with the feature `RUNTIME_MONITORING`. @default none
   * @see https://docs.aws.amazon.com/guardduty/latest/ug/runtime-monitoring.html
   */
  agents: v.optional(listOf(oneOf(...RUNTIME_AGENTS))),
  /**
   * `true` enrolls every account of `organization`, today's and future ones, with the same features. Only the archive
   * account then has a stack for each Region: it administers GuardDuty and receives the findings of all.
   * @default false: a detector in every account that has alerts
   * @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_organizations.html
   */
  organization: v.optional(flag),
  /**
   * Registers the archive account as GuardDuty's delegated administrator, before it enrolls others. Terraform then also
   * works in the management account. @default the archive account is registered already
   */
  delegatedAdministrator: v.optional(
    only({
      /** ARN of the role that Terraform assumes in the management account. @default the caller's own credentials */
      assumeRole: v.optional(arn("iam", "role/")),
    }),
  ),
  /**
   * Copies the findings of each detector to a bucket with a key of its own, beside the detector. GuardDuty itself keeps
   * them for 90 days. The buckets are protected as the log bucket is, and `logs.forceDestroy` empties them.
   * @default no copies
   */
  export: v.optional(
    only({
      /**
       * What the names of the buckets begin with: `example-findings` for `example-findings-111122223333-eu-central-1`.
       * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
       */
      bucketPrefix,
      /**
       * ARNs of users and roles that may decrypt the findings, in their own account. IAM must let them read the bucket.
       * @default nobody
       */
      readers: v.optional(atLeastOne(principal)),
      /** Storage classes and expiry of findings. @default kept forever, old versions for 365 days */
      lifecycle: v.optional(lifecycle),
    }),
  ),
});
