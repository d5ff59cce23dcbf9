import { PLAIN, terminalOf, type Stream as TerminalStream, type Terminal } from "../render/terminal";

export interface Stream extends TerminalStream {
  write(text: string): unknown;
}

/** Where a command writes: results to `out`, errors and progress to `err`. */
export interface Streams {
  readonly out: Stream;
  readonly err: Stream;
}

/** How the reader sees a result: on the terminal, or as plain text if it goes to a file. */
export function terminalFor(output: string | undefined, { out }: Streams): Terminal {
  return output === undefined ? terminalOf(out) : PLAIN;
}
