import { BUCKET_NAME_OF_ANY_AGE_FORMAT, TRAIL_NAME, TRAIL_NAME_FORMAT } from "../../modules/limits/formats";
import { LOG_RETENTION_DAYS } from "../../modules/limits/numbers";
import { eachOf, hasFormat, mustBe, unlessNull } from "./checks";
import type { Variable } from "./definition";

const name = {
  name: "name",
  type: "string",
  description: `Name of the trail: ${TRAIL_NAME}.`,
  validations: [mustBe("name", TRAIL_NAME, hasFormat("var.name", TRAIL_NAME_FORMAT))],
};

const cloudWatchLogsRetention = {
  name: "cloudwatch_logs_retention_days",
  type: "number",
  default: null,
  description: `Delivers events to CloudWatch Logs as well, and keeps them for so many days: ${LOG_RETENTION_DAYS.join(", ")}. Null: no delivery.`,
  validations: [
    mustBe(
      "cloudwatch_logs_retention_days",
      `one of ${LOG_RETENTION_DAYS.join(", ")}`,
      unlessNull(
        "var.cloudwatch_logs_retention_days",
        `contains([${LOG_RETENTION_DAYS.join(", ")}], var.cloudwatch_logs_retention_days)`,
      ),
    ),
    {
      condition: unlessNull("var.cloudwatch_logs_retention_days", "length(var.name) <= 48"),
      message:
        "name must have at most 48 characters with cloudwatch_logs_retention_days: the role is named after it, and IAM allows 64.",
    },
  ],
};

const dataEventBuckets = {
  name: "data_event_bucket_names",
  type: "list(string)",
  default: [],
  description:
    "Buckets whose calls on objects the trail records (S3 data events), in addition to all management events.",
  validations: [
    mustBe(
      "data_event_bucket_names",
      "names of buckets",
      eachOf("var.data_event_bucket_names", "name", hasFormat("name", BUCKET_NAME_OF_ANY_AGE_FORMAT)),
    ),
    {
      condition: "!contains(var.data_event_bucket_names, var.bucket_name)",
      message: "data_event_bucket_names must not name the log bucket: each log file would cause another.",
    },
  ],
};

/** Of what delivers: the trail. */
export const TRAIL_VARIABLES = { name, cloudWatchLogsRetention, dataEventBuckets } satisfies Record<string, Variable>;
