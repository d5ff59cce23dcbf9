import { assessControl } from "../../../cli/controls/assess";
import { bucketControls } from "../../../cli/controls/bucket";
import { refusesPlainHttp } from "../../../cli/controls/bucket-checks";
import type { AssessedEnvironment } from "../../../cli/controls/environment";
import { EXISTING } from "../../../tools/samples/existing";
import { environmentOf } from "../../support/matrix";
import { type Copy, type Open, proveControls } from "../../support/controls";

const LOGS = "example-prod-audit-logs";
const ACCESS_LOGS = "example-prod-audit-access-logs";
const LOG_POLICY = ["aws_s3_bucket_policy", "LogBucket"] as const;
const FLAGS = ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"];
const ENCRYPTION = "aws_s3_bucket_server_side_encryption_configuration";
const LIFECYCLE = "aws_s3_bucket_lifecycle_configuration";

const set =
  (type: string, place: string, values: Open) =>
  (copy: Copy): void => {
    Object.assign(copy.one(type, place), values);
  };
const remove = (type: string, place: string) => (copy: Copy) => copy.remove(type, place);
const setRule = (type: string, values: Open) => (copy: Copy) => {
  Object.assign((copy.one(type, "LogBucket")["rule"] as Open[])[0]!, values);
};
const plainHttp = [`${LOGS}: its policy does not deny every action over plain HTTP`];
const lifecycle = [`${LOGS}: no enabled rule for all objects expires old versions and aborts uploads`];

proveControls("bucket", {
  "bucket-access-logging": {
    broken: [
      {
        how: "off",
        change: remove("aws_s3_bucket_logging", "LogBucket"),
        faults: [`${LOGS}: its access is not logged to a bucket of this environment`],
      },
      {
        how: "into itself",
        change: set("aws_s3_bucket_logging", "LogBucket", { target_bucket: LOGS }),
        faults: [
          `${LOGS}: must not be the target of its own access logs`,
          `${LOGS}: does not allow logging.s3.amazonaws.com to write`,
        ],
      },
      {
        how: "S3 may not deliver",
        change: (copy) =>
          copy.statements(["aws_s3_bucket_policy", "AccessLogBucket"], (all) =>
            all.filter(({ Sid }) => Sid !== "S3ServerAccessLogsPolicy"),
          ),
        faults: [`${ACCESS_LOGS}: does not allow logging.s3.amazonaws.com to write`],
      },
    ],
  },
  "bucket-public-access-block": {
    broken: [
      ...FLAGS.map((flag) => ({
        how: `${flag} off`,
        change: set("aws_s3_bucket_public_access_block", "LogBucket", { [flag]: false }),
        faults: [`${LOGS}: its public access block must have all four flags on`],
      })),
      {
        how: "none on the replica",
        change: remove("aws_s3_bucket_public_access_block", "ReplicaBucket"),
        faults: ["example-prod-audit-logs-replica: its public access block must have all four flags on"],
      },
    ],
  },
  "bucket-account-public-access-block": {
    broken: [
      ...FLAGS.map((flag) => ({
        how: `${flag} off`,
        change: set("aws_s3_account_public_access_block", "", { [flag]: false }),
        faults: [`account 555555555555: ${flag} must be true`],
      })),
      {
        how: "another account's",
        change: set("aws_s3_account_public_access_block", "", { account_id: "777788889999" }),
        faults: ["account 555555555555 has no public access block in this environment"],
      },
    ],
  },
  "bucket-tls-only": {
    broken: [
      {
        how: "no statement",
        change: (copy) =>
          copy.statements(LOG_POLICY, (all) => all.filter(({ Sid }) => Sid !== "DenyInsecureTransport")),
        faults: plainHttp,
      },
      {
        how: "a condition as well that callers choose",
        change: (copy) =>
          copy.statement(LOG_POLICY, "DenyInsecureTransport", {
            Condition: { Bool: { "aws:SecureTransport": "false" }, StringEquals: { "aws:UserAgent": "curl" } },
          }),
        faults: plainHttp,
      },
      {
        how: "objects only",
        change: (copy) => copy.statement(LOG_POLICY, "DenyInsecureTransport", { Resource: `arn:aws:s3:::${LOGS}/*` }),
        faults: plainHttp,
      },
      {
        how: "allowed",
        change: (copy) => copy.statement(LOG_POLICY, "DenyInsecureTransport", { Effect: "Allow" }),
        faults: plainHttp,
      },
      {
        how: "one action",
        change: (copy) => copy.statement(LOG_POLICY, "DenyInsecureTransport", { Action: "s3:GetObject" }),
        faults: plainHttp,
      },
      {
        how: "one principal",
        change: (copy) =>
          copy.statement(LOG_POLICY, "DenyInsecureTransport", { Principal: { AWS: "arn:aws:iam::555555555555:root" } }),
        faults: plainHttp,
      },
    ],
  },
  "bucket-no-acl": {
    broken: [
      {
        how: "ACLs count",
        change: set("aws_s3_bucket_ownership_controls", "LogBucket", { rule: { object_ownership: "ObjectWriter" } }),
        faults: [`${LOGS}: object_ownership must be BucketOwnerEnforced`],
      },
      {
        how: "an ACL",
        change: (copy) => copy.add("prod-archive", "aws_s3_bucket_acl", { bucket: LOGS, acl: "log-delivery-write" }),
        faults: [`${LOGS}: has an ACL`],
      },
    ],
  },
  "bucket-encryption": {
    broken: [
      {
        how: "SSE-S3",
        change: setRule(ENCRYPTION, { apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } }),
        faults: [`${LOGS}: sse_algorithm must be aws:kms, is AES256`, `${LOGS}: kms_master_key_id is absent`],
      },
      {
        how: "a call for each object",
        change: setRule(ENCRYPTION, { bucket_key_enabled: false }),
        faults: [`${LOGS}: bucket_key_enabled must be true`],
      },
      {
        how: "nothing set on the state bucket",
        change: remove(ENCRYPTION, "prod-state/Bucket"),
        faults: [
          "example-prod-audit-state: sse_algorithm must be aws:kms, is absent",
          "example-prod-audit-state: kms_master_key_id is absent",
          "example-prod-audit-state: bucket_key_enabled must be true",
        ],
      },
    ],
  },
  "bucket-versioning": {
    broken: [
      {
        how: "suspended",
        change: set("aws_s3_bucket_versioning", "AccessLogBucket", {
          versioning_configuration: { status: "Suspended" },
        }),
        faults: [`${ACCESS_LOGS}: is not versioned`],
      },
    ],
  },
  "bucket-object-lock": {
    broken: [
      {
        how: "no default retention",
        change: remove("aws_s3_bucket_object_lock_configuration", "LogBucket"),
        faults: [`${LOGS}: has no default retention`],
      },
      {
        how: "a retention of no days",
        change: set("aws_s3_bucket_object_lock_configuration", "LogBucket", {
          rule: { default_retention: { mode: "COMPLIANCE", days: 0 } },
        }),
        faults: [`${LOGS}: has no default retention`],
      },
    ],
  },
  "bucket-lifecycle": {
    broken: [
      { how: "none", change: remove(LIFECYCLE, "LogBucket"), faults: lifecycle },
      { how: "disabled", change: setRule(LIFECYCLE, { status: "Disabled" }), faults: lifecycle },
      { how: "some objects", change: setRule(LIFECYCLE, { filter: [{ prefix: "AWSLogs/" }] }), faults: lifecycle },
      {
        how: "uploads stay",
        change: setRule(LIFECYCLE, { abort_incomplete_multipart_upload: undefined }),
        faults: lifecycle,
      },
      {
        how: "old versions stay",
        change: setRule(LIFECYCLE, { noncurrent_version_expiration: undefined }),
        faults: lifecycle,
      },
    ],
  },
  "bucket-notifications": {
    broken: [
      {
        how: "off",
        change: set("aws_s3_bucket_notification", "", { eventbridge: false }),
        faults: [`${LOGS}: sends no event notifications`],
      },
    ],
  },
  "bucket-no-foreign-account": {
    broken: ["arn:aws:iam::999999999999:role/Auditor", "999999999999", "*"].map((principal) => ({
      how: `lets ${principal} in`,
      change: (copy: Copy) =>
        copy.statement(LOG_POLICY, "AWSCloudTrailWrite20150319", { Principal: { AWS: principal } }),
      faults: [
        "prod-archive/aws_s3_bucket_policy.LogBucket_Policy_03E02C2B: AWSCloudTrailWrite20150319 " +
          "allows a principal of another account",
      ],
    })),
  },
});

describe("a Deny of plain HTTP complies in any spelling", () => {
  const arn = `arn:aws:s3:::${LOGS}`;
  const statement = {
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
  const faultsOf = (changes: object) => {
    const policy = { source: "prod-archive/x.y", statements: [{ ...statement, ...changes }] };
    return refusesPlainHttp({ buckets: [{ name: LOGS, arn, policy }] } as unknown as AssessedEnvironment);
  };

  test.each([
    { Principal: { AWS: "*" } },
    { Principal: { AWS: ["*"] } },
    { Action: ["s3:*"] },
    { Action: "S3:*" },
    { Action: "*" },
    { Resource: `${arn}*` },
    { Resource: "*" },
    { Condition: { Bool: { "AWS:SecureTransport": ["false"] } } },
    { Condition: { Bool: { "aws:SecureTransport": false } } },
    { Condition: { BoolIfExists: { "aws:SecureTransport": "false" } } },
    { Condition: undefined },
  ])("%j", (changes) => {
    expect(faultsOf(changes)).toEqual([]);
  });

  test.each([
    { Condition: { Bool: { "aws:SecureTransport": "true" } } },
    { Condition: { StringEquals: { "aws:SecureTransport": "false" } } },
    { Principal: { Service: "*" } },
    { NotResource: `${arn}/public/*`, Resource: undefined },
  ])("but %j does not", (changes) => {
    expect(faultsOf(changes)).toEqual(plainHttp);
  });
});

describe("a log bucket that exists already", () => {
  const environment = { ...environmentOf(EXISTING), auditBuckets: [] };
  const verdicts = new Map(bucketControls.map((control) => [control.id, assessControl(control, environment)] as const));
  const statusOf = (id: string) => verdicts.get(id)?.status;

  test("complies with what its policy decides, and has no verdict on what its owner sets", () => {
    expect(["bucket-tls-only", "bucket-no-foreign-account", "bucket-access-logging"].map(statusOf)).toEqual(
      Array(3).fill("complies"),
    );
    expect(["bucket-object-lock", "bucket-notifications"].map(statusOf)).toEqual(Array(2).fill("does not apply"));
  });

  test("leaves the environment's other buckets assessed", () => {
    expect([...verdicts.values()].flatMap(({ faults }) => faults)).toEqual([
      "account 111122223333 has no public access block in this environment",
    ]);
  });
});
