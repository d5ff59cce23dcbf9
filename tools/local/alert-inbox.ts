import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { alertsName } from "../../modules/derived-names";
import { arnsIn, parseArn, policyJson } from "../../modules/policy";
import type { Credentials } from "../emulator/clients";
import { local } from "./local-environment";

/** The queue that receives the alerts. Whoever reads alerts creates it, so no stack of the audit trail has it. */
const ARN = local.alerts.queues[0];
const QueueName = parseArn(ARN)!.resource;

const TOPIC = arnsIn({ account: local.accounts.archive.id, region: local.region }).topic(alertsName(local.name));

/** Lets the topic of the alerts send. */
export async function createAlertInbox(endpoint: string, credentials: Credentials): Promise<void> {
  const Policy = policyJson([
    {
      Sid: "AlertsArrive",
      Effect: "Allow",
      Principal: { Service: "sns.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: ARN,
      Condition: { ArnEquals: { "aws:SourceArn": TOPIC } },
    },
  ]);
  await withSqs(endpoint, credentials, (sqs) =>
    sqs.send(new CreateQueueCommand({ QueueName, Attributes: { Policy } })),
  );
}

/** A missing queue is not an error. */
export async function deleteAlertInbox(endpoint: string, credentials: Credentials): Promise<void> {
  await withSqs(endpoint, credentials, async (sqs) => {
    try {
      await sqs.send(new DeleteQueueCommand({ QueueUrl: await urlOf(sqs) }));
    } catch (error) {
      if ((error as Error).name !== "QueueDoesNotExist") throw error;
    }
  });
}

/** The next alert, which leaves the queue. Undefined if there is none. */
export async function nextAlert(endpoint: string, credentials: Credentials): Promise<string | undefined> {
  return withSqs(endpoint, credentials, async (sqs) => {
    const QueueUrl = await urlOf(sqs);
    const { Messages: [message] = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5 }));
    if (!message) return undefined;
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
    return message.Body;
  });
}

async function urlOf(sqs: SQSClient): Promise<string | undefined> {
  return (await sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl;
}

async function withSqs<Result>(
  endpoint: string,
  credentials: Credentials,
  work: (sqs: SQSClient) => Promise<Result>,
): Promise<Result> {
  const sqs = new SQSClient({ endpoint, region: local.region, credentials });
  try {
    return await work(sqs);
  } finally {
    sqs.destroy();
  }
}
