import type { EnvironmentConfig } from "../environments/schema";
import { cloudWatchRoleName } from "../modules/derived-names";
import { arnsIn } from "../modules/policy";
import type { RoleOptions } from "../modules/role";
import { trailNames, type CloudWatchDeliveryOptions, type TrailUse } from "../modules/trail";
import type { RecordedTrail } from "./recorded-trails";

type ExistingLogGroup = Extract<NonNullable<EnvironmentConfig["trail"]["cloudWatchLogs"]>, { readonly existing: true }>;

/** Delivery to a log group that exists, with a role that exists if the environment names one. */
export function existingDelivery(
  trail: TrailUse,
  { logGroupName, roleName }: ExistingLogGroup,
  iam: RoleOptions,
): CloudWatchDeliveryOptions {
  const arns = arnsIn(trail);
  const role = roleName === undefined ? { iam } : { roleArn: arns.role(roleName) };
  return { logGroupArn: arns.logGroup(logGroupName), ...role };
}

/** ARN of the role with which CloudTrail writes to the log group; `undefined` without a log group. */
export function deliveryRole({ use, options }: RecordedTrail, iam: EnvironmentConfig["iam"]): string | undefined {
  const { cloudWatchLogs } = options;
  if (cloudWatchLogs === undefined) return undefined;
  const arns = arnsIn(use);
  return "existing" in cloudWatchLogs && cloudWatchLogs.roleName !== undefined
    ? arns.role(cloudWatchLogs.roleName)
    : arns.role(cloudWatchRoleName(use.name), iam?.path);
}

/** ARN of the topic that announces log files; `undefined` without one. */
export function announcingTopic({ use, options }: Pick<RecordedTrail, "use" | "options">): string | undefined {
  const { deliveryTopic } = options;
  if (typeof deliveryTopic === "object") return deliveryTopic.topicArn;
  return deliveryTopic ? trailNames(use).topicArn : undefined;
}
