import { cellLines, document, list, md, table, type Inline } from "../../../render/markdown";
import { showDelays } from "../../../results/delays";
import { showClock, showDate, showDuration } from "../../../render/time";
import type { CanaryResult, ExpectedRecord, Step } from "../../../results/canary";

export function asMarkdown(result: CanaryResult): string {
  const { environment, endpoint, verdict, summary, trailArn, caller, bucket, objectKey, keyArn } = result;
  const blocks = [
    md`## ${environment}: canary`,
    md`**${verdict}**: ${summary}.`,
    list([
      `Ran: ${result.startedAt} to ${result.endedAt}`,
      `Against: ${endpoint === null ? "AWS" : `an emulator at ${endpoint}`}`,
      `Trail: ${trailArn}`,
      `Object: s3://${bucket}/${objectKey}`,
      `Key: ${keyArn}`,
      `Caller: ${caller}`,
    ]),
    table(["Time (UTC)", "State", "Step", "Outcome", "Took"], result.steps.map(stepRow)),
    table(["Record", "Event", "Object", "Key", "Log file", "Delays"], result.records.map(recordRow)),
  ];
  return `${document(blocks)}\n`;
}

function stepRow({ at, state, title, text, evidence, milliseconds }: Step): Inline[] {
  const facts = evidence.map((one) => `${one.state === state ? "" : `${one.state}: `}${one.text}`);
  return [`${showDate(at)} ${showClock(at)}`, state, title, cellLines([text, ...facts]), showDuration(milliseconds)];
}

function recordRow(record: ExpectedRecord): Inline[] {
  const { title, found, required, reason = "" } = record;
  if (!found) return [title, required ? md`**missing**` : `none: ${reason}`, "", "", "", ""];
  const error = found.errorCode === undefined ? "" : ` (${found.errorCode})`;
  const simulated = found.simulatedBy === undefined ? "" : ` (simulated by ${found.simulatedBy})`;
  return [
    title,
    found.eventId + error,
    found.objectKey ?? "",
    found.keyArn ?? "",
    found.logFile + simulated,
    showDelays(record),
  ];
}
