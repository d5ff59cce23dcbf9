import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { trialsOf } from "../../../../cli/commands/alerts/trials";
import { RULES } from "../../../../modules/alerts";
import { addStacks, synthesize } from "../../../../stacks";
import { alerted, staging } from "../../../fixtures/environments";
import { environmentOf } from "../../../support/matrix";
import { environmentWith } from "../../../support/environment";
import { runTool } from "../../../support/run-tool";

const folder = mkdtempSync(join(tmpdir(), "audit-trail-alerts-test-"));
beforeAll(() => {
  const app = new App({ outdir: folder, stackTraces: false });
  for (const environment of [alerted, staging]) addStacks(app, environment, { localState: false });
  process.env["CDKTF_OUTDIR"] = folder;
  synthesize(app);
  delete process.env["CDKTF_OUTDIR"];
});
afterAll(() => rmSync(folder, { recursive: true }));

const command = (...args: string[]) => runTool(["alerts", "test", "--outdir", folder, ...args]);

test("each alert is raised in the account that holds what it is about", () => {
  const trials = trialsOf(environmentOf(alerted), undefined);
  expect(trials).toHaveLength(2 * RULES.length);
  expect(trials.filter(({ state }) => state === "not raised")).toEqual([]);
  const silent = (account: string) =>
    trials.filter((one) => one.account === account && one.state === "nothing watched").map(({ alert }) => alert);
  // The account of the trail holds no bucket, and nobody reads there.
  expect(silent("777788889999")).toEqual([
    ...[
      "bucket-deleted",
      "bucket-policy",
      "bucket-public",
      "bucket-keeps-less",
      "bucket-encryption",
      "bucket-observers",
    ],
    ...["break-glass-used", "policy-changed"],
  ]);
  expect(silent("555555555555")).toEqual([]);
});

test("one alert shows its whole message, of each account", async () => {
  const { status, out } = await command("--environment", "prod", "--rule", "trail-stopped");
  expect(status).toBe(0);
  expect(out).toContain(
    "777788889999: [critical] Trail stopped or deleted in 777788889999: StopLogging by user/sample",
  );
  expect(out).toContain("runbook   https://wiki.example.com/audit-alerts#trail-stopped");
  expect(out).toContain("resources arn:aws:cloudtrail:eu-central-1:777788889999:trail/prod-audit-trail");
});

test("all of them are a line each, and JSON has the messages", async () => {
  const table = await command("--environment", "prod");
  expect(table.status).toBe(0);
  expect(table.out).toMatch(
    /555555555555 +key-policy +critical +\[critical\] Key policy changed in 555555555555: PutKeyPolicy by /,
  );
  expect(table.out).toMatch(/\d+ of \d+ would be sent; nothing was sent\.\n$/);
  const { trials } = JSON.parse((await command("--environment", "prod", "--format", "json")).out) as {
    trials: { alert: string; text?: string }[];
  };
  expect(trials.find(({ alert }) => alert === "root-used")!.text).toContain(
    "HIGH: Root user used in 777788889999: DescribeInstances by root",
  );
});

test.each<[string, string[], string]>([
  ["no alerts", ["--environment", "staging"], "staging has no alerts; add the option alerts, see docs/alerts.md\n"],
  [
    "a misspelled alert",
    ["--environment", "prod", "--rule", "trail-stoped"],
    '--rule names no alert of docs/alerts.md, got "trail-stoped"; did you mean trail-stopped?\n',
  ],
])("%s is an error that says what to do", async (_, args, message) => {
  expect(await command(...args)).toEqual({ status: 2, out: "", err: message });
});

test("a sample that the function does not report is a finding", () => {
  const environment = environmentOf(environmentWith({ alerts: { emails: ["security@example.com"] } }));
  const resources = environment.resources.map((one) =>
    one.type === "aws_lambda_function"
      ? {
          ...one,
          values: JSON.parse(JSON.stringify(one.values).replace(/accounts\\":\[\\"\d+/, 'accounts\\":[\\"9')) as object,
        }
      : one,
  );
  const states = trialsOf({ ...environment, resources } as typeof environment, "trail-stopped").map(
    ({ state }) => state,
  );
  expect(states).toEqual(["not raised"]);
});
