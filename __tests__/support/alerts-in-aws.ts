import type { MetricAlarm } from "@aws-sdk/client-cloudwatch";
import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import { at, texts } from "../../cli/model/blocks";
import { impliedAttributes } from "../../cli/model/implied";
import type { Environment } from "../../cli/model/environment";
import type { Arguments, StackResource } from "../../cli/model/stack";
import type { Location } from "../../modules/policy";
import { awsError } from "./fake-aws";

type Answers = Readonly<Record<string, (input: Record<string, unknown>) => object | Error>>;

/** The answers of AWS in one account and Region where everything about alerts is as an environment's stacks define it. */
export function alertsInAws(environment: Environment, { account, region }: Location): Answers {
  const here = environment.resources.filter((one) => one.account === account && one.region === region);
  const ofType = (type: string) => here.filter((one) => one.type === type);
  const first = (type: string, fits: (one: StackResource) => boolean, answer: (values: Arguments) => object) => {
    const found = ofType(type).find(fits);
    return found ? answer(found.values) : awsError("ResourceNotFoundException", 400);
  };
  const named = (argument: string, name: unknown) => (one: StackResource) => one.values[argument] === name;
  return {
    DescribeRule: ({ Name }) =>
      first("aws_cloudwatch_event_rule", named("name", Name), (values) => ({
        State: values["state"] ?? "ENABLED",
        EventPattern: values["event_pattern"],
        ScheduleExpression: values["schedule_expression"],
      })),
    ListTargetsByRule: ({ Rule }) => ({
      Targets: ofType("aws_cloudwatch_event_target")
        .filter(named("rule", Rule))
        .map(({ values }) => ({
          Id: values["target_id"],
          Arn: values["arn"],
          RoleArn: values["role_arn"],
          DeadLetterConfig: { Arn: at(values, "dead_letter_config.arn") },
        })),
    }),
    GetFunctionConfiguration: ({ FunctionName }) =>
      first("aws_lambda_function", named("function_name", FunctionName), functionOf),
    GetFunctionConcurrency: () => ({}),
    GetFunctionEventInvokeConfig: ({ FunctionName }) =>
      first("aws_lambda_function_event_invoke_config", named("function_name", FunctionName), (values) => ({
        MaximumRetryAttempts: values["maximum_retry_attempts"],
        MaximumEventAgeInSeconds: values["maximum_event_age_in_seconds"],
        DestinationConfig: { OnFailure: { Destination: at(values, "destination_config.on_failure.destination") } },
      })),
    GetPolicy: ({ FunctionName }) => ({
      Policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: ofType("aws_lambda_permission").filter(named("function_name", FunctionName)).map(permissionOf),
      }),
    }),
    GetTopicAttributes: ({ TopicArn }) => ({
      Attributes: {
        ...(first("aws_sns_topic_policy", named("arn", TopicArn), ({ policy }) => ({ Policy: policy })) as object),
        ...(first(
          "aws_sns_topic",
          (one) => impliedAttributes(one)["arn"] === TopicArn,
          (values) => ({ KmsMasterKeyId: values["kms_master_key_id"] }),
        ) as object),
      },
    }),
    ListSubscriptionsByTopic: ({ TopicArn }) => ({
      Subscriptions: ofType("aws_sns_topic_subscription")
        .filter(named("topic_arn", TopicArn))
        .map(({ values }) => ({
          Protocol: values["protocol"],
          Endpoint: values["endpoint"],
          SubscriptionArn: `${String(TopicArn)}:${String(values["endpoint"])}`,
        })),
    }),
    GetSubscriptionAttributes: ({ SubscriptionArn }) =>
      first(
        "aws_sns_topic_subscription",
        ({ values }) => String(SubscriptionArn) === `${String(values["topic_arn"])}:${String(values["endpoint"])}`,
        (values) => ({
          Attributes: {
            FilterPolicy: values["filter_policy"],
            RawMessageDelivery: String(values["raw_message_delivery"] === true),
          },
        }),
      ),
    GetQueueUrl: ({ QueueName }) => ({ QueueUrl: `https://sqs.example/${String(QueueName)}` }),
    GetQueueAttributes: ({ QueueUrl }) =>
      first("aws_sqs_queue", named("name", String(QueueUrl).split("/").at(-1)), (values) => ({
        Attributes: {
          Policy: values["policy"],
          SqsManagedSseEnabled: String(values["sqs_managed_sse_enabled"]),
          MessageRetentionPeriod: String(values["message_retention_seconds"]),
          ApproximateNumberOfMessages: "0",
          ApproximateNumberOfMessagesNotVisible: "0",
        },
      })),
    DescribeAlarms: ({ AlarmNames }) => ({
      MetricAlarms: ofType("aws_cloudwatch_metric_alarm")
        .filter(({ values }) => (AlarmNames as unknown[]).includes(values["alarm_name"]))
        .map(alarmOf),
    }),
    DescribeMetricFilters: ({ logGroupName }) => ({
      metricFilters: ofType("aws_cloudwatch_log_metric_filter")
        .filter(named("log_group_name", logGroupName))
        .map(({ values }) => ({
          filterName: values["name"],
          filterPattern: values["pattern"],
          metricTransformations: [
            {
              metricNamespace: at(values, "metric_transformation.namespace"),
              metricName: at(values, "metric_transformation.name"),
              metricValue: at(values, "metric_transformation.value"),
              defaultValue: 0,
            },
          ],
        })),
    }),
    GetMetricStatistics: () => ({ Datapoints: [{ Timestamp: new Date(), Minimum: 1 }] }),
    DescribeKey: ({ KeyId }) => ({ KeyMetadata: { Arn: keyBehind(environment, account, KeyId) } }),
  };
}

function functionOf(values: Arguments): FunctionConfiguration {
  return {
    CodeSha256: String(values["source_code_hash"]),
    Role: String(values["role"]),
    Handler: String(values["handler"]),
    Runtime: values["runtime"] as "nodejs22.x",
    Timeout: values["timeout"] as number,
    MemorySize: values["memory_size"] as number,
    DeadLetterConfig: { TargetArn: at(values, "dead_letter_config.target_arn") as string },
    Environment: { Variables: at(values, "environment.variables") as Record<string, string> },
    LastModified: "2026-01-01T00:00:00.000+0000",
  };
}

/** As AWS Lambda writes it into the policy of the function. */
function permissionOf({ account, region, values }: StackResource): object {
  return {
    Sid: values["statement_id"],
    Effect: "Allow",
    Principal: { Service: values["principal"] },
    Action: values["action"],
    Resource: `arn:aws:lambda:${region}:${account}:function:${String(values["function_name"])}`,
    Condition: {
      StringEquals: { "AWS:SourceAccount": values["source_account"] },
      ArnLike: { "AWS:SourceArn": values["source_arn"] },
    },
  };
}

function alarmOf({ values }: StackResource): MetricAlarm {
  const dimensions = Object.entries((values["dimensions"] ?? {}) as Record<string, string>);
  return {
    AlarmName: String(values["alarm_name"]),
    ActionsEnabled: true,
    AlarmActions: texts(values["alarm_actions"]),
    Namespace: String(values["namespace"]),
    MetricName: String(values["metric_name"]),
    Dimensions: dimensions.map(([Name, Value]) => ({ Name, Value })),
    Statistic: values["statistic"] as "Sum",
    ComparisonOperator: values["comparison_operator"] as "LessThanThreshold",
    Threshold: values["threshold"] as number,
    EvaluationPeriods: values["evaluation_periods"] as number,
    Period: values["period"] as number,
    TreatMissingData: String(values["treat_missing_data"]),
    StateValue: "OK",
  };
}

/** AWS assigns the ids of keys; here they stay as the stacks imply them. */
function keyBehind({ resources, keys }: Environment, account: string, alias: unknown): string | undefined {
  const found = resources.find(
    (one) => one.type === "aws_kms_alias" && one.values["name"] === alias && one.account === account,
  );
  return keys.find(({ arn }) => arn.endsWith(`/${String(found?.values["target_key_id"])}`))?.arn;
}
