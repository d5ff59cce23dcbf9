import { interruptible } from "../framework/interrupt";
import { StatusLine } from "../framework/status-line";
import type { Streams } from "../framework/streams";
import { UserError } from "../framework/user-error";
import { verify, type Verification, type VerifyOptions } from "./verify";

/** Verifies for a user: shows the progress on a terminal, and cancels all pending calls on Ctrl-C. */
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
