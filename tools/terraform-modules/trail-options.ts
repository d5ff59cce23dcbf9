import type { TrailProps } from "../../modules/trail";
import type { Output, Part } from "./definition";
import { PARTS } from "./parts";
import { BOUNDARY, PATH, RECORDED_BUCKET, RETENTION } from "./placeholders";

/** What a trail gets, in both modules that have one. */
export function trailOptions(has: (part: Part) => boolean): Pick<TrailProps, "cloudWatchLogs" | "events"> {
  return {
    cloudWatchLogs: has(PARTS.cloudWatchLogs)
      ? {
          retentionInDays: Number(RETENTION.value),
          iam: { path: String(PATH.value), permissionsBoundary: String(BOUNDARY.value) },
        }
      : undefined,
    events: has(PARTS.dataEvents) ? { data: [{ kind: "s3", buckets: [String(RECORDED_BUCKET.value)] }] } : {},
  };
}

export const TRAIL_OUTPUTS: readonly Output[] = [
  { name: "trail_arn", description: "ARN of the trail.", expression: "aws_cloudtrail.trail.arn" },
  {
    name: "log_group_name",
    description: "Name of the log group for the trail's events; null without cloudwatch_logs_retention_days.",
    expression: "one(aws_cloudwatch_log_group.cloud_watch_logs[*].name)",
  },
];
