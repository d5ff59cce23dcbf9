"use strict";
const { issuerOf } = require("./judge.js");

/** Longest text that is taken over from a record. */
const LONGEST = 400;
/** Longest subject that SNS takes is 99. @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const LONGEST_SUBJECT = 99;

const CONSOLES = {
  aws: "console.aws.amazon.com",
  "aws-us-gov": "console.amazonaws-us-gov.com",
  "aws-cn": "console.amazonaws.cn",
  "aws-eusc": "console.amazonaws-eusc.eu",
};

/** What an alert says, as data: the same for mails, queues and the record of the function. */
function contentOf({ rule, severity, expected, resources }, record, { runbook, partition }) {
  const { eventID, awsRegion } = record;
  const userIdentity = record.userIdentity ?? {};
  const [service, event] = [clean(record.eventSource), clean(record.eventName)];
  const who = clean(
    issuerOf(record) ?? userIdentity.arn ?? userIdentity.invokedBy ?? userIdentity.principalId ?? "unknown",
  );
  return {
    alert: rule.id,
    severity,
    summary: `${rule.title} in ${clean(record.recipientAccountId)}: ${withoutVersion(event)} by ${shortName(who)}`,
    why: rule.why,
    firstStep: rule.firstStep,
    expected,
    what: `${service} ${event}`,
    resources: resources.map(clean),
    // What was asked for: a concurrency of 0, other selectors, the new policy.
    request: clean(record.requestParameters && JSON.stringify(record.requestParameters)),
    who,
    session: issuerOf(record) === undefined ? undefined : clean(sessionName(userIdentity.arn)),
    from: clean(record.sourceIPAddress),
    agent: clean(record.userAgent),
    error: clean(record.errorCode),
    when: clean(record.eventTime),
    account: clean(record.recipientAccountId),
    region: clean(awsRegion),
    eventId: clean(eventID),
    runbook: runbook === undefined ? undefined : `${runbook}#${rule.id}`,
    console: consoleLink(partition, awsRegion, eventID),
  };
}

/** The same, marked: only who calls the function directly can ask for it, not whoever makes a call that is recorded. */
function asTest(content) {
  return { ...content, summary: `TEST, nothing happened: ${content.summary}`, test: true };
}

/** The input of SNS's Publish: text for people, JSON for programs, attributes for the filters of subscriptions. */
function messageOf(content, topicArn) {
  const json = JSON.stringify(content);
  const attribute = (value) => ({ DataType: "String", StringValue: value });
  return {
    TopicArn: topicArn,
    Subject: subjectOf(content),
    MessageStructure: "json",
    Message: JSON.stringify({ default: json, email: textOf(content) }),
    MessageAttributes: { alert: attribute(content.alert), severity: attribute(content.severity) },
  };
}

/** One line of printable ASCII: SNS refuses any other. */
function subjectOf({ severity, summary }) {
  const subject = `[${severity}] ${summary}`.replace(/[^ -~]/g, "?");
  return subject.length > LONGEST_SUBJECT ? `${subject.slice(0, LONGEST_SUBJECT - 3)}...` : subject;
}

/** The important things first: somebody may have been woken by it. */
function textOf({ severity, summary, why, firstStep, expected, ...details }) {
  const lines = Object.entries(details).flatMap(([name, value]) => {
    const texts = [value ?? []].flat();
    return texts.map((text) => `${name.padEnd(10)}${text}`);
  });
  return [
    `${severity.toUpperCase()}: ${summary}`,
    "",
    why,
    expected
      ? "A deploy role did it, as deployments do: expected if one ran at that time. If not:"
      : "If nobody planned this:",
    firstStep,
    "",
    ...lines,
    "",
  ].join("\n");
}

/**
 * One line of at most 400 characters. Callers choose user agents and names of sessions: without control, format and
 * separator characters none of these can look like a line of ours.
 */
function clean(value) {
  if (value === undefined || value === null) return undefined;
  const text = String(value).replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, " ");
  // Not half a character.
  return text.length > LONGEST ? `${text.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, "")}...` : text;
}

/** `UpdateFunctionCode` of Lambda's `UpdateFunctionCode20150331v2`. */
function withoutVersion(event) {
  return String(event).replace(/\d{8}(v\d+)?$/, "");
}

/** `role/Administrators` of an ARN, without the account and the path: a subject has 99 characters. */
function shortName(who) {
  return who.replace(/^arn:[^:]*:[^:]*:[^:]*:[^:]*:/, "").replace(/^(role|user)\/.*\/(?=[^/])/, "$1/");
}

/** `arn:aws:sts::111122223333:assumed-role/ROLE/SESSION` */
function sessionName(arn) {
  return String(arn).split("/").slice(2).join("/");
}

function consoleLink(partition, region, eventId) {
  const [home, id] = [region, eventId].map((text) => encodeURIComponent(String(text)));
  return `${consoleOf(partition, home)}/cloudtrailv2/home?region=${home}#/events/${id}`;
}

/** Address of the console in a Region. */
function consoleOf(partition, region) {
  return `https://${region}.${CONSOLES[partition]}`;
}

module.exports = { asTest, clean, consoleOf, contentOf, messageOf };
