import { showDelays } from "../../results/delays";
import { escapeMarkdown } from "../../render/escape";
import { unsafeSettings } from "../../access/settings";
import { summaryOf } from "../../access/summary";
import type { Architecture } from "./diagram/parts";
import { accountsOf, emulatorsOf, showTime, type Report } from "./model";
import { differenceOf, findingsOf, frameworkLines, groupedChecks } from "./sections";

/** The report as Markdown: the same parts, the pictures told in words. */
export function asMarkdown(report: Report, architecture: Architecture): string {
  return [
    ...header(report),
    "## What was synthesized",
    "",
    differenceOf(report),
    "",
    ...parts(report, architecture),
    "",
    "## What was checked",
    "",
    ...checks(report),
    "## What became of a test object",
    "",
    ...canary(report),
    "",
    "## Who can do what",
    "",
    `Computed from the synthesized policies. ${differenceOf(report)}`,
    "",
    ...access(report),
    "",
    "## Requirements",
    "",
    ...table(
      ["Framework", "Complies", "Violates", "Off by choice", "Does not apply"],
      frameworkLines(report).map(({ title, counts, violated }) => [
        title,
        String(counts.complies),
        [String(counts.violates), ...violated].map(escapeMarkdown).join("; "),
        String(counts["off by choice"]),
        String(counts["does not apply"]),
      ]),
    ),
    "",
  ].join("\n");
}

function header(report: Report): string[] {
  const { configuration, verification, canary: run, at } = report;
  const emulators = emulatorsOf(report);
  const accounts = accountsOf(configuration).map(([account, part]) => `${account} (${part})`);
  const against =
    emulators.length === 0 ? "against AWS" : `against an emulator at ${emulators.join(" and ")}: proves no control`;
  return [
    `# Audit trail: ${escapeMarkdown(configuration.name)}`,
    "",
    ...[
      `Checks: ${verification.verdict}`,
      `Test object: ${run === undefined ? "not run" : `${run.verdict}, ${run.summary}`}`,
      `Accounts: ${accounts.join(", ")}`,
      `Trail: ${configuration.trail.arn}`,
      `Checked: ${showTime(verification.at)}, ${against}`,
      `Written: ${showTime(at)}`,
    ].map((line) => `- ${escapeMarkdown(line)}`),
    "",
    ...findingsOf(report).map((finding) => `- **Finding**: ${escapeMarkdown(finding)}`),
    "",
  ];
}

function parts({ configuration }: Report, { parts: all, arrows }: Architecture): string[] {
  const title = (id: string) => {
    const part = all.find((one) => one.id === id)!;
    return `${part.title} ${part.name}`;
  };
  return [
    ...accountsOf(configuration).flatMap(([account, part]) => [
      `- account ${account} (${part})`,
      ...all
        .filter((one) => one.account === account)
        .map((one) => `  - ${escapeMarkdown(`${one.title} ${one.name}: ${one.fact}`)}`),
    ]),
    "",
    ...arrows.map(({ from, to, text }) => `- ${escapeMarkdown(`${title(from)} → ${title(to)}: ${text}`)}`),
  ];
}

function checks({ verification }: Report): string[] {
  return groupedChecks(verification.checks).flatMap(([group, all]) => [
    `### ${escapeMarkdown(group)}`,
    "",
    ...table(
      ["State", "Check", "Expected", "Found"],
      all.map(({ state, id, title, expected, found, details }) => [
        state === "fail" ? "**fail**" : state,
        escapeMarkdown(`${title} (${id})`),
        escapeMarkdown(expected),
        [found, ...(state === "pass" ? [] : details)].map(escapeMarkdown).join("<br>"),
      ]),
    ),
    "",
  ]);
}

function canary({ canary: run }: Report): string[] {
  if (run === undefined) return ["Not run."];
  return [
    escapeMarkdown(
      `${showTime(run.startedAt)}: ${run.caller} put s3://${run.bucket}/${run.objectKey}, encrypted with ${run.keyArn}.`,
    ),
    "",
    ...table(
      ["State", "Step", "Outcome"],
      run.steps.map(({ state, title, text, evidence }) => [
        state,
        escapeMarkdown(title),
        [text, ...evidence.map((one) => one.text)].map(escapeMarkdown).join("<br>"),
      ]),
    ),
    "",
    ...table(
      ["Record", "Event", "Log file", "Delays"],
      run.records.map((record) => {
        const { title, found, required, reason } = record;
        if (!found)
          return [
            escapeMarkdown(title),
            required ? "**did not come**" : `none; ${escapeMarkdown(reason ?? "")}`,
            "",
            "",
          ];
        const simulated = found.simulatedBy === undefined ? "" : ` (simulated by ${found.simulatedBy})`;
        return [title, found.eventId, found.logFile + simulated, showDelays(record)].map(escapeMarkdown);
      }),
    ),
  ];
}

function access({ matrix }: Report): string[] {
  const unsafe = unsafeSettings(matrix.settings);
  const rows = summaryOf(matrix).map(({ title, subjects }) => [
    escapeMarkdown(title),
    subjects.map((subject) => escapeMarkdown(subject.title)).join("; ") || "nobody",
  ]);
  return [...(unsafe === undefined ? [] : [`${escapeMarkdown(unsafe)}.`, ""]), ...table(["Who can", ""], rows)];
}

/** Cells are Markdown already. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
}
