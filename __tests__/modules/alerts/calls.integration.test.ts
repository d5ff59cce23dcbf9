import { CreateTrailCommand, PutEventSelectorsCommand, StopLoggingCommand } from "@aws-sdk/client-cloudtrail";
import { CreateRoleCommand } from "@aws-sdk/client-iam";
import { CreateKeyCommand, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import { CreateFunctionCommand, PutFunctionConcurrencyCommand } from "@aws-sdk/client-lambda";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { CreateTopicCommand, SubscribeCommand, UnsubscribeCommand } from "@aws-sdk/client-sns";
import { awsClients, closeClients, type AwsClients } from "../../../cli/aws/clients";
import { at } from "../../../cli/model/blocks";
import { ofType } from "../../../cli/model/resources";
import { alertsArchive, type AlertSettings } from "../../../modules/alerts";
import { credentialsOf, type Credentials } from "../../../tools/emulator/clients";
import type { CloudTrailRecord } from "../../../tools/emulator/delivery/record";
import { startEmulator, type Emulator } from "../../../tools/emulator/start";
import { createAlertInbox, nextAlert } from "../../../tools/local/alert-inbox";
import { local } from "../../../tools/local/local-environment";
import { invoke, snsAt } from "../../support/function-archive";
import { environmentOf } from "../../support/matrix";
import { describeWithMoto } from "../../support/moto";

const ACCOUNT = local.accounts.archive.id;
const REGION = local.region;
const FUNCTION = "local-audit-alerts";
const Name = local.trail.name;

/** What the function of the local environment watches, with the real key. */
function settingsWith(keyArn: string): AlertSettings {
  const sender = ofType(environmentOf(local), "aws_lambda_function").find(
    ({ values }) => values["function_name"] === FUNCTION,
  );
  const settings = JSON.parse(String(at(sender!.values, "environment.variables.SETTINGS"))) as AlertSettings;
  return { ...settings, watched: { ...settings.watched, keys: [keyArn] } };
}

describeWithMoto("calls on an emulator, through the function, into a queue that is subscribed", () => {
  const records: CloudTrailRecord[] = [];
  const before = { ...process.env };
  let emulator: Emulator;
  let credentials: Credentials;
  let clients: AwsClients;
  let keyArn: string;
  let mail: string;

  beforeAll(async () => {
    emulator = await startEmulator({ onManagementEvent: (record) => void records.push(record) });
    credentials = await credentialsOf(emulator.endpoint, ACCOUNT);
    Object.assign(process.env, {
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_SESSION_TOKEN: credentials.sessionToken,
      AWS_REGION: REGION,
    });
    clients = awsClients({ region: REGION, endpoint: emulator.endpoint });
    const { cloudTrail, iam, kms, lambda, s3, sns } = clients;
    await s3.send(
      new CreateBucketCommand({
        Bucket: local.logs.bucketName,
        CreateBucketConfiguration: { LocationConstraint: REGION },
      }),
    );
    keyArn = (await kms.send(new CreateKeyCommand({}))).KeyMetadata!.Arn!;
    await cloudTrail.send(new CreateTrailCommand({ Name, S3BucketName: local.logs.bucketName }));
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: FUNCTION }));
    await createAlertInbox(emulator.endpoint, credentials);
    const Attributes = { RawMessageDelivery: "true" };
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: local.alerts.queues[0], Attributes }));
    const subscribed = await sns.send(
      new SubscribeCommand({
        TopicArn,
        Protocol: "email",
        Endpoint: "security@example.com",
        ReturnSubscriptionArn: true,
      }),
    );
    mail = subscribed.SubscriptionArn!;
    const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
    const { Role } = await iam.send(
      new CreateRoleCommand({
        RoleName: "function",
        AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: trust }),
      }),
    );
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: FUNCTION,
        Role: Role!.Arn,
        Code: { ZipFile: alertsArchive().bytes },
        Handler: "index.handler",
        Runtime: "nodejs22.x",
      }),
    );
  }, 60_000);

  afterAll(async () => {
    process.env = before;
    if (clients) closeClients(clients);
    await emulator?.stop();
  });

  /** The message that a call yields. */
  async function alertOf(eventName: string, call: () => Promise<unknown>): Promise<Record<string, unknown>> {
    await call();
    const record = records.findLast((one) => one.eventName === eventName);
    if (!record) throw new Error(`no record of ${eventName}, only ${records.map((one) => one.eventName).join(", ")}`);
    const { errors } = invoke({
      archive: alertsArchive(),
      settings: settingsWith(keyArn),
      event: { "detail-type": "AWS API Call via CloudTrail", detail: record },
      sdk: { "client-sns": snsAt(emulator.target) },
    });
    const message = await nextAlert(emulator.endpoint, credentials);
    if (message === undefined) throw new Error(`no message: ${errors.join("\n")}`);
    return JSON.parse(message) as Record<string, unknown>;
  }

  test.each<[string, string, string, () => Promise<unknown>, () => unknown[], string, RegExp]>([
    [
      "the trail stopped",
      "StopLogging",
      "trail-stopped",
      () => clients.cloudTrail.send(new StopLoggingCommand({ Name })),
      () => [Name],
      `Trail stopped or deleted in ${ACCOUNT}: StopLogging`,
      /"name":"local-audit-trail"/,
    ],
    [
      "its selectors narrowed",
      "PutEventSelectors",
      "trail-narrowed",
      () =>
        clients.cloudTrail.send(
          new PutEventSelectorsCommand({ TrailName: Name, EventSelectors: [{ ReadWriteType: "ReadOnly" }] }),
        ),
      () => [Name],
      `Trail changed in ${ACCOUNT}: PutEventSelectors`,
      /"readWriteType":"ReadOnly"/i,
    ],
    [
      "the key policy changed",
      "PutKeyPolicy",
      "key-policy",
      () =>
        clients.kms.send(
          new PutKeyPolicyCommand({ KeyId: keyArn.split("/").at(-1), PolicyName: "default", Policy: "{}" }),
        ),
      () => [keyArn],
      `Key policy changed in ${ACCOUNT}: PutKeyPolicy`,
      /"policy":"\{\}"/,
    ],
    [
      "the function muted",
      "PutFunctionConcurrency20171031",
      "alert-function",
      () =>
        clients.lambda.send(
          new PutFunctionConcurrencyCommand({ FunctionName: FUNCTION, ReservedConcurrentExecutions: 0 }),
        ),
      () => [FUNCTION],
      `Function of the alerts changed in ${ACCOUNT}: PutFunctionConcurrency`,
      /"reservedConcurrentExecutions":0/,
    ],
    [
      "an address unsubscribed",
      "Unsubscribe",
      "alert-topic",
      () => clients.sns.send(new UnsubscribeCommand({ SubscriptionArn: mail })),
      () => [mail],
      `Topic or its subscriptions changed in ${ACCOUNT}: Unsubscribe`,
      /"subscriptionArn":/,
    ],
  ])("%s", async (_, eventName, alert, call, resources, summary, request) => {
    const message = await alertOf(eventName, call);
    expect(message).toMatchObject({
      alert,
      severity: "critical",
      what: expect.stringContaining(eventName) as unknown,
      who: `arn:aws:iam::${ACCOUNT}:role/LocalDeployer`,
      account: ACCOUNT,
      region: REGION,
    });
    expect(message["resources"]).toEqual(resources());
    expect(message["summary"]).toBe(`${summary} by role/LocalDeployer`);
    expect(message["request"]).toMatch(request);
    expect(String(message["why"]).length).toBeGreaterThan(20);
    expect(String(message["firstStep"]).length).toBeGreaterThan(20);
  });
});
