import { styleText } from "node:util";

/** Properties of the terminal that shows a text. */
export interface Terminal {
  readonly color: boolean;
  /** Available columns. `Infinity` for pipes and files, where nothing wraps. */
  readonly width: number;
}

/** A pipe or a file. */
export const PLAIN: Terminal = { color: false, width: Infinity };

/** The properties of an output stream. */
export interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Some terminals do not report their width. */
const USUAL_WIDTH = 80;
/** Minimum width for tables; on a narrower terminal, the terminal wraps the lines. */
const LEAST_WIDTH = 40;

/** The terminal of a stream, or `PLAIN` if it is none. */
export function terminalOf({ isTTY, columns }: Stream, env: NodeJS.ProcessEnv = process.env): Terminal {
  const width = isTTY ? Math.max(LEAST_WIDTH, columns || USUAL_WIDTH) : Infinity;
  return { color: wantsColor(isTTY === true, env), width };
}

/**
 * `FORCE_COLOR` decides if it is set, as in Node.js itself; then `NO_COLOR`, unless it is empty.
 * @see https://nodejs.org/api/cli.html#force_color1-2-3
 * @see https://no-color.org
 */
function wantsColor(isTerminal: boolean, { FORCE_COLOR, NO_COLOR, TERM }: NodeJS.ProcessEnv): boolean {
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return isTerminal && !NO_COLOR && TERM !== "dumb";
}

/** The meaning of a word for the reader. Terminals and pages show each tone in one color. */
export type Tone = "good" | "bad" | "warn" | "note" | "quiet" | "strong";

const STYLES = {
  good: "green",
  bad: "red",
  warn: "yellow",
  note: "cyan",
  quiet: "dim",
  strong: "bold",
} as const satisfies Record<Tone, Parameters<typeof styleText>[0]>;

/** Text in the color of its tone, if the terminal shows colors. The text must already be escaped. */
export function paint(text: string, tone: Tone | undefined, { color }: Terminal): string {
  if (!color || tone === undefined || text === "") return text;
  // Newer versions of Node.js would check standard output, but the text may go elsewhere.
  return styleText(STYLES[tone], text, { validateStream: false });
}
