import { RULES, SCOPES, type AlertRule } from "../../modules/alerts";
import { contentOf, messageOf } from "../../modules/alerts/handler/message.js";

/** The text of docs/alerts.md. */
export function alertsReference(): string {
  return [
    "# Alerts",
    "",
    "<!-- Written by `npm run docs` from modules/alerts. Edit the rules, or tools/docs/alerts-reference.ts. -->",
    "",
    "An alert reports a call that stops the audit trail, hides something from it, or opens its logs to others. It arrives",
    "within a minute or two of the call, because EventBridge receives calls before CloudTrail writes its log files.",
    "",
    "| Construct of `modules/alerts` | Reports | How |",
    "| --- | --- | --- |",
    "| `Alerts` | the calls in the table below | EventBridge rules, a Lambda function, an encrypted SNS topic |",
    "| `AlertForwarder` | the same calls in another Region, such as IAM's in us-east-1 | EventBridge rules there, whose target is the event bus at home |",
    "| `TrailAlarms` | refused calls of the table, and use of the break-glass role in any Region; with `cis: true`, the calls of section 5 of the CIS AWS Foundations Benchmark 7.0 | metric filters on the trail's log group, alarms |",
    "| `TrailHealth` | log files, digests or events that no longer arrive | a function that asks CloudTrail every 15 minutes, an alarm |",
    "",
    "```ts",
    'const alerts = new Alerts(this, "Alerts", {',
    '  name: "audit-alerts",',
    '  account: "111122223333",',
    '  region: "eu-central-1",',
    '  emails: ["security@example.com"],',
    "  watch: { trails: [trail.arn], keys: [key.arn], buckets: [bucket.bucketName], roles: [reader.arn] },",
    '  deployRoles: ["arn:aws:iam::111122223333:role/AuditTrailDeploy"],',
    "});",
    'new AlertForwarder(this, "Global", { alerts, region: "us-east-1", services: GLOBAL_SERVICES, provider: usEast1 });',
    'new TrailAlarms(this, "Alarms", { alerts, logGroupName: trail.logGroup.name, cis: true });',
    'new TrailHealth(this, "Health", { alerts, trailArn: trail.arn, cloudWatchLogs: true });',
    "```",
    "",
    "The alerts have a key, a topic, a function, a log group and a dead-letter queue of their own, and watch them too: under",
    "the key of the logs, whoever disables that key would silence the alert. If the function fails, alarms on its errors, its",
    "throttles and the queue go straight to the topic.",
    "",
    "**What you must do.** Confirm the mail that AWS sends to each address. For a queue, allow the topic in the queue's policy",
    "and, if the queue has a key of its own, in that key's policy: `sns.amazonaws.com` with `aws:SourceArn` set to the topic.",
    "",
    "**What no alert can see.** EventBridge receives the calls of an account only while a trail records that account, not",
    "events larger than 256 KB, and no calls that only read, except where the table says `AssumeRole` or any call. Alerts",
    "report; they prevent nothing. To prevent, deny the calls in a service control policy.",
    "",
    "**Retention.** Security Hub's CloudWatch.16 asks for log groups that keep events for at least 365 days. The log groups",
    "of the functions do by default; set `retentionInDays` of the trail's own log group accordingly.",
    "",
    "## The alerts",
    "",
    "A call raises an alert if it concerns something that is watched and AWS did not refuse it.",
    "",
    "| Alert | Severity | By a deploy role | Calls | That concern | Why it matters |",
    "| --- | --- | --- | --- | --- | --- |",
    ...RULES.map((rule) => `| ${cellsOf(rule).join(" | ")} |`),
    "",
    "**Severity.** `critical` and `high` are for people; `medium` and `info` can wait for a queue or a report. Every message",
    "has the attributes `alert` and `severity`, by which a subscription can filter.",
    "",
    "**Deploy roles.** Terraform does some of this at every deployment. If the session's role is one of the deploy roles, the",
    "severity is `info`; the alert is sent all the same, since a stolen deploy role must not be silent. Calls that no",
    "deployment makes keep their severity whoever makes them: stopping or deleting the trail, disabling or deleting a key,",
    "deleting a bucket.",
    "",
    "**Names.** `who` is the role behind a session, which AWS states. Callers choose the name of a session and the user agent;",
    "they are shown on one line of at most 400 characters, without control characters, so that they cannot look like part of",
    "the message.",
    "",
    "## The message",
    "",
    "A mail:",
    "",
    "```text",
    `Subject: ${EXAMPLE.Subject}`,
    "",
    texts.email.trimEnd(),
    "```",
    "",
    "Queues and functions receive JSON:",
    "",
    "```json",
    JSON.stringify(JSON.parse(texts.default), undefined, 2),
    "```",
    "",
  ].join("\n");
}

function cellsOf(rule: AlertRule): string[] {
  const { id, severity, service, events = [], scope, why, byDeployment = false } = rule;
  const names = events.map((event) => `\`${event}\``).join(", ");
  const calls = [service?.replace(".amazonaws.com", "") ?? "any service", names || "any call"].join(": ");
  const { title } = SCOPES[scope];
  return [`<a id="${id}"></a>\`${id}\``, severity, byDeployment ? "info" : severity, calls, title, why];
}

const EXAMPLE = messageOf(
  contentOf(
    {
      rule: RULES.find(({ id }) => id === "trail-stopped")!,
      severity: "critical",
      expected: false,
      resources: ["prod-audit-trail"],
    },
    {
      eventSource: "cloudtrail.amazonaws.com",
      eventName: "StopLogging",
      eventTime: "2026-11-27T01:00:00Z",
      eventID: "11111111-2222-3333-4444-555555555555",
      awsRegion: "eu-central-1",
      recipientAccountId: "111122223333",
      sourceIPAddress: "198.51.100.7",
      userAgent: "aws-cli/2.31.0",
      userIdentity: {
        type: "AssumedRole",
        arn: "arn:aws:sts::111122223333:assumed-role/Administrators/mallory",
        sessionContext: { sessionIssuer: { arn: "arn:aws:iam::111122223333:role/Administrators" } },
      },
    },
    { runbook: "https://wiki.example.com/audit-alerts", partition: "aws" },
  ),
  "arn:aws:sns:eu-central-1:111122223333:audit-alerts",
);
const texts = JSON.parse(EXAMPLE.Message) as { readonly default: string; readonly email: string };
