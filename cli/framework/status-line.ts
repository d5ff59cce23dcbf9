import type { Streams } from "./command";

/** Shorter runs need no word. */
const QUIET_MS = 1000;

const CLEAR = "\r\u001b[K";

/** A counting line on a terminal, for as long as the run takes. Nothing anywhere else. */
export function progressOn({ err }: Streams): {
  readonly show: (done: number, all: number) => void;
  readonly end: () => void;
} {
  const start = Date.now();
  let shown = false;
  return {
    show: (done, all) => {
      if (err.isTTY !== true || Date.now() - start < QUIET_MS) return;
      shown = true;
      err.write(`${CLEAR}${done} of ${all} checks`);
    },
    end: () => {
      if (shown) err.write(CLEAR);
    },
  };
}
