import { type Copy, proveControls } from "../../support/controls";

const KEY = "prod-archive/aws_kms_key.Key_43586C89";
const keyPolicy = ["aws_kms_key", "prod-archive/Key_"] as const;
const set = (name: string, value: unknown) => (copy: Copy) => {
  copy.one("aws_kms_key", "prod-archive/Key_")[name] = value;
};

proveControls("key", {
  "key-rotation": {
    broken: [
      {
        how: "no rotation",
        change: set("enable_key_rotation", false),
        faults: [`${KEY}: enable_key_rotation must be true, is false`],
      },
      { how: "disabled", change: set("is_enabled", false), faults: [`${KEY}: is_enabled must not be false`] },
    ],
  },
  "key-deletion": {
    broken: [
      {
        how: "a week to notice",
        change: set("deletion_window_in_days", 7),
        faults: [`${KEY}: deletion_window_in_days must be 30, is 7`],
      },
      {
        how: "Terraform may destroy it",
        change: set("lifecycle", { prevent_destroy: false }),
        faults: [`${KEY}: lifecycle.prevent_destroy must be true`],
      },
    ],
  },
  "key-single-region": {
    broken: [
      {
        how: "multi-Region",
        change: set("multi_region", true),
        faults: [`${KEY}: multi_region must be false, is true`],
      },
    ],
  },
  "key-nobody-unnamed": {
    broken: [
      {
        how: "a key for everybody",
        change: (copy) => copy.statement(keyPolicy, "UsersDecryptLogsThroughS3", { Principal: { AWS: "*" } }),
        faults: [`${KEY}: UsersDecryptLogsThroughS3 allows everyone`],
      },
      {
        how: "everybody but one",
        change: (copy) =>
          copy.statement(keyPolicy, "UsersDecryptLogsThroughS3", {
            Principal: undefined,
            NotPrincipal: { AWS: "arn:aws:iam::555555555555:role/Nobody" },
          }),
        faults: [`${KEY}: UsersDecryptLogsThroughS3 allows everyone`],
      },
      {
        how: "everybody of any organization",
        change: (copy) =>
          copy.statement(keyPolicy, "UsersDecryptLogsThroughS3", {
            Principal: "*",
            Condition: { StringLike: { "aws:PrincipalOrgID": "*" } },
          }),
        faults: [`${KEY}: UsersDecryptLogsThroughS3 allows everyone`],
      },
      {
        how: "a bucket for everybody",
        change: (copy) =>
          copy.statement(["aws_s3_bucket_policy", "LogBucket"], "AWSCloudTrailWrite20150319", { Principal: "*" }),
        faults: [
          "prod-archive/aws_s3_bucket_policy.LogBucket_Policy_03E02C2B: AWSCloudTrailWrite20150319 allows everyone",
        ],
      },
      {
        how: "a topic for everybody",
        change: (copy) =>
          copy.statement(["aws_sns_topic_policy", "Trail_"], "AWSCloudTrailSNSPolicy20131101", { Principal: "*" }),
        faults: [
          "prod-trail/aws_sns_topic_policy.Trail_DeliveryTopic_Policy_9E833BBE: AWSCloudTrailSNSPolicy20131101 " +
            "allows everyone",
        ],
      },
    ],
  },
});
