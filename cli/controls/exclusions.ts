import type { Framework } from "./control";
import * as places from "./resource-selectors";

/** Why a requirement is not met here. */
export type Reason = "contradicts" | "impossible" | "outside" | "not used" | "costs" | "misread" | "by hand";

export const REASONS: Readonly<Record<Reason, string>> = {
  contradicts: "meeting it breaks another control or the trail",
  impossible: "AWS or Terraform does not allow it",
  outside: "not a matter of an audit trail",
  "not used": "the shipped environments do not use it",
  costs: "costs more than its benefit; left to each team",
  misread: "the scanner misreads the configuration",
  "by hand": "an example does the same as the manual setup that it replaces",
};

/**
 * A requirement, or a scanner's check, that is deliberately not met. `npm run docs` writes the files in `scanners/`
 * from this list and from the options that each environment leaves off.
 */
export interface Exclusion {
  readonly frameworks: { readonly [Name in Framework]?: readonly string[] };
  readonly scanners: readonly string[];
  /** The resources that it applies to, in words. */
  readonly on: string;
  /** The resources on which the scanners report it. @default none: they report it on no resource here */
  readonly at?: places.ResourceSelector;
  /** The examples on which checkov reports it. @default none */
  readonly examples?: readonly string[];
  readonly reason: Reason;
  readonly why: string;
}

export const exclusions: readonly Exclusion[] = [
  {
    frameworks: { fsbp: ["S3.9"] },
    scanners: ["CKV_AWS_18", "s3_bucket_server_access_logging_enabled"],
    on: "access-log bucket",
    at: places.accessLogBucket,
    reason: "contradicts",
    why: "a log of the log: each delivery would be logged into the bucket again",
  },
  {
    frameworks: { fsbp: ["S3.9"] },
    scanners: ["CKV_AWS_18", "s3_bucket_server_access_logging_enabled"],
    on: "replica, state, findings and results buckets",
    at: places.bucketsWithoutAccessLogs,
    reason: "costs",
    why: "other Regions and accounts would need access-log buckets of their own, and results expire; the log bucket's access is logged",
  },
  {
    frameworks: { fsbp: ["S3.17"] },
    scanners: ["CKV_AWS_145", "s3_bucket_kms_encryption"],
    on: "access-log bucket",
    at: places.accessLogBucket,
    reason: "impossible",
    why: "S3 delivers access logs to buckets with SSE-S3 only; AES256 is set",
  },
  {
    frameworks: { fsbp: ["S3.15"] },
    scanners: ["s3_bucket_object_lock"],
    on: "access-log bucket",
    at: places.accessLogBucket,
    reason: "impossible",
    why: "S3 delivers no access logs to a bucket with Object Lock",
  },
  {
    frameworks: { fsbp: ["S3.15"] },
    scanners: ["s3_bucket_object_lock"],
    on: "state bucket",
    at: places.stateBucket,
    reason: "contradicts",
    why: "Terraform deletes its lock file after each run",
  },
  {
    frameworks: {},
    scanners: ["CKV_AWS_143"],
    on: "log bucket",
    reason: "misread",
    why: "reads the inline block of old providers only; bucket-object-lock checks it here",
  },
  {
    frameworks: { cis: ["3.1.2"], fsbp: ["S3.20"], pci: ["8.4.1", "8.4.2", "8.4.3"] },
    scanners: ["s3_bucket_no_mfa_delete"],
    on: "every bucket",
    at: places.everyBucket,
    reason: "impossible",
    why: "S3 refuses MFA delete together with a lifecycle, and only root can turn it on; Object Lock does the same",
  },
  {
    frameworks: {},
    scanners: ["cloudtrail_bucket_requires_mfa_delete"],
    on: "trail",
    at: places.trail,
    reason: "impossible",
    why: "it applies to the log bucket, where S3 refuses MFA delete together with a lifecycle",
  },
  {
    frameworks: { fsbp: ["S3.7"] },
    scanners: ["CKV_AWS_144", "s3_bucket_cross_region_replication"],
    on: "every bucket but a replicated log bucket",
    at: places.bucketsWithoutReplica,
    reason: "costs",
    why: "versions and locks protect the existing copy; the log bucket has a replica if an environment has one",
  },
  {
    frameworks: { fsbp: ["S3.11"] },
    scanners: ["CKV2_AWS_62", "s3_bucket_event_notifications_enabled"],
    on: "access-log, replica, state, findings and results buckets",
    at: places.bucketsBesideLogs,
    reason: "costs",
    why: "nothing receives notifications",
  },
  {
    frameworks: {},
    scanners: ["CKV_AWS_144"],
    on: "replicated log bucket",
    at: places.replicatedBucket,
    reason: "misread",
    why: "its replication configuration names the bucket, and the scanner follows references only",
  },
  {
    frameworks: {},
    scanners: ["CKV2_AWS_62"],
    on: "log bucket with notifications",
    at: places.notifyingBucket,
    reason: "misread",
    why: "its notification configuration names the bucket, and the scanner follows references only",
  },
  {
    frameworks: {},
    scanners: ["CKV2_AWS_10"],
    on: "trail with a log group",
    at: places.trailWithLogGroup,
    reason: "misread",
    why: "it names its log group by ARN, and the scanner follows references only",
  },
  {
    frameworks: {},
    scanners: ["CKV_AWS_18", "CKV_AWS_144", "CKV2_AWS_62", "CKV_AWS_252", "CKV2_AWS_10"],
    on: "examples",
    examples: ["encrypted-bucket-walkthrough", "secure-cloudtrail-logging"],
    reason: "by hand",
    why: "the manual setup has no access logs, replica, notifications, topic or CloudWatch Logs; the modules have them",
  },
  {
    frameworks: {},
    scanners: ["CKV_AWS_35"],
    on: "example encrypted-bucket-walkthrough",
    examples: ["encrypted-bucket-walkthrough"],
    reason: "by hand",
    why: "its trail has no key: the walkthrough leaves SSE-KMS of log files off",
  },
  {
    frameworks: {},
    scanners: ["CKV_AWS_40"],
    on: "example secure-cloudtrail-logging",
    examples: ["secure-cloudtrail-logging"],
    reason: "by hand",
    why: "it lets named IAM users read; its README says why roles are better",
  },
  {
    frameworks: {},
    scanners: ["iam_role_cross_service_confused_deputy_prevention"],
    on: "replication role",
    at: places.replicationRole,
    reason: "impossible",
    why: "AWS documents no source condition for S3 replication; only its own account can pass the role",
  },
  {
    frameworks: {},
    scanners: ["CKV_AWS_109", "CKV_AWS_111", "CKV_AWS_356"],
    on: "key policies",
    reason: "misread",
    why: 'Resource "*" in a key policy means this key',
  },
  {
    frameworks: {},
    scanners: ["CKV_AWS_290", "CKV_AWS_355"],
    on: "the trail's role for CloudWatch Logs",
    reason: "misread",
    why: "CloudTrail chooses the names of the streams; the policy limits them to the trail's log group and prefix",
  },
  {
    frameworks: {},
    scanners: ["cloudtrail_threat_detection_enumeration", "cloudtrail_threat_detection_privilege_escalation"],
    on: "account",
    reason: "outside",
    why: "looks for attacks in the events of the last day, not at the configuration",
  },
  {
    frameworks: { fsbp: ["Lambda.3", "Lambda.7"] },
    scanners: ["CKV2_AWS_73", "CKV_AWS_117", "CKV_AWS_173", "CKV_AWS_272"],
    on: "queues and functions",
    reason: "not used",
    why: "only alerts and log feeds have queues and functions",
  },
  {
    frameworks: {},
    scanners: ["CKV2_AWS_3"],
    on: "detector of one account",
    at: places.detectorOfOneAccount,
    reason: "impossible",
    why: "only the administrator of an organization can enroll its accounts (threats.organization)",
  },
  {
    frameworks: {},
    scanners: ["guardduty_centrally_managed", "guardduty_delegated_admin_enabled_all_regions"],
    on: "detector of one account",
    reason: "impossible",
    why: "only the administrator of an organization can enroll its accounts (threats.organization)",
  },
  {
    frameworks: { cis: ["2.18", "3.1.3", "4.3", "4.7", "4.10", "5.16"], fsbp: ["Config.1"] },
    scanners: ["accessanalyzer_enabled", "macie_is_enabled", "config_recorder_all_regions_enabled"],
    on: "Access Analyzer, Macie, AWS Config, VPC flow logs, web front ends, Security Hub",
    reason: "outside",
    why: "separate services, not part of an audit trail",
  },
  {
    frameworks: { cis: ["2.13"], fsbp: ["IAM.2"] },
    scanners: ["iam_policy_attached_only_to_group_or_roles"],
    on: "IAM users",
    reason: "outside",
    why: "the stacks create no users; readers are roles",
  },
  {
    frameworks: {},
    scanners: ["CKV_AWS_61"],
    on: "role that trusts an account",
    at: places.roleOfAccount,
    reason: "misread",
    why: "a condition on the role's name or the external id says who of the account may assume it, as AWS documents",
  },
];
