import { showDuration } from "../../render/time";
import type { CanaryResult, ExpectedRecord, Step } from "../../results/canary";
import { html, type Html } from "../../render/html";
import type { Tone } from "../../render/terminal";
import { STATE_TONES } from "../../results/tones";

const WIDTH = 1100;
const LEFT = 265;
const RIGHT = 165;
const ROW = 30;
const TOP = 34;
const BAR = 14;

/** A line of the timeline, with its intervals. */
interface Row {
  readonly title: string;
  readonly bars: readonly Bar[];
  /** Text after the last bar. */
  readonly text: string;
  readonly tone?: Tone;
}

interface Bar {
  readonly from: number;
  readonly to: number;
  readonly tone?: Tone;
  readonly kind?: "delivery" | "finding" | "missing";
  readonly title: string;
}

/** The canary's steps and records on a timeline, as SVG. */
export function drawTimeline(canary: CanaryResult): Html {
  const rows = [
    ...canary.steps.filter(({ state }) => state !== "skipped").map(stepRow),
    ...canary.records.flatMap((record) => (record.found || record.required ? [recordRow(record, canary)] : [])),
  ];
  const times = rows.flatMap(({ bars }) => bars.flatMap(({ from, to }) => [from, to]));
  const start = Math.min(...times);
  const span = Math.max(1, Math.max(...times) - start);
  const x = (time: number) => Math.round((LEFT + ((time - start) / span) * (WIDTH - LEFT - RIGHT)) * 10) / 10;
  const height = TOP + rows.length * ROW + 8;
  return html`<svg class="timeline" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="When each step and record came">
${ticks(span).map((tick) => drawTick(x(start + tick), tick, height))}
${rows.map((row, index) => drawRow(row, TOP + index * ROW, x))}
</svg>`;
}

function stepRow({ title, state, at, milliseconds }: Step): Row {
  const from = Date.parse(at);
  const bar = { from, to: from + milliseconds, tone: STATE_TONES[state], title: `${title}: ${state}` };
  return { title, bars: [bar], text: showDuration(milliseconds), tone: STATE_TONES[state] };
}

function recordRow({ title, calledAt, found }: ExpectedRecord, { startedAt, endedAt }: CanaryResult): Row {
  const name = `Record: ${title}`;
  const from = Date.parse(calledAt ?? found?.eventTime ?? startedAt);
  if (!found) {
    const bar = { from, to: Date.parse(endedAt), kind: "missing", tone: "bad", title: "missing" } as const;
    return { title: name, bars: [bar], text: "missing", tone: "bad" };
  }
  const delivered = Math.max(from, Date.parse(found.deliveredAt));
  const seen = Math.max(delivered, Date.parse(found.foundAt));
  const simulated = found.simulatedBy === undefined ? "" : ", simulated";
  return {
    title: name,
    bars: [
      { from, to: delivered, kind: "delivery", title: `call to log file ${showDuration(delivered - from)}` },
      { from: delivered, to: seen, kind: "finding", title: `log file to found ${showDuration(seen - delivered)}` },
    ],
    text: `${showDuration(delivered - from)}${simulated}`,
  };
}

function drawRow({ title, bars, text, tone }: Row, y: number, x: (time: number) => number): Html {
  const end = Math.max(...bars.map(({ to }) => x(to)));
  const middle = y + ROW / 2 + 4;
  const drawn = bars.map((bar) => {
    const width = Math.max(3, x(bar.to) - x(bar.from));
    const top = y + (ROW - BAR) / 2;
    return html`<rect class="${bar.tone} ${bar.kind}" x="${x(bar.from)}" y="${top}" width="${width}" height="${BAR}" rx="2"><title>${bar.title}</title></rect>`;
  });
  return html`<text class="row" x="${LEFT - 12}" y="${middle}">${title}</text>${drawn}<text class="took ${tone}" x="${end + 9}" y="${middle}">${text}</text>
`;
}

function drawTick(x: number, tick: number, height: number): Html {
  const text = tick === 0 ? "start" : `+${showDuration(tick)}`;
  return html`<line class="tick" x1="${x}" y1="${TOP - 8}" x2="${x}" y2="${height}"/><text class="tick" x="${x}" y="${TOP - 14}">${text}</text>
`;
}

const STEPS = [
  10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000,
];

/** Round times, at most seven. */
function ticks(span: number): number[] {
  const step = STEPS.find((one) => span / one <= 6) ?? 3_600_000 * Math.ceil(span / 6 / 3_600_000);
  return Array.from({ length: Math.floor(span / step) + 1 }, (_, index) => index * step);
}
