import { RULES, SCOPES, type AlertRule } from "../../modules/alerts";
import { contentOf, messageOf } from "../../modules/alerts/handler/message.js";

/** The text of docs/alerts.md. */
export function alertsReference(): string {
  return [
    "# Alerts",
    "",
    "<!-- Written by `npm run docs` from modules/alerts. Edit the rules, or tools/docs/alerts-reference.ts. -->",
    "",
    "An alert reports a call that stops the audit trail, hides something from it, or opens its logs to others, within a",
    "minute of the call. A call raises an alert if it concerns something that is watched and AWS did not refuse it.",
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
