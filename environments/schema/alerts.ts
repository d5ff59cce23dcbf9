import * as v from "valibot";
import { isArnOf } from "../../modules/policy";
import { isEmail } from "../../modules/limits/formats";
import { LOG_RETENTION_DAYS } from "../../modules/limits/numbers";
import { arn, atLeastOne, flag, oneOf, only, text } from "./options";

const email = text(isEmail, 'an e-mail address like "security@example.com"', (value) =>
  value.startsWith("arn:") ? "a queue belongs into alerts.queues" : undefined,
);

const queue = text(
  (value) => isArnOf(value, "sqs", "") && !value.endsWith(".fifo"),
  "the ARN of a standard SQS queue",
  (value) => {
    if (value.endsWith(".fifo")) return "a topic does not send to a FIFO queue";
    return value.includes("@")
      ? "an e-mail address belongs into alerts.emails, and receives text, not JSON"
      : undefined;
  },
);

/** Alerts about calls that stop the trail, hide something from it, or open its logs. */
export const alerts = only({
  /**
   * Addresses that receive the urgent alerts, `critical` and `high`, and every alarm. AWS asks each address to confirm
   * once for each account. @default none
   */
  emails: v.optional(atLeastOne(email)),
  /**
   * ARNs of SQS queues that receive every alert as JSON, and every alarm. The owner of such a queue must let the topics
   * send, in the policies of the queue and of its key. @default none
   * @see https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html
   */
  queues: v.optional(atLeastOne(queue)),
  /** Address of a page with a section for each alert, whose anchor is the alert's name in docs/alerts.md. @default no link */
  runbook: v.optional(
    text(
      (value) => /^https:\/\/[^\s#{}]+$/.test(value),
      'an address like "https://wiki.example.com/alerts", without "#"',
    ),
  ),
  /**
   * ARNs of the roles that deploy. What deployments do then has severity `info`, in queues only; stopping the trail,
   * disabling the key and deleting a bucket stay urgent. `[]` lowers nothing.
   * @default every `assumeRole` of the environment
   */
  deployRoles: v.optional(v.array(arn("iam", "role/"), "a list")),
  /**
   * `true` adds the alarms of section 5 of the CIS AWS Foundations Benchmark, which Security Hub checks as CloudWatch.1
   * to CloudWatch.14. Requires `trail.cloudWatchLogs`, and log groups that keep events for at least 365 days.
   * @default false
   * @see https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html
   */
  cis: v.optional(flag),
  /**
   * Days for which the functions' own logs are kept. @default 365
   * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
   */
  logRetentionInDays: v.optional(v.picklist(LOG_RETENTION_DAYS, `one of ${LOG_RETENTION_DAYS.join(", ")}`)),
  /**
   * Runtime of the functions. `nodejs24.x` requires AWS provider 6.19, which the stack then demands.
   * @default "nodejs22.x"
   * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
   */
  runtime: v.optional(oneOf("nodejs22.x", "nodejs24.x")),
});
