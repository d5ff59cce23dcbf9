import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { Alerts, alertsArchive, RULES, SCOPES, type AlertSettings, type AlertsProps } from "../../../modules/alerts";
import { alertsOf } from "../../../modules/alerts/handler/judge.js";
import { ALERTS, synthAlerts } from "../../support/alerts";
import { eventOf, recordOf } from "../../support/alert-records";
import { matchesPattern } from "../../support/event-pattern";
import { statement, statementsOf, type Resource, type Synthesized } from "../../support/synth";

const ACCOUNT = "111122223333";
const TOPIC = `arn:aws:sns:eu-central-1:${ACCOUNT}:audit-alerts`;
const QUEUE = `arn:aws:sqs:eu-central-1:${ACCOUNT}:audit-alerts-failed`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/audit-alerts-function`;
const TRAIL = ALERTS.watch.trails![0]!;

const stack = synthAlerts();

function reference(resource: Resource, attribute: string): string {
  return `\${${resource.address}.${attribute}}`;
}

function settingsOf(synthesized: Synthesized): AlertSettings {
  const { environment } = synthesized.one("aws_lambda_function") as unknown as {
    environment: { variables: { SETTINGS: string } };
  };
  return JSON.parse(environment.variables.SETTINGS) as AlertSettings;
}

function namesOf(synthesized: Synthesized, type: string): string[] {
  return synthesized.all(type).map(({ name, alarm_name }) => String(name ?? alarm_name));
}

describe("no policy allows a service without tying it to a resource of the alerts", () => {
  test("topic: alarms of this name alone, over TLS alone", () => {
    expect(statementsOf(stack.one("aws_sns_topic_policy")["policy"])).toEqual([
      {
        Sid: "AlarmsPublish",
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Resource: TOPIC,
        Condition: {
          ArnLike: { "aws:SourceArn": `arn:aws:cloudwatch:eu-central-1:${ACCOUNT}:alarm:audit-alerts-*` },
          StringEquals: { "aws:SourceAccount": ACCOUNT },
        },
      },
      expect.objectContaining({ Sid: "DenyInsecureTransport", Effect: "Deny" }) as unknown,
    ]);
  });

  test("dead-letter queue: the rules of the alerts alone", () => {
    const { policy, sqs_managed_sse_enabled } = stack.one("aws_sqs_queue");
    expect(statement(policy, "RulesSendLetters")).toMatchObject({
      Resource: QUEUE,
      Condition: { ArnEquals: { "aws:SourceArn": `arn:aws:events:eu-central-1:${ACCOUNT}:rule/audit-alerts-*` } },
    });
    for (const name of namesOf(stack, "aws_cloudwatch_event_rule")) expect(name).toMatch(/^audit-alerts-/);
    expect(sqs_managed_sse_enabled).toBe(true);
  });

  test("key: function and alarms, both for messages of the topic alone, and the function's log group", () => {
    const { policy } = stack.one("aws_kms_key");
    const context = { "kms:EncryptionContext:aws:sns:topicArn": TOPIC };
    expect(statement(policy, "PublishersUseKeyForTopic")).toMatchObject({
      Principal: { AWS: ROLE },
      Condition: { StringEquals: { "kms:ViaService": "sns.eu-central-1.amazonaws.com", ...context } },
    });
    expect(statement(policy, "AlarmsPublishEncrypted")).toMatchObject({
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Condition: { StringEquals: { "aws:SourceAccount": ACCOUNT, ...context } },
    });
    expect(statement(policy, "CloudWatchLogsEncryptsLogGroups")).toMatchObject({
      Condition: {
        ArnEquals: {
          "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:eu-central-1:${ACCOUNT}:log-group:/aws/lambda/audit-alerts`,
        },
      },
    });
    expect(statementsOf(policy)).toHaveLength(4);
  });

  test("function: each rule by its ARN and account", () => {
    const rules = namesOf(stack, "aws_cloudwatch_event_rule");
    expect(
      stack
        .all("aws_lambda_permission")
        .map(({ principal, source_arn, source_account }) => [principal, source_arn, source_account]),
    ).toEqual(
      rules.map((name) => ["events.amazonaws.com", `arn:aws:events:eu-central-1:${ACCOUNT}:rule/${name}`, ACCOUNT]),
    );
  });

  test("role: its own logs, its own letters, the topic; taken by the function alone", () => {
    const { policy } = stack.one("aws_iam_role_policy");
    expect(statementsOf(policy).map(({ Action, Resource }) => [Action, Resource])).toEqual([
      [
        ["logs:CreateLogStream", "logs:PutLogEvents"],
        `arn:aws:logs:eu-central-1:${ACCOUNT}:log-group:/aws/lambda/audit-alerts:*`,
      ],
      ["sqs:SendMessage", QUEUE],
      ["sns:Publish", TOPIC],
    ]);
    expect(statement(stack.one("aws_iam_role")["assume_role_policy"], "FunctionTakesRole")).toMatchObject({
      Condition: {
        ArnEquals: { "aws:SourceArn": `arn:aws:lambda:eu-central-1:${ACCOUNT}:function:audit-alerts` },
        StringEquals: { "aws:SourceAccount": ACCOUNT },
      },
    });
  });
});

describe("rules", () => {
  test("are one for each service of which something is watched, with the function as target and the queue for letters", () => {
    expect(namesOf(stack, "aws_cloudwatch_event_rule")).toEqual(
      ["cloudtrail", "logs", "kms", "s3", "iam", "events", "lambda", "sns", "sqs", "monitoring", "any", "signin"]
        .concat("organizations", "guardduty")
        .map((service) => `audit-alerts-${service}`),
    );
    for (const target of stack.all("aws_cloudwatch_event_target")) {
      expect(target).toMatchObject({
        arn: reference(stack.one("aws_lambda_function"), "arn"),
        dead_letter_config: { arn: reference(stack.one("aws_sqs_queue"), "arn") },
      });
    }
  });

  test("ask for read-only calls only where a role is taken or the root user acts", () => {
    const watch = { ...ALERTS.watch, breakGlassRoles: [`arn:aws:iam::${ACCOUNT}:role/break-glass`] };
    const all = synthAlerts({ watch }).all("aws_cloudwatch_event_rule");
    const asking = all.filter(({ state }) => state === "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS");
    expect(asking.map(({ name }) => name)).toEqual(["audit-alerts-sts", "audit-alerts-any"]);
    expect(all.filter(({ state }) => state !== "ENABLED")).toEqual(asking);
  });

  test("of one service agree on failed and read-only calls: they share a pattern", () => {
    const options = new Map<string | undefined, Set<string>>();
    for (const { service, failedCalls, readOnlyCalls } of RULES) {
      options.set(service, (options.get(service) ?? new Set()).add(`${failedCalls} ${readOnlyCalls}`));
    }
    expect([...options.values()].filter(({ size }) => size > 1)).toEqual([]);
  });
});

test("a pattern that is too long becomes several, one of which picks each call that it would pick", () => {
  const buckets = many(60, (index) => `bucket-with-a-long-name-${index}`);
  const many60 = synthAlerts({ watch: { ...ALERTS.watch, buckets } });
  const rules = many60.all("aws_cloudwatch_event_rule").filter(({ name }) => /-s3(-\d+)?$/.test(String(name)));
  expect(rules.map(({ name }) => name)).toEqual(["audit-alerts-s3", "audit-alerts-s3-2", "audit-alerts-s3-3"]);
  const patterns = rules.map(({ event_pattern }) => String(event_pattern));
  patterns.forEach(({ length }) => expect(length).toBeLessThanOrEqual(2048));
  const picking = (eventName: string, requestParameters: object) => {
    const event = eventOf(recordOf({ eventSource: "s3.amazonaws.com", eventName, requestParameters }));
    return patterns.filter((pattern) => matchesPattern(JSON.parse(pattern) as never, event)).length;
  };
  for (const { events = [], scope } of RULES.filter(({ service }) => service === "s3.amazonaws.com")) {
    const named = scope === "account" ? [{}] : buckets.map((bucketName) => ({ bucketName }));
    for (const name of events) expect(new Set(named.map((one) => picking(name, one)))).toEqual(new Set([1]));
    if (scope !== "account") expect(picking(events[0]!, { bucketName: "another" })).toBe(0);
  }
  expect(picking("GetBucketPolicy", { bucketName: buckets[0] })).toBe(0);
  for (const { name, address } of rules) {
    const [permission] = many60.all("aws_lambda_permission").filter((one) => one["statement_id"] === name);
    expect(permission!["source_arn"]).toBe(`arn:aws:events:eu-central-1:${ACCOUNT}:rule/${String(name)}`);
    const targets = many60.all("aws_cloudwatch_event_target").filter(({ rule }) => rule === `\${${address}.name}`);
    expect(targets).toHaveLength(1);
  }
});

describe("the alerts watch themselves", () => {
  const { watched } = settingsOf(stack);
  const by = (service: string) =>
    JSON.parse(stack.one("aws_cloudwatch_event_rule", `Alerts_Rule${service}_`)["event_pattern"] as string) as never;

  test.each([
    ["events", "DisableRule", { name: "audit-alerts-cloudtrail" }],
    ["lambda", "UpdateFunctionCode20150331v2", { functionName: "audit-alerts" }],
    ["sns", "SetTopicAttributes", { topicArn: TOPIC }],
    ["sqs", "PurgeQueue", { queueUrl: `https://sqs.eu-central-1.amazonaws.com/${ACCOUNT}/audit-alerts-failed` }],
    ["monitoring", "DisableAlarmActions", { alarmNames: ["audit-alerts-errors"] }],
    ["iam", "PutRolePolicy", { roleName: "audit-alerts-function" }],
    ["logs", "DeleteLogGroup", { logGroupName: "/aws/lambda/audit-alerts" }],
    ["lambda", "PutFunctionConcurrency20171031", { functionName: "audit-alerts-health" }],
    ["iam", "DeleteRolePolicy", { roleName: "audit-alerts-health-function" }],
  ])("%s %s", (service, eventName, requestParameters) => {
    const record = recordOf({ eventSource: `${service}.amazonaws.com`, eventName, requestParameters });
    expect(matchesPattern(by(service), eventOf(record))).toBe(true);
    expect(alertsOf(record, { rules: RULES, scopes: SCOPES }, { watched, deployRoles: [] })).toHaveLength(1);
  });

  test("their own key, under which the trail's logs are not", () => {
    const key = reference(stack.one("aws_kms_key"), "arn");
    expect(watched.keys).toEqual([key]);
    expect(stack.one("aws_sns_topic")["kms_master_key_id"]).toBe(key);
    expect(stack.one("aws_cloudwatch_log_group")["kms_key_id"]).toBe(key);
  });
});

test("alarms on the function and the queue go to the topic, which allows it by then", () => {
  expect(namesOf(stack, "aws_cloudwatch_metric_alarm")).toEqual([
    "audit-alerts-errors",
    "audit-alerts-throttles",
    "audit-alerts-dead-letters",
  ]);
  for (const alarm of stack.all("aws_cloudwatch_metric_alarm")) {
    expect(alarm).toMatchObject({
      alarm_actions: [TOPIC],
      comparison_operator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      depends_on: [stack.one("aws_sns_topic_policy").address],
    });
  }
});

test("mails carry critical and high alerts and alarms; queues everything, as it is", () => {
  const queue = `arn:aws:sqs:eu-central-1:${ACCOUNT}:siem`;
  const subscriptions = synthAlerts({ queues: [queue] }).all("aws_sns_topic_subscription");
  expect(subscriptions).toMatchObject([
    {
      protocol: "email",
      endpoint: "security@example.com",
      filter_policy: '{"severity":["critical","high",{"exists":false}]}',
    },
    { protocol: "sqs", endpoint: queue, raw_message_delivery: true },
  ]);
  expect(subscriptions[1]).not.toHaveProperty("filter_policy");
});

test("the function receives what is watched, who deploys and where the runbook is", () => {
  const deployRoles = [`arn:aws:iam::${ACCOUNT}:role/AuditTrailDeploy`];
  const settings = settingsOf(synthAlerts({ deployRoles, runbook: "https://wiki.example.com/alerts" }));
  expect(settings).toMatchObject({
    deployRoles,
    runbook: "https://wiki.example.com/alerts",
    partition: "aws",
    topicArn: TOPIC,
  });
  expect(settings.watched.trails).toEqual([TRAIL, "audit"]);
});

test("the archive is written beside the stack, with the hash that the stack states", () => {
  const outdir = mkdtempSync(join(tmpdir(), "alerts synth "));
  try {
    const app = new App({ outdir, stackTraces: false });
    const made = new TerraformStack(app, "test");
    new AwsProvider(made, "Aws", { region: "eu-central-1" });
    new Alerts(made, "Alerts", ALERTS);
    app.synth();
    const { bytes, sha256 } = alertsArchive();
    expect(readFileSync(join(outdir, "stacks", "test", "audit-alerts.zip")).equals(bytes)).toBe(true);
    expect(existsSync(join(outdir, "stacks", "test", "cdk.tf.json"))).toBe(true);
    expect(stack.one("aws_lambda_function")).toMatchObject({
      filename: "${path.module}/audit-alerts.zip",
      source_code_hash: sha256,
    });
  } finally {
    rmSync(outdir, { recursive: true });
  }
});

describe("bad input is refused with what to do", () => {
  const refused = (options: Partial<AlertsProps> | Record<string, unknown>) => {
    try {
      synthAlerts(options as Partial<AlertsProps>);
      return "";
    } catch (error) {
      return (error as Error).message;
    }
  };

  test.each<[string, Record<string, unknown>, string]>([
    [
      "no trail",
      { watch: {} },
      "watch.trails must name the trail that records this account, or recordedBy say what does, got none: no call raises an alert in an account that nothing records",
    ],
    ["nobody to tell", { emails: [] }, "emails or queues must name who receives the alerts, got none"],
    ["no address", { emails: ["security"] }, 'emails must be addresses like "security@example.com", got "security"'],
    [
      "a link",
      { emails: ["mailto:a@b.com"] },
      'emails must be addresses like "security@example.com", got "mailto:a@b.com"',
    ],
    [
      "a letter beyond ASCII",
      { emails: ["ä@b.com"] },
      'emails must be addresses like "security@example.com", got "ä@b.com"',
    ],
    ["an address twice", { emails: ["a@b.com", "a@b.com"] }, 'emails and queues must differ, got "a@b.com", "a@b.com"'],
    ["no queue", { queues: ["siem"] }, 'queues must be an ARN like "arn:aws:sqs:...:...", got "siem"'],
    [
      "a FIFO queue",
      { queues: [`arn:aws:sqs:eu-central-1:${ACCOUNT}:siem.fifo`] },
      `queues must be standard queues: a topic does not send to a FIFO queue, got "arn:aws:sqs:eu-central-1:${ACCOUNT}:siem.fifo"`,
    ],
    ["a name that is too long", { name: "a".repeat(41) }, "name must be 1 to 40 lower-case letters, digits and dashes"],
    [
      "a runtime that the provider refuses",
      { runtime: "nodejs20.x" },
      'runtime must be one of "nodejs22.x", "nodejs24.x", got "nodejs20.x"',
    ],
    [
      "a runbook that is no page",
      { runbook: "http://wiki" },
      "runbook must be an address like https://wiki.example.com/alerts",
    ],
    [
      "a deploy role that is many",
      { deployRoles: [`arn:aws:iam::${ACCOUNT}:role/*`] },
      "deployRoles must be an ARN like",
    ],
    ["days that CloudWatch Logs refuses", { logRetentionInDays: 366 }, "logRetentionInDays must be one of 1, 3, 5"],
    [
      "a trail that is none",
      { watch: { trails: ["audit"] } },
      'watch.trails must be an ARN like "arn:aws:cloudtrail:...:trail/...", got "audit"',
    ],
    [
      "a token",
      { watch: { trails: [TRAIL], buckets: ["${TfToken[TOKEN.1]}"] } },
      "watch must be known at synth, except keys, got a token",
    ],
    [
      "more than the function's variables take",
      {
        watch: {
          trails: [TRAIL],
          buckets: many(15, (index) => `${"b".repeat(60)}${index}`),
          roles: many(15, (index) => `arn:aws:iam::${ACCOUNT}:role/${"r".repeat(60)}${index}`),
          queues: many(15, (index) => `arn:aws:sqs:eu-central-1:${ACCOUNT}:${"q".repeat(70)}${index}`),
        },
      },
      "bytes of a function's variables, got",
    ],
  ])("%s", (_, options, problem) => {
    expect(refused(options)).toContain(`test/Alerts`);
    expect(refused(options)).toContain(problem);
  });

  test("what does not fit is refused with what to do in an environment", () => {
    const watch = { trails: [TRAIL], buckets: many(200, (index) => `bucket-with-a-long-name-${index}`) };
    expect(refused({ watch })).toMatch(/got \d+; watch fewer resources: in an environment, let readers share a role/);
  });

  test("every problem at once", () => {
    expect(refused({ name: "", emails: [], runbook: "x" }).split("\n")).toHaveLength(3);
  });
});

function many(length: number, nameOf: (index: number) => string): string[] {
  return Array.from({ length }, (_, index) => nameOf(index));
}
