import { CloudTrailClient, DescribeTrailsCommand } from "@aws-sdk/client-cloudtrail";
import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { EventBridgeClient, ListRulesCommand } from "@aws-sdk/client-eventbridge";
import { IAMClient, ListPoliciesCommand, ListRolesCommand, ListUsersCommand } from "@aws-sdk/client-iam";
import { DescribeKeyCommand, KMSClient, ListAliasesCommand, ListKeysCommand } from "@aws-sdk/client-kms";
import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { ListTopicsCommand, SNSClient } from "@aws-sdk/client-sns";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { credentialsOf } from "../emulator/clients";
import type { Location } from "../../modules/policy";

/** The resources that are left in an account and Region, one line each. Keys that wait for deletion do not count. */
export async function leftIn(emulator: string, { account, region }: Location): Promise<string[]> {
  const credentials = await credentialsOf(emulator, account);
  const options = { endpoint: emulator, region, credentials };
  const s3 = new S3Client({ ...options, forcePathStyle: true });
  const kms = new KMSClient(options);
  const cloudTrail = new CloudTrailClient(options);
  const iam = new IAMClient(options);
  const logs = new CloudWatchLogsClient(options);
  const sns = new SNSClient(options);
  const sqs = new SQSClient(options);
  const lambda = new LambdaClient(options);
  const events = new EventBridgeClient(options);
  const cloudWatch = new CloudWatchClient(options);
  try {
    const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
    const { trailList = [] } = await cloudTrail.send(new DescribeTrailsCommand({}));
    const { Roles = [] } = await iam.send(new ListRolesCommand({}));
    const { Users = [] } = await iam.send(new ListUsersCommand({}));
    const { Policies = [] } = await iam.send(new ListPoliciesCommand({ Scope: "Local" }));
    const { Aliases = [] } = await kms.send(new ListAliasesCommand({}));
    const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({}));
    const { Topics = [] } = await sns.send(new ListTopicsCommand({}));
    const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
    const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
    const { Rules = [] } = await events.send(new ListRulesCommand({}));
    const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({}));
    const lines = (kind: string, names: readonly (string | undefined)[]) => names.map((name) => `${kind} ${name}`);
    return [
      ...lines(
        "bucket",
        Buckets.map(({ Name }) => Name),
      ),
      ...lines(
        "trail",
        trailList.map(({ Name }) => Name),
      ),
      ...lines(
        "role",
        Roles.map(({ RoleName }) => RoleName),
      ),
      ...lines(
        "user",
        Users.map(({ UserName }) => UserName),
      ),
      ...lines(
        "policy",
        Policies.map(({ PolicyName }) => PolicyName),
      ),
      // moto has AWS's own aliases, which point to no key.
      ...lines(
        "alias",
        Aliases.map(({ AliasName }) => AliasName).filter((name) => !name?.startsWith("alias/aws/")),
      ),
      ...lines("key", await standingKeys(kms)),
      ...lines(
        "log group",
        logGroups.map(({ logGroupName }) => logGroupName),
      ),
      ...lines(
        "topic",
        Topics.map(({ TopicArn }) => TopicArn),
      ),
      ...lines("queue", QueueUrls),
      ...lines(
        "function",
        Functions.map(({ FunctionName }) => FunctionName),
      ),
      ...lines(
        "event rule",
        Rules.map(({ Name }) => Name),
      ),
      ...lines(
        "alarm",
        MetricAlarms.map(({ AlarmName }) => AlarmName),
      ),
    ].map((line) => `${line} of ${account} in ${region}`);
  } finally {
    for (const client of [s3, kms, cloudTrail, iam, logs, sns, sqs, lambda, events, cloudWatch]) client.destroy();
  }
}

async function standingKeys(kms: KMSClient): Promise<string[]> {
  const { Keys = [] } = await kms.send(new ListKeysCommand({}));
  const all = await Promise.all(Keys.map(({ KeyId }) => kms.send(new DescribeKeyCommand({ KeyId: KeyId! }))));
  return all.flatMap(({ KeyMetadata }) => (KeyMetadata?.KeyState === "PendingDeletion" ? [] : KeyMetadata!.KeyId!));
}
