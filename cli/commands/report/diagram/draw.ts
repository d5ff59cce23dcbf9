import { html, type Html } from "../../../render/html";
import type { Architecture, Arrow, Part } from "./parts";

const BOX = { width: 262, height: 78 };
const GAP = { across: 122, down: 46 };
const EDGE = 26;
/** Space above the boxes of a frame, for its title. */
const TITLE = 30;
const MARGIN = 4;
/** Number of characters that fit into a box. */
const NAME_LENGTH = 33;
const FACT_LENGTH = 42;

interface Box extends Part {
  readonly x: number;
  readonly y: number;
}

/** The diagram as SVG: a frame for each account, a box for each part, and arrows between them. */
export function drawArchitecture({ parts, arrows }: Architecture, accountTitle: (account: string) => string): Html {
  const boxes = placed(parts);
  const width = Math.max(...boxes.map(({ x }) => x)) + BOX.width + EDGE + MARGIN;
  const height = Math.max(...boxes.map(({ y }) => y)) + BOX.height + EDGE + MARGIN;
  const title = "The parts by account, and what they do";
  return html`<svg class="architecture" viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}">
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path class="tip" d="M0 0 8 4 0 8z"/></marker></defs>
${frames(boxes, accountTitle)}
${arrows.map((arrow) => drawArrow(arrow, boxes))}
${boxes.map(drawBox)}
</svg>`;
}

/** Unused columns and rows take no space. */
function placed(parts: readonly Part[]): Box[] {
  const columns = [...new Set(parts.map(({ column }) => column))].sort((one, other) => one - other);
  const rows = [...new Set(parts.map(({ row }) => row))].sort((one, other) => one - other);
  return parts.map((part) => ({
    ...part,
    x: MARGIN + EDGE + columns.indexOf(part.column) * (BOX.width + GAP.across),
    y: MARGIN + TITLE + EDGE / 2 + rows.indexOf(part.row) * (BOX.height + GAP.down),
  }));
}

/** A frame spans the columns of its account; accounts never share one. */
function frames(boxes: readonly Box[], accountTitle: (account: string) => string): Html[] {
  const bottom = Math.max(...boxes.map(({ y }) => y)) + BOX.height + EDGE;
  return [...new Set(boxes.map(({ account }) => account))].map((account) => {
    const own = boxes.filter((box) => box.account === account);
    const x = Math.min(...own.map((box) => box.x)) - EDGE;
    const right = Math.max(...own.map((box) => box.x)) + BOX.width + EDGE;
    const title = text("frame-title", x + 16, MARGIN + 23, accountTitle(account));
    return html`<rect class="frame" x="${x}" y="${MARGIN}" width="${right - x}" height="${bottom - MARGIN}" rx="12"/>${title}
`;
  });
}

function drawBox({ x, y, kind, title, name, fact }: Box): Html {
  return html`<g class="part ${kind}"><title>${`${title} ${name}: ${fact}`}</title>
<rect x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="8"/>
<rect class="mark" x="${x}" y="${y + 10}" width="4" height="${BOX.height - 20}" rx="2"/>
${text("title", x + 16, y + 24, title)}
${text("name", x + 16, y + 45, shorten(name, NAME_LENGTH))}
${text("fact", x + 16, y + 64, shorten(fact, FACT_LENGTH))}
</g>
`;
}

function drawArrow({ from, to, text: label }: Arrow, boxes: readonly Box[]): Html {
  const start = boxes.find(({ id }) => id === from)!;
  const end = boxes.find(({ id }) => id === to)!;
  if (start.column === end.column) return downOrUp(start, end, label);
  const y = start.y + BOX.height / 2;
  const x = start.x + BOX.width;
  const endY = end.y + BOX.height / 2;
  if (endY === y) {
    const straight = line(`M${x} ${y}H${end.x - 2}`);
    return end.kind === "role" ? straight : html`${straight}${text("label", (x + end.x) / 2, y - 7, label)}`;
  }
  // Around the corner, in the lane between two columns. The actions of roles are in their boxes.
  return line(`M${x} ${y}H${end.x - GAP.across / 2}V${endY}H${end.x - 2}`);
}

function downOrUp(start: Box, end: Box, label: string): Html {
  const middle = start.x + BOX.width / 2;
  const down = end.y > start.y;
  const from = down ? start.y + BOX.height : start.y;
  const to = down ? end.y - 2 : end.y + BOX.height + 2;
  const between = Math.abs(to - from) > GAP.down;
  // Past other boxes, along the left edge.
  if (between) {
    const side = start.x - EDGE / 2;
    return line(`M${start.x} ${start.y + BOX.height / 2}H${side}V${end.y + BOX.height / 2}H${end.x - 2}`);
  }
  return html`${line(`M${middle} ${from}V${to}`)}${text("label side", middle + 9, (from + to) / 2 + 4, label)}`;
}

function line(path: string): Html {
  return html`<path class="arrow" d="${path}" marker-end="url(#tip)"/>
`;
}

function text(name: string, x: number, y: number, content: string): Html {
  return html`<text class="${name}" x="${x}" y="${y}">${content}</text>`;
}

function shorten(value: string, length: number): string {
  return value.length > length ? `${value.slice(0, length - 1)}…` : value;
}
