import type { StackJson } from "./edit";
import { edit, policyOf, rename, resource, statement, take } from "./edit";

/** A pull request: what it does to the synthesized stacks of the environment, each planned afterwards. */
export interface Case {
  /** Also the folder's name. */
  readonly name: string;
  /** Stacks whose plans are reviewed. */
  readonly stacks: readonly ("archive" | "trail")[];
  readonly change: (stack: StackJson, kind: "archive" | "trail") => void;
}

const archive = (name: string, change: (stack: StackJson) => void): Case => ({
  name,
  stacks: ["archive"],
  change: (stack, kind) => (kind === "archive" ? change(stack) : undefined),
});
const trail = (name: string, change: (stack: StackJson) => void): Case => ({
  name,
  stacks: ["trail"],
  change: (stack, kind) => (kind === "trail" ? change(stack) : undefined),
});

const keyStatement = (stack: StackJson, sid: string, change: (one: Record<string, unknown>) => void) =>
  policyOf(resource(stack, "aws_kms_key"), "policy", (policy) => change(statement(policy, sid)));
const logPolicy = (stack: StackJson, change: Parameters<typeof policyOf>[2]) =>
  policyOf(resource(stack, "aws_s3_bucket_policy", "LogBucket"), "policy", change);
const forgetSource = (one: Record<string, unknown>) => {
  const { StringEquals: _, ...left } = one["Condition"] as Record<string, unknown>;
  one["Condition"] = left;
};

/** Before anything is deployed. */
export const FIRST: readonly Case[] = [
  { name: "first-apply", stacks: ["archive"], change: () => undefined },
  archive("first-apply-without-source-arn", (stack) => keyStatement(stack, "CloudTrailEncryptsLogs", forgetSource)),
];

/** With everything deployed. */
export const LATER: readonly Case[] = [
  { name: "no-change", stacks: ["archive", "trail"], change: () => undefined },
  archive("tags", (stack) => edit(resource(stack, "aws_s3_bucket", "LogBucket"), { tags: { Team: "audit" } })),
  archive("source-arn-removed", (stack) => keyStatement(stack, "CloudTrailEncryptsLogs", forgetSource)),
  archive("statements-reordered", (stack) => {
    policyOf(resource(stack, "aws_kms_key"), "policy", (policy) => policy.Statement.reverse());
    logPolicy(stack, (policy) => policy.Statement.reverse());
  }),
  archive("policy-broadened", (stack) =>
    logPolicy(stack, (policy) => {
      statement(policy, "AWSCloudTrailWrite20150319")["Resource"] = "arn:aws:s3:::example-local-audit-logs/*";
    }),
  ),
  archive("policy-narrowed", (stack) =>
    policyOf(resource(stack, "aws_iam_policy"), "policy", (policy) => {
      statement(policy, "ReadLogs")["Action"] = "s3:GetObject";
    }),
  ),
  archive("deny-removed", (stack) =>
    logPolicy(stack, (policy) => {
      policy.Statement = policy.Statement.filter((one) => one["Sid"] !== "DenyInsecureTransport");
    }),
  ),
  archive("policy-undecided", (stack) =>
    keyStatement(stack, "CloudTrailEncryptsLogs", (one) => {
      one["Principal"] = { Service: "config.amazonaws.com" };
    }),
  ),
  archive("policy-no-json", (stack) =>
    edit(resource(stack, "aws_iam_role"), { assume_role_policy: '${jsonencode({ Version = "2012-10-17" })}' }),
  ),
  archive("reader-added", (stack) => {
    const role = resource(stack, "aws_iam_role");
    const attachment = resource(stack, "aws_iam_role_policy_attachment");
    stack.resource["aws_iam_role"]!["Second_Role"] = { ...role, name: "second-reader" };
    stack.resource["aws_iam_role_policy_attachment"]!["Second_Attachment"] = {
      ...attachment,
      role: "${aws_iam_role.Second_Role.name}",
    };
  }),
  archive("access-block-flag-off", (stack) =>
    edit(resource(stack, "aws_s3_bucket_public_access_block", "LogBucket"), { block_public_policy: false }),
  ),
  archive("versioning-suspended", (stack) =>
    edit(resource(stack, "aws_s3_bucket_versioning", "LogBucket"), {
      versioning_configuration: { status: "Suspended" },
    }),
  ),
  archive("key-weakened", (stack) =>
    edit(resource(stack, "aws_kms_key"), {
      enable_key_rotation: false,
      is_enabled: false,
      rotation_period_in_days: undefined,
    }),
  ),
  archive("retention-shortened", (stack) => {
    const [rule] = resource(stack, "aws_s3_bucket_lifecycle_configuration", "LogBucket")["rule"] as Record<
      string,
      unknown
    >[];
    rule!["expiration"] = [{ days: 1 }];
  }),
  archive("bucket-policy-destroyed", (stack) => {
    take(stack, "aws_s3_bucket_policy", "LogBucket");
  }),
  archive("bucket-replaced", (stack) =>
    edit(resource(stack, "aws_s3_bucket", "AccessLogBucket"), { bucket: "example-local-audit-other" }),
  ),
  archive("bucket-replaced-before", (stack) =>
    edit(resource(stack, "aws_s3_bucket", "AccessLogBucket"), {
      bucket: "example-local-audit-other",
      lifecycle: { create_before_destroy: true },
    }),
  ),
  archive("key-moved-alias-forgotten", (stack) => {
    const [id] = take(stack, "aws_kms_alias");
    stack["removed"] = [{ from: `aws_kms_alias.${id}`, lifecycle: { destroy: false } }];
    rename(stack, "aws_kms_key", "", "Moved");
    edit(resource(stack, "aws_kms_key"), { description: "Moved" });
  }),
  archive("moved", (stack) => rename(stack, "aws_s3_bucket_versioning", "LogBucket", "Renamed")),
  trail("trail-weakened", (stack) =>
    edit(resource(stack, "aws_cloudtrail"), {
      enable_log_file_validation: false,
      is_multi_region_trail: false,
      include_global_service_events: false,
      enable_logging: false,
    }),
  ),
  trail("trail-key-removed", (stack) => edit(resource(stack, "aws_cloudtrail"), { kms_key_id: undefined })),
  trail("selectors-narrowed", (stack) => {
    const selectors = resource(stack, "aws_cloudtrail")["advanced_event_selector"] as unknown[];
    edit(resource(stack, "aws_cloudtrail"), { advanced_event_selector: selectors.slice(0, 1) });
  }),
  trail("trail-destroyed", (stack) => {
    Reflect.deleteProperty(stack, "resource");
    Reflect.deleteProperty(stack, "output");
  }),
  {
    name: "two-stacks",
    stacks: ["archive", "trail"],
    change: (stack, kind) => {
      if (kind === "archive") keyStatement(stack, "CloudTrailEncryptsLogs", forgetSource);
      else edit(resource(stack, "aws_cloudtrail"), { name: "renamed-trail" });
    },
  },
  trail("remote-state-unknown", (stack) => {
    // Terraform reads a data source late where it depends on what is yet to be made.
    stack.resource["terraform_data"] = { Later: { input: "x" } };
    const states = (stack["data"] as Record<string, Record<string, Record<string, unknown>>>)[
      "terraform_remote_state"
    ]!;
    for (const state of Object.values(states)) state["depends_on"] = ["terraform_data.Later"];
  }),
];
