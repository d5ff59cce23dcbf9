import { styleText } from "node:util";

/** How the reader of a text sees it. */
export interface Terminal {
  readonly color: boolean;
  /** Columns to fill. `Infinity` where a line may be as long as it must: in pipes and files nothing wraps. */
  readonly width: number;
}

/** A pipe or a file. */
export const PLAIN: Terminal = { color: false, width: Infinity };

/** What a stream says of itself. */
export interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Some terminals do not say how wide they are. */
const USUAL_WIDTH = 80;
/** Narrower than this, no table can be read: the terminal wraps the lines itself. */
const LEAST_WIDTH = 40;

/** The terminal behind a stream, or `PLAIN` where there is none. */
export function terminalOf({ isTTY, columns }: Stream, env: NodeJS.ProcessEnv = process.env): Terminal {
  const width = isTTY ? Math.max(LEAST_WIDTH, columns || USUAL_WIDTH) : Infinity;
  return { color: wantsColor(isTTY === true, env), width };
}

/**
 * `FORCE_COLOR` decides where it is set, as it does for Node.js itself; then `NO_COLOR`, unless it is empty.
 * @see https://nodejs.org/api/cli.html#force_color1-2-3
 * @see https://no-color.org
 */
function wantsColor(isTerminal: boolean, { FORCE_COLOR, NO_COLOR, TERM }: NodeJS.ProcessEnv): boolean {
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return isTerminal && !NO_COLOR && TERM !== "dumb";
}

/** What a word means to the reader. Terminals and pages show each tone in one color. */
export type Tone = "good" | "bad" | "warn" | "note" | "quiet" | "strong";

const STYLES = {
  good: "green",
  bad: "red",
  warn: "yellow",
  note: "cyan",
  quiet: "dim",
  strong: "bold",
} as const satisfies Record<Tone, Parameters<typeof styleText>[0]>;

/** Text in the color of its tone, where the terminal shows colors. The text must be escaped already. */
export function paint(text: string, tone: Tone | undefined, { color }: Terminal): string {
  if (!color || tone === undefined || text === "") return text;
  // Newer versions of Node.js would look at standard output, which need not be where the text goes.
  return styleText(STYLES[tone], text, { validateStream: false });
}
