import { blocks } from "../model/blocks";
import type { Environment } from "../model/environment";
import { ofType, partOf } from "../model/resources";
import type { Setting } from "./setting";

/** How the log bucket announces files, where event rules or topics depend on it. Its owner sets it for one that exists. */
export function feedSettings(environment: Environment): Setting[] {
  const { logBucket } = environment;
  const rules = ofType(environment, "aws_cloudwatch_event_rule").filter(({ values }) => {
    const pattern = String(values["event_pattern"]);
    return pattern.includes('"aws.s3"') && pattern.includes(`"${logBucket.name}"`);
  });
  const notification = partOf(environment, "aws_s3_bucket_notification", logBucket)?.values;
  const topics = blocks(notification, "topic").length;
  if (!logBucket.created || rules.length + topics === 0) return [];
  const isOn = notification?.["eventbridge"] === true;
  return [
    {
      id: "log-bucket-announcements",
      target: "log bucket",
      title: "announcements of log files",
      value: `EventBridge ${isOn ? "on" : "off"} for ${rules.length}, topics for ${topics} prefixes`,
      safe: isOn || rules.length === 0,
    },
  ];
}
