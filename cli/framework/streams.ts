import { PLAIN, terminalOf, type Stream as TerminalStream, type Terminal } from "../render/terminal";

export interface Stream extends TerminalStream {
  write(text: string): unknown;
}

/** Output of a command: results go to `out`, errors and progress to `err`. */
export interface Streams {
  readonly out: Stream;
  readonly err: Stream;
}

/** The terminal that shows a result, or plain text for a file. */
export function terminalFor(output: string | undefined, { out }: Streams): Terminal {
  return output === undefined ? terminalOf(out) : PLAIN;
}
