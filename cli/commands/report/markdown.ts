import { showDelays } from "../../results/delays";
import { cellLines, document, joined, list, md, table, type Inline, type Markdown } from "../../render/markdown";
import { showTime } from "../../render/time";
import type { CanaryResult, ExpectedRecord } from "../../results/canary";
import { notEvaluatedText } from "../../access/not-evaluated";
import { unsafeSettings } from "../../access/settings";
import { summaryOf } from "../../access/summary";
import type { Architecture } from "./diagram/parts";
import { alertLines, alertsChecked } from "./alerts";
import { afterwards, answersOf } from "./answers";
import { accountsOf, emulatorsOf, type Report } from "./model";
import { differenceOf, findingsOf, frameworkLines, groupedChecks, leftOff, NO_OWNER } from "./sections";

/** The report as Markdown: the same parts, with the diagrams in words. */
export function asMarkdown(report: Report, architecture: Architecture): string {
  const difference = differenceOf(report);
  const blocks = [
    ...header(report),
    md`## What an auditor asks`,
    questions(report),
    md`## What was synthesized`,
    md`${difference}`,
    ...parts(report, architecture),
    md`## What was checked`,
    ...checks(report),
    md`## Test object`,
    ...(report.canary === undefined ? [md`Not run.`] : canary(report.canary)),
    md`## Who can do what`,
    md`Computed from the synthesized policies. ${difference}`,
    ...access(report),
    md`## Alerts`,
    ...alerts(report),
    md`## Requirements`,
    ...requirements(report),
  ];
  return `${document(blocks)}\n`;
}

function header(report: Report): Markdown[] {
  const { environment, verification, canary: run, at } = report;
  const emulators = emulatorsOf(report);
  const accounts = accountsOf(environment).map(([account, part]) => `${account} (${part})`);
  const against =
    emulators.length === 0
      ? "against AWS"
      : `against an emulator at ${emulators.join(" and ")}: no evidence that a control works`;
  return [
    md`# Audit trail: ${environment.name}`,
    list([
      `Checks: ${verification.verdict}`,
      `Test object: ${run === undefined ? "not run" : `${run.verdict}, ${run.summary}`}`,
      `Accounts: ${accounts.join(", ")}`,
      ...environment.trails.map(({ arn }) => `Trail: ${arn}`),
      `Checked: ${showTime(verification.at)}, ${against}`,
      `Written: ${showTime(at)}`,
      ...findingsOf(report).map((finding) => md`**Finding**: ${finding}`),
    ]),
  ];
}

function questions(report: Report): Markdown {
  return table(
    ["Question", "Answer", "Could gain by changing a policy"],
    answersOf(report).map(({ question, now, afterPolicyChange }) => [
      question,
      names(now),
      afterPolicyChange === undefined ? "" : names(afterPolicyChange),
    ]),
  );
}

/** Callers, or that there are none. */
function names(titles: readonly string[]): Inline {
  return titles.length === 0 ? "nobody" : joined(titles, "; ");
}

function parts({ environment }: Report, { parts: all, arrows }: Architecture): Markdown[] {
  const titleOf = (id: string) => {
    const part = all.find((one) => one.id === id)!;
    return `${part.title} ${part.name}`;
  };
  const accounts = accountsOf(environment).map(([account, part]) => {
    const own = all.filter((one) => one.account === account);
    return [`account ${account} (${part})`, ...own.map(({ title, name, fact }) => `${title} ${name}: ${fact}`)];
  });
  return [list(accounts), list(arrows.map(({ from, to, text }) => `${titleOf(from)} → ${titleOf(to)}: ${text}`))];
}

function checks({ verification }: Report): Markdown[] {
  return groupedChecks(verification.checks).flatMap(([group, all]) => [
    md`### ${group}`,
    table(
      ["State", "Check", "Expected", "Found"],
      all.map(({ state, id, title, expected, found, details }) => [
        state === "fail" ? md`**fail**` : state,
        `${title} (${id})`,
        expected,
        cellLines([found, ...(state === "pass" ? [] : details)]),
      ]),
    ),
  ]);
}

function canary({ startedAt, caller, bucket, objectKey, keyArn, steps, records }: CanaryResult): Markdown[] {
  const rows = steps.map(({ state, title, text, evidence }) => [
    state,
    title,
    cellLines([text, ...evidence.map((one) => one.text)]),
  ]);
  return [
    md`${showTime(startedAt)}: ${caller} put s3://${bucket}/${objectKey}, encrypted with ${keyArn}.`,
    table(["State", "Step", "Outcome"], rows),
    table(["Record", "Event", "Log file", "Delays"], records.map(recordRow)),
  ];
}

function recordRow(record: ExpectedRecord): Inline[] {
  const { title, found, required, reason = "" } = record;
  if (!found) return [title, required ? md`**missing**` : `none; ${reason}`, "", ""];
  const simulated = found.simulatedBy === undefined ? "" : ` (simulated by ${found.simulatedBy})`;
  return [title, found.eventId, found.logFile + simulated, showDelays(record)];
}

function access({ matrix }: Report): Markdown[] {
  const notes = [unsafeSettings(matrix.settings), notEvaluatedText(matrix.notEvaluated)];
  const rows = summaryOf(matrix).map((line) => {
    const after = afterwards(line);
    return [line.title, names(line.subjects.map(({ title }) => title)), after === undefined ? "" : names(after)];
  });
  return [
    ...notes.flatMap((note) => (note === undefined ? [] : [md`${note}.`])),
    table(["Who can", "As synthesized", "Could gain by changing a policy"], rows),
  ];
}

function alerts(report: Report): Markdown[] {
  const rows = alertLines(report).map(({ account, region, receivers, rules, alarms }) => [
    `${account}, ${region}`,
    names(receivers),
    rules,
    alarms,
  ]);
  if (rows.length === 0) return [md`None: the environment does not have the option alerts.`];
  return [
    md`${alertsChecked(report)} Each call that is reported is listed in docs/alerts.md.`,
    table(["Account", "Receivers, as synthesized", "Event rules", "Alarms"], rows),
  ];
}

function requirements(report: Report): Markdown[] {
  const off = leftOff(report);
  const frameworks = table(
    ["Framework", "Complies", "Violates", "Off by choice", "Does not apply"],
    frameworkLines(report).map(({ title, counts, violated }) => [
      title,
      counts.complies,
      joined([counts.violates, ...violated], "; "),
      counts["off by choice"],
      counts["does not apply"],
    ]),
  );
  if (off.length === 0) return [frameworks];
  const rows = off.map(({ requirement, reason, owner = NO_OWNER }) => [requirement, reason, owner]);
  return [frameworks, md`### Off by choice`, table(["Requirement", "Reason", "Owner"], rows)];
}
