import { randomUUID } from "node:crypto";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import { PublishCommand } from "@aws-sdk/client-sns";
import { asTest, messageOf } from "../../../modules/alerts/handler/message.js";
import { makeCall } from "../../aws/call";
import { closeClients, type AwsClients } from "../../aws/clients";
import { clientsFor, identityOf, noIdentity, wrongAccount, type AccessOptions } from "../../aws/connect";
import { AwsFailure } from "../../aws/errors";
import { AwsReader } from "../../aws/reader";
import { interruptible } from "../../framework/interrupt";
import { UserError } from "../../framework/user-error";
import type { Environment } from "../../model/environment";
import { terraformRole } from "../../model/resources";
import { escapeTerminal } from "../../render/escape";
import type { TestValues } from "./test-command";
import { rulesNamed, sampleFor, sendersOf, type Sample, type Sender } from "./trials";

/** Time for one call; the function itself has 30 seconds. */
const CALL_LIMIT_MS = 45_000;

/** What became of the test alert of one account. */
export interface Sent {
  readonly account: string;
  /** @default nothing is watched there */
  readonly alert?: string;
  readonly state: "sent" | "failed" | "nothing watched";
  /** May quote AWS: escape it for output. */
  readonly found: string;
}

type Access = Pick<TestValues, "profile" | "endpoint" | "role" | "rule"> & Pick<AccessOptions, "connect">;

/**
 * Sends one alert of each account, marked as a test: through the deployed function, which shows that it runs, may
 * publish and reaches its subscribers.
 */
export function sendTests(environment: Environment, access: Access): Promise<Sent[]> {
  const senders = sendersOf(environment);
  const rules = rulesNamed(access.rule);
  return interruptible(
    () => undefined,
    async ({ signal }) => {
      const sent: Sent[] = [];
      for (const sender of senders) {
        const found = rules
          .map((rule) => ({ rule, sample: sampleFor(sender, rule) }))
          .find(({ sample }) => sample?.content !== undefined);
        if (!found) sent.push({ account: sender.account, state: "nothing watched", found: "nothing is watched there" });
        else sent.push(await sendOne(environment, sender, found.rule.id, found.sample!, access, signal));
      }
      return sent;
    },
  );
}

async function sendOne(
  environment: Environment,
  sender: Sender,
  alert: string,
  sample: Sample,
  access: Access,
  signal: AbortSignal,
): Promise<Sent> {
  const { account, functionName, settings } = sender;
  const clients = clientsFor(sender, {
    ...access,
    roles: access.role,
    defaultRole: (one) => terraformRole(environment, one),
  });
  try {
    await checkAccount(clients, account, environment.name, access.endpoint, signal);
    if (access.endpoint !== undefined) {
      const content = { ...sample.content!, when: new Date().toISOString() };
      const message = messageOf(asTest(content), settings.topicArn);
      await call("sns:Publish", signal, (options) => clients.sns.send(new PublishCommand(message), options));
      return { account, alert, state: "sent", found: `published to ${settings.topicArn}, without the function` };
    }
    const record = { ...sample.record, eventTime: new Date().toISOString(), eventID: randomUUID() };
    const Payload = JSON.stringify({ "detail-type": "AWS API Call via CloudTrail", test: true, detail: record });
    const { FunctionError } = await call("lambda:InvokeFunction", signal, (options) =>
      clients.lambda.send(new InvokeCommand({ FunctionName: functionName, Payload }), options),
    );
    if (FunctionError === undefined) return { account, alert, state: "sent", found: `by ${functionName}` };
    const found = `${functionName} failed; see the log group /aws/lambda/${functionName}`;
    return { account, alert, state: "failed", found };
  } finally {
    closeClients(clients);
  }
}

async function checkAccount(
  clients: AwsClients,
  account: string,
  environment: string,
  endpoint: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const caller = await identityOf(new AwsReader(clients, signal, CALL_LIMIT_MS)).catch((failure: AwsFailure) => {
    throw noIdentity(failure, endpoint);
  });
  if (caller.account !== account) throw wrongAccount(caller.account, environment, account);
}

async function call<Answer>(
  action: string,
  signal: AbortSignal,
  send: Parameters<typeof makeCall<Answer>>[2],
): Promise<Answer> {
  try {
    return await makeCall(action, { timeoutMs: CALL_LIMIT_MS, signal }, send);
  } catch (error) {
    if (signal.aborted || !(error instanceof AwsFailure)) throw new UserError("alerts test was interrupted");
    throw new UserError(`no test alert was sent: ${error.action}: ${escapeTerminal(error.message)}`);
  }
}
