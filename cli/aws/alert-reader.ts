import * as cloudwatch from "@aws-sdk/client-cloudwatch";
import { DescribeMetricFiltersCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeRuleCommand, ListTargetsByRuleCommand } from "@aws-sdk/client-eventbridge";
import * as lambda from "@aws-sdk/client-lambda";
import { GetQueueAttributesCommand, GetQueueUrlCommand } from "@aws-sdk/client-sqs";
import type { CallCache } from "./call-cache";
import type { AwsClients } from "./clients";
import { allPages } from "./pages";

/** Reads what alerts consist of, except topics. Each call throws an `AwsFailure`. */
export class AlertReader {
  constructor(
    private readonly calls: CallCache,
    private readonly clients: Pick<AwsClients, "cloudWatch" | "events" | "lambda" | "logs" | "sqs">,
  ) {}

  rule = (Name: string) =>
    this.calls.request("EventBridge", new DescribeRuleCommand({ Name }), (...request) =>
      this.clients.events.send(...request),
    );

  targets = (Rule: string) =>
    allPages(
      (NextToken) =>
        this.calls.request("EventBridge", new ListTargetsByRuleCommand({ Rule, NextToken }), (...request) =>
          this.clients.events.send(...request),
        ),
      ({ Targets }) => Targets,
      ({ NextToken }) => NextToken,
    );

  functionConfiguration = (FunctionName: string) =>
    this.calls.request("Lambda", new lambda.GetFunctionConfigurationCommand({ FunctionName }), (...request) =>
      this.clients.lambda.send(...request),
    );

  functionConcurrency = (FunctionName: string) =>
    this.calls.request("Lambda", new lambda.GetFunctionConcurrencyCommand({ FunctionName }), (...request) =>
      this.clients.lambda.send(...request),
    );

  functionRetries = (FunctionName: string) =>
    this.calls.request("Lambda", new lambda.GetFunctionEventInvokeConfigCommand({ FunctionName }), (...request) =>
      this.clients.lambda.send(...request),
    );

  functionPolicy = (FunctionName: string) =>
    this.calls.request("Lambda", new lambda.GetPolicyCommand({ FunctionName }), (...request) =>
      this.clients.lambda.send(...request),
    );

  /** Every attribute, such as `Policy` and `ApproximateNumberOfMessages`. */
  async queue(QueueName: string): Promise<Readonly<Record<string, string>>> {
    const { QueueUrl } = await this.calls.request("SQS", new GetQueueUrlCommand({ QueueName }), (...request) =>
      this.clients.sqs.send(...request),
    );
    const all = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] });
    const { Attributes = {} } = await this.calls.request("SQS", all, (...request) => this.clients.sqs.send(...request));
    return Attributes;
  }

  /** Those of the named alarms that exist; at most 100 names. */
  alarms = (AlarmNames: string[]) =>
    this.calls.request(
      "CloudWatch",
      new cloudwatch.DescribeAlarmsCommand({ AlarmNames, AlarmTypes: ["MetricAlarm"] }),
      (...request) => this.clients.cloudWatch.send(...request),
    );

  metricFilters = (logGroupName: string) =>
    allPages(
      (nextToken) =>
        this.calls.request(
          "CloudWatch Logs",
          new DescribeMetricFiltersCommand({ logGroupName, nextToken }),
          (...request) => this.clients.logs.send(...request),
        ),
      ({ metricFilters }) => metricFilters,
      ({ nextToken }) => nextToken,
    );

  metric = (input: cloudwatch.GetMetricStatisticsCommandInput) =>
    this.calls.request("CloudWatch", new cloudwatch.GetMetricStatisticsCommand(input), (...request) =>
      this.clients.cloudWatch.send(...request),
    );
}
