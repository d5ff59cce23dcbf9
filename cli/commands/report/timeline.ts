import { showDuration } from "../../render/time";
import type { CanaryResult, ExpectedRecord, Step } from "../../results/canary";
import { escapeHtml } from "../../render/escape";

const WIDTH = 1100;
const LEFT = 265;
const RIGHT = 165;
const ROW = 30;
const TOP = 34;
const BAR = 14;

/** A line of the picture: what took from when until when. */
interface Row {
  readonly title: string;
  readonly bars: readonly Bar[];
  /** After the last bar. */
  readonly text: string;
  readonly className: string;
}

interface Bar {
  readonly from: number;
  readonly to: number;
  readonly className: string;
  readonly title: string;
}

/** The canary's steps and records along the time, as SVG. */
export function drawTimeline(canary: CanaryResult): string {
  const rows = [
    ...canary.steps.filter(({ state }) => state !== "skipped").map(stepRow),
    ...canary.records.flatMap((record) => (record.found || record.required ? [recordRow(record, canary)] : [])),
  ];
  const times = rows.flatMap(({ bars }) => bars.flatMap(({ from, to }) => [from, to]));
  const start = Math.min(...times);
  const span = Math.max(1, Math.max(...times) - start);
  const x = (time: number) => Math.round((LEFT + ((time - start) / span) * (WIDTH - LEFT - RIGHT)) * 10) / 10;
  const height = TOP + rows.length * ROW + 8;
  return [
    `<svg class="timeline" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="When each step and record came">`,
    ...ticks(span).map((tick) => drawTick(x(start + tick), tick, height)),
    ...rows.map((row, index) => drawRow(row, TOP + index * ROW, x)),
    "</svg>",
  ].join("\n");
}

function stepRow({ title, state, at, milliseconds }: Step): Row {
  const from = Date.parse(at);
  const bar = { from, to: from + milliseconds, className: `step ${slug(state)}`, title: `${title}: ${state}` };
  return { title, bars: [bar], text: showDuration(milliseconds), className: slug(state) };
}

function recordRow({ title, calledAt, found }: ExpectedRecord, { startedAt, endedAt }: CanaryResult): Row {
  const name = `Record: ${title}`;
  const from = Date.parse(calledAt ?? found?.eventTime ?? startedAt);
  if (!found) {
    const bar = { from, to: Date.parse(endedAt), className: "missing", title: "did not come" };
    return { title: name, bars: [bar], text: "did not come", className: "fail" };
  }
  const delivered = Math.max(from, Date.parse(found.deliveredAt));
  const seen = Math.max(delivered, Date.parse(found.foundAt));
  const simulated = found.simulatedBy === undefined ? "" : ", simulated";
  return {
    title: name,
    bars: [
      { from, to: delivered, className: "delivery", title: `call to log file ${showDuration(delivered - from)}` },
      { from: delivered, to: seen, className: "finding", title: `log file to found ${showDuration(seen - delivered)}` },
    ],
    text: `${showDuration(delivered - from)}${simulated}`,
    className: "",
  };
}

function drawRow({ title, bars, text, className }: Row, y: number, x: (time: number) => number): string {
  const end = Math.max(...bars.map(({ to }) => x(to)));
  const middle = y + ROW / 2 + 4;
  const drawn = bars.map((bar) => {
    const width = Math.max(3, x(bar.to) - x(bar.from));
    return (
      `<rect class="${bar.className}" x="${x(bar.from)}" y="${y + (ROW - BAR) / 2}" width="${width}" height="${BAR}" rx="2">` +
      `<title>${escapeHtml(bar.title)}</title></rect>`
    );
  });
  return [
    `<text class="row" x="${LEFT - 12}" y="${middle}">${escapeHtml(title)}</text>`,
    ...drawn,
    `<text class="took ${className}" x="${end + 9}" y="${middle}">${escapeHtml(text)}</text>`,
  ].join("");
}

function drawTick(x: number, tick: number, height: number): string {
  return (
    `<line class="tick" x1="${x}" y1="${TOP - 8}" x2="${x}" y2="${height}"/>` +
    `<text class="tick" x="${x}" y="${TOP - 14}">${tick === 0 ? "start" : `+${showDuration(tick)}`}</text>`
  );
}

const STEPS = [
  10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000,
];

/** Round moments, at most seven of them. */
function ticks(span: number): number[] {
  const step = STEPS.find((one) => span / one <= 6) ?? 3_600_000 * Math.ceil(span / 6 / 3_600_000);
  return Array.from({ length: Math.floor(span / step) + 1 }, (_, index) => index * step);
}

function slug(state: string): string {
  return state.replaceAll(" ", "-");
}
