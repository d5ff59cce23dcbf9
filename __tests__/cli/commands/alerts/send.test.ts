import { sendTests } from "../../../../cli/commands/alerts/send";
import type { AwsOptions } from "../../../../cli/aws/clients";
import { parseArn } from "../../../../modules/policy";
import { alerted, prod } from "../../../fixtures/environments";
import { awsError, fakeAws } from "../../../support/fake-aws";
import { environmentOf } from "../../../support/matrix";

const TRAIL = prod.accounts.audited.id;
const ARCHIVE = prod.accounts.archive.id;
const environment = environmentOf(alerted);

interface Call {
  readonly account: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Sends where AWS answers like this, and keeps the calls. */
async function send(answer: object | Error, options: { rule?: string; endpoint?: string } = {}) {
  const calls: Call[] = [];
  const connect = (one: AwsOptions) => {
    const { account } = parseArn(one.roleArn!)!;
    return fakeAws((operation, input) => {
      if (operation === "GetCallerIdentity") return { Account: account };
      calls.push({ account, operation, input });
      return answer;
    })(one);
  };
  const role = Object.values(prod.accounts).map(({ assumeRole }) => assumeRole);
  const access = { profile: undefined, endpoint: options.endpoint, rule: options.rule, role, connect };
  return { sent: await sendTests(environment, access), calls };
}

test("each account's function gets one event, marked as a test", async () => {
  const { sent, calls } = await send({ StatusCode: 200 });
  expect(sent).toEqual([
    { account: TRAIL, alert: "trail-stopped", state: "sent", found: "by prod-audit-alerts" },
    { account: ARCHIVE, alert: expect.any(String) as string, state: "sent", found: "by prod-audit-alerts" },
  ]);
  expect(calls.map(({ account, operation }) => [account, operation])).toEqual([
    [TRAIL, "Invoke"],
    [ARCHIVE, "Invoke"],
  ]);
  const event = JSON.parse(String(calls[0]!.input["Payload"])) as { test: boolean; detail: { eventName: string } };
  expect([event.test, event.detail.eventName]).toEqual([true, "StopLogging"]);
});

test("a function that fails is a finding", async () => {
  const { sent } = await send({ StatusCode: 200, FunctionError: "Unhandled" }, { rule: "trail-stopped" });
  expect(sent[0]).toMatchObject({
    state: "failed",
    found: "prod-audit-alerts failed; see the log group /aws/lambda/prod-audit-alerts",
  });
});

test("an account that watches nothing of the kind sends nothing", async () => {
  const { sent, calls } = await send({ StatusCode: 200 }, { rule: "bucket-deleted" });
  expect(sent.map(({ account, state }) => [account, state])).toEqual([
    [TRAIL, "nothing watched"],
    [ARCHIVE, "sent"],
  ]);
  expect(calls).toHaveLength(1);
});

test("an emulator gets the message itself, marked as a test", async () => {
  const { sent, calls } = await send({}, { rule: "trail-stopped", endpoint: "http://127.0.0.1:9" });
  expect(sent[0]).toMatchObject({ state: "sent", found: expect.stringContaining("without the function") as string });
  expect(calls[0]!.operation).toBe("Publish");
  const { Subject, Message } = calls[0]!.input as { Subject: string; Message: string };
  expect(Subject).toMatch(/^\[critical\] TEST, nothing happened: Trail stopped or deleted in \d{12}: StopLogging by /);
  const { email, default: json } = JSON.parse(Message) as { email: string; default: string };
  expect(email).toMatch(/^CRITICAL: TEST, nothing happened: /);
  expect(JSON.parse(json)).toMatchObject({ test: true, alert: "trail-stopped" });
});

test("a missing permission is an error that names it", async () => {
  await expect(send(awsError("AccessDeniedException", 403, "no"))).rejects.toThrow(
    "no test alert was sent: lambda:InvokeFunction: AccessDeniedException: no",
  );
});
