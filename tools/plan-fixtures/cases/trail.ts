import { edit, resource } from "../edit";
import { caseOf, type Case } from "./case";

const local = caseOf("local-trail");
const full = caseOf("full-trail");

/** Changes to the trail and to its other delivery targets. */
export const trailCases: readonly Case[] = [
  local("trail-weakened", (stack) =>
    edit(resource(stack, "aws_cloudtrail"), {
      enable_log_file_validation: false,
      is_multi_region_trail: false,
      include_global_service_events: false,
      enable_logging: false,
    }),
  ),
  local("trail-key-removed", (stack) => edit(resource(stack, "aws_cloudtrail"), { kms_key_id: undefined })),
  local("selectors-narrowed", (stack) => {
    const selectors = resource(stack, "aws_cloudtrail")["advanced_event_selector"] as unknown[];
    edit(resource(stack, "aws_cloudtrail"), { advanced_event_selector: selectors.slice(0, 1) });
  }),
  local("trail-destroyed", (stack) => {
    Reflect.deleteProperty(stack, "resource");
    Reflect.deleteProperty(stack, "output");
  }),
  full("trail-redirected", (stack) =>
    edit(resource(stack, "aws_cloudtrail"), {
      s3_bucket_name: "example-elsewhere",
      s3_key_prefix: "elsewhere",
      kms_key_id: "arn:aws:kms:eu-central-1:444455556666:key/11111111-2222-4333-8444-555555555555",
      is_organization_trail: false,
    }),
  ),
  full("trail-deliveries-off", (stack) =>
    edit(resource(stack, "aws_cloudtrail"), {
      cloud_watch_logs_group_arn: undefined,
      cloud_watch_logs_role_arn: undefined,
      sns_topic_name: undefined,
      insight_selector: [{ insight_type: "ApiErrorRateInsight" }],
    }),
  ),
  full("log-group-weakened", (stack) =>
    edit(resource(stack, "aws_cloudwatch_log_group"), { retention_in_days: 30, kms_key_id: undefined }),
  ),
];
