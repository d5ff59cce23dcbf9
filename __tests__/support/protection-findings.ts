import { protectionFindings } from "../../cli/commands/review/protections";
import { planned } from "./planned";

/** What the protections say of one resource that changes: `logging-off: enable_logging: true -> false`. */
export const found = (...args: Parameters<typeof planned>) =>
  protectionFindings([planned(...args)]).map(({ protection, what }) => `${protection}: ${what}`);

/** Arguments of resources as a plan has them, with nothing wrong. */
export const TRAIL = {
  enable_logging: true,
  enable_log_file_validation: true,
  is_multi_region_trail: true,
  include_global_service_events: true,
  is_organization_trail: true,
  kms_key_id: "arn:key",
};
export const DELIVERING = { ...TRAIL, s3_bucket_name: "logs", sns_topic_name: "topic", sns_topic_arn: "arn:topic" };
export const GROUP = { ...TRAIL, cloud_watch_logs_group_arn: "arn:group" };
export const ALARM = {
  threshold: 1,
  evaluation_periods: 1,
  comparison_operator: "GreaterThanThreshold",
  metric_name: "Root",
};

export const encryption = (key: string | null) => ({
  rule: [{ apply_server_side_encryption_by_default: [{ kms_master_key_id: key }] }],
});
export const versioning = (status: string) => ({ versioning_configuration: [{ status }] });
export const lifecycle = (...rules: object[]) => ({ rule: rules.map((rule) => ({ status: "Enabled", ...rule })) });
export const expiring = (days: number) => ({ expiration: [{ days }] });
export const copying = (...rules: object[]) => ({ bucket: "logs", rule: rules });
export const copy = (bucket: string, rule: object = {}) => ({
  id: bucket,
  status: "Enabled",
  destination: [{ bucket }],
  ...rule,
});
