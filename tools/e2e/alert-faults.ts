import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
} from "@aws-sdk/client-cloudwatch";
import * as events from "@aws-sdk/client-eventbridge";
import * as lambda from "@aws-sdk/client-lambda";
import { SNSClient, SubscribeCommand, UnsubscribeCommand, ListSubscriptionsByTopicCommand } from "@aws-sdk/client-sns";
import { PurgeQueueCommand, SendMessageCommand, SQSClient, GetQueueUrlCommand } from "@aws-sdk/client-sqs";
import { alertsNames } from "../../modules/alerts";
import { alertsName } from "../../modules/derived-names";
import { stackName } from "../../stacks/names";
import { local } from "../local/local-environment";
import type { Fault, Undo } from "./faults";
import { ACCOUNT, REGION, type TestContext } from "./test-context";

const names = alertsNames({ name: alertsName(local.name), account: ACCOUNT, region: REGION });
const { functionName: FunctionName, topicArn: TopicArn, queueName: QueueName } = names;
const RULE = `${names.topicName}-cloudtrail`;
const RULES = `alerts.rules.${REGION}`;

/** Ways to mute the alerts, without a change of what they watch. */
export const ALERT_FAULTS: readonly Fault[] = [
  {
    name: "the function of the alerts muted: no concurrency",
    expected: [`alerts.function.${FunctionName}.concurrency`],
    make: withClient(lambda.LambdaClient, async (client) => {
      await client.send(new lambda.PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
      return () => client.send(new lambda.DeleteFunctionConcurrencyCommand({ FunctionName }));
    }),
  },
  {
    name: "the function of the alerts replaced by another",
    expected: [`alerts.function.${FunctionName}.code`],
    make: async (context) => {
      const zip = (name: string) => readFileSync(join(context.paths.stack(stackName(local.name, "alerts")), name));
      return withClient(lambda.LambdaClient, async (client) => {
        const update = (ZipFile: Buffer) =>
          client.send(new lambda.UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
        await update(zip(`${names.healthFunctionName}.zip`));
        return () => update(zip(`${FunctionName}.zip`));
      })(context);
    },
  },
  {
    name: "no rule may call the function",
    expected: [`alerts.function.${FunctionName}.callers`],
    make: withClient(lambda.LambdaClient, async (client) => {
      const StatementId = RULE;
      await client.send(new lambda.RemovePermissionCommand({ FunctionName, StatementId }));
      return () =>
        client.send(
          new lambda.AddPermissionCommand({
            FunctionName,
            StatementId,
            Action: "lambda:InvokeFunction",
            Principal: "events.amazonaws.com",
            SourceArn: `arn:aws:events:${REGION}:${ACCOUNT}:rule/${RULE}`,
            SourceAccount: ACCOUNT,
          }),
        );
    }),
  },
  {
    name: "unsubscribed from the alerts",
    expected: [`alerts.topic.${names.topicName}.subscriptions`],
    make: withClient(SNSClient, async (client) => {
      const { Subscriptions: [one] = [] } = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
      await client.send(new UnsubscribeCommand({ SubscriptionArn: one!.SubscriptionArn }));
      const { Protocol, Endpoint } = one!;
      const Attributes = { RawMessageDelivery: "true" };
      return () => client.send(new SubscribeCommand({ TopicArn, Protocol, Endpoint, Attributes }));
    }),
  },
  {
    name: "a rule of the alerts off",
    expected: [RULES],
    make: withClient(events.EventBridgeClient, async (client) => {
      await client.send(new events.DisableRuleCommand({ Name: RULE }));
      return () => client.send(new events.EnableRuleCommand({ Name: RULE }));
    }),
  },
  {
    name: "a rule of the alerts without its target",
    expected: [RULES],
    make: withClient(events.EventBridgeClient, async (client) => {
      const { Targets = [] } = await client.send(new events.ListTargetsByRuleCommand({ Rule: RULE }));
      await client.send(new events.RemoveTargetsCommand({ Rule: RULE, Ids: Targets.map(({ Id }) => Id!) }));
      return () => client.send(new events.PutTargetsCommand({ Rule: RULE, Targets }));
    }),
  },
  {
    name: "an alarm of the alerts without actions",
    expected: [`alerts.alarms.${REGION}`],
    make: withClient(CloudWatchClient, async (client) => {
      const AlarmName = `${names.alarmPrefix}delivery`;
      const { MetricAlarms = [] } = await client.send(new DescribeAlarmsCommand({ AlarmNames: [AlarmName] }));
      // The emulator does not support DisableAlarmActions.
      const put = (ActionsEnabled: boolean) =>
        client.send(
          new PutMetricAlarmCommand({ ...(MetricAlarms[0] as PutMetricAlarmCommandInput), AlarmName, ActionsEnabled }),
        );
      await put(false);
      return () => put(true);
    }),
  },
  {
    name: "an event for which no alert was sent",
    expected: [`alerts.queue.${QueueName}.empty`],
    make: withClient(SQSClient, async (client) => {
      const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName }));
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "{}" }));
      return () => client.send(new PurgeQueueCommand({ QueueUrl }));
    }),
  },
];

interface Closable {
  destroy(): void;
}

interface Place extends Pick<TestContext, "credentials"> {
  readonly endpoint: string;
  readonly region: string;
}

/** Makes a fault with a client that lives until the fault is undone. */
function withClient<Client extends Closable>(
  Make: new (options: Place) => Client,
  make: (client: Client) => Promise<Undo>,
): Fault["make"] {
  return async ({ emulator: { endpoint }, credentials }) => {
    const client = new Make({ endpoint, region: REGION, credentials });
    const undo = await make(client);
    return async () => {
      await undo();
      client.destroy();
    };
  };
}
