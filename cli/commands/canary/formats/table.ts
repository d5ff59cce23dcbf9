import { escapeTerminal } from "../../../render/escape";
import { tableLines, textLines, type Cell, type Column, type Line } from "../../../render/table";
import type { Terminal, Tone } from "../../../render/terminal";
import { showClock, showDuration } from "../../../render/time";
import { showDelays } from "../../../results/delays";
import { STATE_TONES, VERDICT_TONES } from "../../../results/tones";
import type { CanaryResult, ExpectedRecord, State, Step } from "../../../results/canary";

/** The facts that are known before the first step. */
export type Head = Pick<
  CanaryResult,
  "environment" | "endpoint" | "trailArn" | "caller" | "bucket" | "objectKey" | "keyArn" | "logBucket"
>;

/** Time at which it ended, state, and what happened. The widths are fixed because the rows are printed one by one. */
const COLUMNS: readonly Column[] = [
  { title: "", width: "21:45:00".length },
  { title: "", width: "not enforced".length },
  { title: "" },
];

/** The result for a terminal, in parts that can be printed during the run or together. */
export class Table {
  constructor(private readonly terminal: Terminal) {}

  whole(result: CanaryResult, resume: string | undefined): string {
    const found = result.records.filter((record) => record.found);
    const after = result.steps.findIndex(({ id }) => id === "watch");
    const split = after < 0 ? result.steps.length : after;
    return [
      this.head(result),
      ...result.steps.slice(0, split).map((step) => this.step(step)),
      ...found.map((record) => this.record(record)),
      ...result.steps.slice(split).map((step) => this.step(step)),
      this.tail(result, resume),
    ].join("");
  }

  head({ environment, endpoint, trailArn, caller, bucket, objectKey, keyArn, logBucket }: Head): string {
    const place = endpoint === null ? "AWS" : `an emulator at ${endpoint}`;
    const title = `${environment}: canary test of the trail, on ${place}`;
    const rows = [
      ["trail", trailArn],
      ["object", `s3://${bucket}/${objectKey}`],
      ["key", keyArn],
      ["caller", caller],
      ["logs", `s3://${logBucket}`],
    ];
    const columns = [{ title: "" }, { title: "" }];
    return lines(
      ...textLines({ text: title, tone: "strong" }, this.terminal),
      ...tableLines({ columns, rows, indent: 2 }, this.terminal),
      "",
    );
  }

  step({ title, state, at, milliseconds, text, evidence }: Step): string {
    const facts = evidence.map((one) => `${one.state === state ? "" : `${one.state}: `}${one.text}`);
    const end = new Date(Date.parse(at) + milliseconds).toISOString();
    return this.row(end, state, STATE_TONES[state], [`${title}: ${text} (${showDuration(milliseconds)})`, ...facts]);
  }

  record(record: ExpectedRecord): string {
    const { title, found } = record;
    if (!found) return "";
    const { eventId, caller, errorCode, bucket, objectKey, keyArn, logFile, simulatedBy, foundAt } = found;
    const simulated = simulatedBy === undefined ? "" : `, simulated by ${simulatedBy}`;
    const facts = [
      caller && `by ${caller}`,
      objectKey && `object s3://${bucket}/${objectKey}`,
      keyArn && `key ${keyArn}`,
      `file ${logFile}${simulated}`,
      `delays: ${showDelays(record)}`,
    ].flatMap((fact) => (fact ? [fact] : []));
    const error = errorCode === undefined ? "" : ` (${errorCode})`;
    return this.row(foundAt, "found", "good", [`${title}${error}, event ${eventId}`, ...facts]);
  }

  /** The records that were not found, and the verdict. */
  tail({ environment, records, verdict, summary }: CanaryResult, resume: string | undefined): string {
    const missing = records.filter(({ found, required }) => !found && !required);
    const line: Line = { text: `${environment}: ${verdict}: ${summary}`, tone: VERDICT_TONES[verdict] };
    return [
      ...missing.map(({ title, reason }) =>
        this.row(undefined, "skipped", "quiet", `no record of ${title}: ${reason ?? ""}`),
      ),
      lines("", ...textLines(line, this.terminal)),
      // Keep a command to copy on one line.
      ...(resume === undefined ? [] : [lines(`To continue watching: ${escapeTerminal(resume)}`)]),
    ].join("");
  }

  private row(at: string | undefined, state: State | "found", tone: Tone, cell: Cell): string {
    const row = [at === undefined ? "" : showClock(at), { text: state, tone }, cell];
    return lines(...tableLines({ columns: COLUMNS, rows: [row] }, this.terminal));
  }
}

function lines(...all: string[]): string {
  return `${all.join("\n")}\n`;
}
