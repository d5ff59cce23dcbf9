import { createHash } from "node:crypto";
import { readFileSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { alertsArchive, RULES, SCOPES, type AlertSettings } from "../../../modules/alerts";
import { filesIn, invoke } from "../../support/function-archive";
import { FINDING } from "../../support/finding";
import { ALERT_CASES, eventOf, recordOf, WATCHED } from "../../support/alert-records";

const HANDLER = join(__dirname, "..", "..", "..", "modules", "alerts", "handler");
const SETTINGS: AlertSettings = {
  watched: WATCHED,
  deployRoles: [],
  partition: "aws",
  topicArn: "arn:aws:sns:eu-central-1:111122223333:audit-alerts",
};

test("it holds every source as it is, readable by all, and the table of rules", () => {
  const files = filesIn(Buffer.from(alertsArchive().bytes));
  expect(files.map(({ name }) => name)).toEqual(["index.js", "judge.js", "message.js", "finding.js", "catalog.json"]);
  for (const { name, mode, text } of files) {
    expect(mode).toBe(0o100644);
    const catalog = JSON.stringify({ rules: RULES, scopes: SCOPES });
    expect(text).toBe(name === "catalog.json" ? catalog : readFileSync(join(HANDLER, name), "utf8"));
  }
});

test("its bytes depend on the contents alone, and its hash is the one that Lambda reports", () => {
  const { bytes, sha256 } = alertsArchive();
  const source = join(HANDLER, "index.js");
  const { atime, mtime } = statSync(source);
  // Not a later time: until it is set back, a synthesized folder would be older than its sources.
  utimesSync(source, new Date(0), new Date(0));
  try {
    expect(Buffer.compare(alertsArchive().bytes, bytes)).toBe(0);
  } finally {
    utimesSync(source, atime, mtime);
  }
  expect(sha256).toBe(createHash("sha256").update(bytes).digest("base64"));
});

/** An SNS that writes down what it is asked, or fails. */
function snsThat(work: "works" | "fails"): string {
  return `exports.PublishCommand = class { constructor(input) { this.input = input; } };
    exports.SNSClient = class { async send({ input }) {
      if (${work === "fails"}) throw new Error("SNS is unavailable");
      console.error(JSON.stringify(input));
    } };`;
}

function invokeAlerts(event: unknown, sns: "works" | "fails" = "works") {
  return invoke({ archive: alertsArchive(), settings: SETTINGS, event, sdk: { "client-sns": snsThat(sns) } });
}

const { eventSource, events, naming } = ALERT_CASES["trail-stopped"]!;
const STOPPED = eventOf(recordOf({ eventSource, eventName: events[0], ...naming[0] }));

test("only the event itself, and no record in it, marks an alert as a test", () => {
  const subjectOf = (event: unknown) => {
    const { errors } = invokeAlerts(event);
    return (JSON.parse(errors[0]!) as { Subject: string }).Subject;
  };
  expect(subjectOf({ ...STOPPED, test: true })).toMatch(/^\[critical\] TEST, nothing happened: /);
  const inRecord = { ...STOPPED, detail: { ...STOPPED.detail, test: true } };
  for (const event of [STOPPED, inRecord, { ...STOPPED, test: "true" }]) expect(subjectOf(event)).not.toContain("TEST");
});

test("the unpacked function publishes one message for each alert, and logs it", () => {
  const { status, output, errors } = invokeAlerts(STOPPED);
  expect(status).toBe(0);
  expect(errors.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { TopicArn: SETTINGS.topicArn, Subject: expect.stringMatching(/^\[critical\] Trail stopped/) as string },
  ]);
  expect(output.map((line) => JSON.parse(line) as unknown)).toMatchObject([{ alert: "trail-stopped" }]);
});

test("it publishes a finding of GuardDuty", () => {
  const { status, errors } = invokeAlerts(FINDING);
  expect(status).toBe(0);
  expect(errors.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { Subject: expect.stringMatching(/^\[high\] GuardDuty in /) as string },
  ]);
});

test("it publishes nothing for a call that raises no alert", () => {
  const elsewhere = { ...STOPPED, detail: { ...STOPPED.detail, requestParameters: { name: "other" } } };
  expect(invokeAlerts(elsewhere)).toEqual({ status: 0, output: [], errors: [] });
});

test("it fails if an alert is not sent, so that Lambda tries again", () => {
  expect(invokeAlerts(STOPPED, "fails")).toMatchObject({ status: 1, errors: ["SNS is unavailable"] });
});
