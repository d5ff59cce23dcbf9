import * as v from "valibot";
import { isLogGroupName, LOG_GROUP_NAME } from "../../modules/limits/formats";
import { LOG_RETENTION_DAYS } from "../../modules/limits/numbers";
import { isArnOf } from "../../modules/policy";
import { exists, isPlainObject, newOrExisting, only, ownerSets, text } from "./options";

const newLogGroup = only({
  /**
   * Days for which the log group keeps events.
   * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
   */
  retentionInDays: v.picklist(LOG_RETENTION_DAYS, `one of ${LOG_RETENTION_DAYS.join(", ")}`),
  /**
   * Name of the log group. Keep it when you rename the trail: another name is another log group.
   * @default `/aws/cloudtrail/` and the trail's name
   */
  logGroupName: v.optional(text(isLogGroupName, LOG_GROUP_NAME)),
});

const existingLogGroup = only({
  /**
   * `true` for a log group that exists already, in the account of each trail. Its retention, its key and its protection
   * stay with its owner. @default false
   */
  existing: exists,
  /** Name of the existing log group. */
  logGroupName: text(isLogGroupName, LOG_GROUP_NAME),
  /**
   * Name of an existing role with which CloudTrail writes, with its path if it has one. Its owner must let CloudTrail
   * assume it for the trail, create streams and put events. @default a role is created
   * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
   */
  roleName: v.optional(
    text(
      (value) => /^[A-Za-z0-9+=,.@_-]+(\/[A-Za-z0-9+=,.@_-]+)*$/.test(value),
      'the name of a role, like "CloudTrailWrites" or "team/CloudTrailWrites"',
    ),
  ),
  retentionInDays: ownerSets,
});

/** The log group that receives the trail's events. */
export const cloudWatchLogs = newOrExisting(newLogGroup, existingLogGroup);

const existingTopic = only({
  /**
   * ARN of a topic that exists already, of any account. Its owner must let CloudTrail publish, in the policies of the
   * topic and of its key, and decides who subscribes. AWS alone checks these policies.
   * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-permissions-for-sns-notifications.html
   */
  topicArn: text((value) => isArnOf(value, "sns", ""), "the ARN of an SNS topic"),
});

/** The topic that announces log files. */
const topic = v.boolean("true, false or an object with topicArn");
export const deliveryTopic = v.lazy((input) => (isPlainObject(input) ? existingTopic : topic));
