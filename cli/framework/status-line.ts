import type { Stream } from "./streams";

/** Back to the beginning of the line, and erases it. */
const ERASE = "\r\u001b[K";

/** Of a terminal that does not say how wide it is. */
const DEFAULT_WIDTH = 80;

/**
 * One line on a terminal that says what runs now, and goes away. Writes nothing to a pipe, a file or a terminal that
 * cannot erase. Clear it before anything else is written to the terminal. The text must be free of control characters.
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

  /** Takes the place of the line before. A text that is wider than the terminal is cut. */
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
