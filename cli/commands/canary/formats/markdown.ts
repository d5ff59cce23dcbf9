import { escapeMarkdown } from "../../../render/escape";
import { showDelays } from "../../../results/delays";
import { showDuration } from "../../../render/time";
import type { CanaryResult, ExpectedRecord, Step } from "../../../results/canary";

export function asMarkdown(result: CanaryResult): string {
  const { environment, endpoint, verdict, summary, trailArn, caller, bucket, objectKey, keyArn } = result;
  const facts = [
    ["Ran", `${result.startedAt} to ${result.endedAt}`],
    ["Against", endpoint === null ? "AWS" : `an emulator at ${endpoint}`],
    ["Trail", trailArn],
    ["Object", `s3://${bucket}/${objectKey}`],
    ["Key", keyArn],
    ["Caller", caller],
  ];
  return [
    `## ${escapeMarkdown(environment)}: canary`,
    "",
    `**${verdict}**: ${escapeMarkdown(summary)}.`,
    "",
    ...facts.map(([name, value]) => `- ${name}: ${escapeMarkdown(value!)}`),
    "",
    "| Time (UTC) | State | Step | Outcome | Took |",
    "| --- | --- | --- | --- | --- |",
    ...result.steps.map(stepRow),
    "",
    "| Record | Event | Object | Key | Log file | Delays |",
    "| --- | --- | --- | --- | --- | --- |",
    ...result.records.map(recordRow),
    "",
  ].join("\n");
}

function stepRow({ at, state, title, text, evidence, milliseconds }: Step): string {
  const facts = evidence.map((one) => `${one.state === state ? "" : `${one.state}: `}${one.text}`);
  const outcome = [text, ...facts].map(escapeMarkdown).join("<br>");
  return row(at.slice(0, 19).replace("T", " "), state, title, outcome, showDuration(milliseconds));
}

function recordRow(record: ExpectedRecord): string {
  const { title, found, required, reason } = record;
  if (!found) return row(title, required ? "**missing**" : `none: ${escapeMarkdown(reason ?? "")}`, "", "", "", "");
  const error = found.errorCode === undefined ? "" : ` (${found.errorCode})`;
  const simulated = found.simulatedBy === undefined ? "" : ` (simulated by ${found.simulatedBy})`;
  const cells = [found.eventId + error, found.objectKey ?? "", found.keyArn ?? "", found.logFile + simulated];
  return row(title, ...cells.map(escapeMarkdown), showDelays(record));
}

function row(...cells: string[]): string {
  return `| ${cells.join(" | ")} |`;
}
