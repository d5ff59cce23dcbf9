import { alertLines, alertsChecked, whoIsTold } from "../../../../cli/commands/report/alerts";
import { asHtml } from "../../../../cli/commands/report/html";
import { asJson } from "../../../../cli/commands/report/json";
import { asMarkdown } from "../../../../cli/commands/report/markdown";
import { alerted, prod } from "../../../fixtures/environments";
import { check, drawn, reportOf, verification } from "../../../support/report";

const { environment, architecture } = drawn(alerted);
const TRAIL = prod.accounts.audited.id;
const ARCHIVE = prod.accounts.archive.id;

const report = reportOf(environment, {
  verification: verification([
    check("alerts.rules.eu-central-1", "pass", { group: "Alerts" }),
    check("alerts.topic.audit.subscriptions", "fail", { group: "Alerts", title: "topic audit: is read" }),
    check("key.enabled", "fail"),
  ]),
});

test("each account's line has its receivers, rules and alarms", () => {
  expect(alertLines(report)).toEqual([
    {
      account: TRAIL,
      region: "eu-central-1",
      topic: `arn:aws:sns:eu-central-1:${TRAIL}:prod-audit-alerts`,
      receivers: ["email security@example.com"],
      // The schedule of the health function is none, and those in us-east-1 count.
      rules: 19,
      alarms: 21,
    },
    expect.objectContaining({ account: ARCHIVE, receivers: ["email security@example.com"], alarms: 4 }),
  ]);
});

test("whoever is subscribed is told, and otherwise nobody", () => {
  expect(whoIsTold(report)).toEqual(["email security@example.com"]);
  const resources = environment.resources.filter(({ type }) => type !== "aws_sns_topic_subscription");
  expect(whoIsTold({ ...report, environment: { ...environment, resources } })).toEqual(["nobody is subscribed"]);
  expect(whoIsTold(reportOf(drawn(prod).environment))).toEqual([
    "nobody: the environment has no alerts for this account",
  ]);
});

test("what verify found of alerts is one sentence", () => {
  expect(alertsChecked(report)).toBe("1 of 2 checks of the deployed alerts passed; failed: topic audit: is read.");
  expect(alertsChecked(reportOf(environment))).toBe("verify checked no alerts.");
  const checks = (["pass", "not enforced", "unknown"] as const).map((state) =>
    check(state, state, { group: "Alerts" }),
  );
  expect(alertsChecked(reportOf(environment, { verification: verification(checks) }))).toBe(
    "1 of 3 checks of the deployed alerts passed, 1 unknown, 1 not enforced here.",
  );
});

test("each format has the part", () => {
  expect(asMarkdown(report, architecture)).toMatch(
    /## Alerts\n\n1 of 2 checks [^]*\| 777788889999, eu-central-1 \| email security@&#8203;example\.com \| 19 \| 21 \|/,
  );
  expect(asHtml(report, architecture)).toContain("<h2>Alerts</h2>");
  expect(asJson(report).alerts).toEqual(alertLines(report));
  const without = drawn(prod);
  expect(asMarkdown(reportOf(without.environment), without.architecture)).toContain(
    "None: the environment does not have the option alerts.",
  );
});
