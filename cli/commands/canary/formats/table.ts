import { escapeTerminal } from "../../../render/escape";
import { showDelays } from "../../../results/delays";
import { showDuration } from "../../../render/durations";
import type { CanaryResult, ExpectedRecord, State, Step } from "../../../results/canary";

/** What is known before the first step. */
export type Head = Pick<
  CanaryResult,
  "environment" | "endpoint" | "trailArn" | "caller" | "bucket" | "objectKey" | "keyArn" | "logBucket"
>;

const STATE_WIDTH = "not enforced".length + 2;
/** `21:45:00  ` */
const TIME_WIDTH = 10;

const COLOURS: Readonly<Record<string, string>> = {
  pass: "\u001b[32m",
  found: "\u001b[32m",
  fail: "\u001b[31m",
  warn: "\u001b[33m",
  unknown: "\u001b[33m",
  "not enforced": "\u001b[36m",
  skipped: "\u001b[2m",
};
const RESET = "\u001b[0m";

/** The result for a terminal, piece by piece: as it happens, or at once. */
export class Table {
  constructor(private readonly colour: boolean) {}

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
    const facts = {
      trail: trailArn,
      object: `s3://${bucket}/${objectKey}`,
      key: keyArn,
      caller,
      logs: `s3://${logBucket}`,
    };
    return lines(
      escapeTerminal(`${environment}: a canary through the trail, on ${place}`),
      ...Object.entries(facts).map(([name, value]) => `  ${name.padEnd(8)}${escapeTerminal(value)}`),
      "",
    );
  }

  step({ title, state, at, milliseconds, text, evidence }: Step): string {
    const first = `${clock(at)}  ${this.state(state)}${escapeTerminal(`${title}: ${text}`)} (${showDuration(milliseconds)})`;
    const rest = evidence.map((one) => {
      const mark = one.state === state ? "" : `${one.state}: `;
      return `${" ".repeat(TIME_WIDTH + STATE_WIDTH)}${escapeTerminal(mark + one.text)}`;
    });
    return `${[first, ...rest].join("\n")}\n`;
  }

  record(record: ExpectedRecord): string {
    const { title, found } = record;
    if (!found) return "";
    const { eventId, caller, errorCode, bucket, objectKey, keyArn, logFile, simulatedBy, foundAt } = found;
    const simulated = simulatedBy === undefined ? "" : `, simulated by ${simulatedBy}`;
    const facts: (readonly [string, string | undefined])[] = [
      ["by", caller === "" ? undefined : caller],
      ["object", objectKey && `s3://${bucket}/${objectKey}`],
      ["key", keyArn],
      ["file", `${logFile}${simulated}`],
      ["delays", showDelays(record)],
    ];
    const pad = " ".repeat(TIME_WIDTH + STATE_WIDTH);
    const error = errorCode === undefined ? "" : ` (${errorCode})`;
    return [
      `${clock(foundAt)}  ${this.state("found")}${escapeTerminal(`${title}${error}, event ${eventId}`)}`,
      ...facts.flatMap(([name, value]) => (value ? [`${pad}${name.padEnd(8)}${escapeTerminal(value)}`] : [])),
      "",
    ].join("\n");
  }

  /** What did not come, and the verdict. */
  tail({ environment, records, verdict, summary }: CanaryResult, resume: string | undefined): string {
    const missing = records.flatMap(({ title, found, required, reason }) =>
      found || required ? [] : [`${" ".repeat(TIME_WIDTH)}${this.state("skipped")}no record of ${title}: ${reason}`],
    );
    const word = { passed: "pass", failed: "fail", incomplete: "unknown" }[verdict] as State;
    return lines(
      ...missing,
      "",
      `${environment}: ${this.paint(word, verdict)}: ${escapeTerminal(summary)}`,
      ...(resume === undefined ? [] : [`To go on watching: ${escapeTerminal(resume)}`]),
    );
  }

  private state(state: State | "found"): string {
    return `${this.paint(state, state)}${" ".repeat(STATE_WIDTH - state.length)}`;
  }

  private paint(state: string, text: string): string {
    return this.colour ? `${COLOURS[state] ?? ""}${text}${RESET}` : text;
  }
}

function lines(...all: string[]): string {
  return `${all.join("\n")}\n`;
}

/** `21:45:00`, UTC as everything that CloudTrail writes. */
function clock(at: string): string {
  return at.slice("2026-01-01T".length, "2026-01-01T00:00:00".length);
}
