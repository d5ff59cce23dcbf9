import { interruptible } from "../framework/interrupt";
import { StatusLine } from "../framework/status-line";
import type { Streams } from "../framework/streams";
import { UserError } from "../framework/user-error";
import { verify, type Verification, type VerifyOptions } from "./verify";

/** Verifies for somebody who waits: a terminal shows the progress, and Ctrl-C ends every call under way. */
export function verifyNow(options: Omit<VerifyOptions, "signal" | "onDone">, { err }: Streams): Promise<Verification> {
  const status = new StatusLine(err);
  const onDone = (done: number, all: number) => status.show(`${done} of ${all} checks`);
  return interruptible(
    () => undefined,
    async ({ signal }) => {
      try {
        const verification = await verify({ ...options, signal, onDone });
        signal.throwIfAborted();
        return verification;
      } catch (error) {
        throw signal.aborted ? new UserError("verify was interrupted") : error;
      } finally {
        status.clear();
      }
    },
  );
}
