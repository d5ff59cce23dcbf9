import type { Stream } from "./streams";

/** Moves to the beginning of the line and erases it. */
const ERASE = "\r\u001b[K";

/** Width of a terminal that does not report its width. */
const DEFAULT_WIDTH = 80;

/**
 * One line on a terminal that shows what is running, and is erased afterwards. Writes nothing to a pipe, a file or a
 * terminal that cannot erase. Clear it before anything else is written to the terminal. The text must not contain
 * control characters.
 */
export class StatusLine {
  private readonly enabled: boolean;
  private shown = false;

  constructor(
    private readonly stream: Stream,
    terminal = process.env["TERM"],
  ) {
    this.enabled = stream.isTTY === true && terminal !== "dumb";
  }

  /** Replaces the current line. Cuts a text that is wider than the terminal. */
  show(text: string): void {
    if (!this.enabled) return;
    this.stream.write(`${ERASE}${text.slice(0, (this.stream.columns || DEFAULT_WIDTH) - 1)}`);
    this.shown = true;
  }

  clear(): void {
    if (this.shown) this.stream.write(ERASE);
    this.shown = false;
  }
}
