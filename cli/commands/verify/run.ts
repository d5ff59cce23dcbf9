import type { Streams } from "../../framework/command";
import { UserError } from "../../framework/user-error";
import { toJson } from "../../render/escape";
import type { Terminal } from "../../render/terminal";
import type { Format } from "./command";
import { asHtml } from "./formats/html";
import { asJson } from "../../results/verify";
import { asJunit } from "./formats/junit";
import { asMarkdown } from "./formats/markdown";
import { asTable } from "./formats/table";
import { interruptible, type Interrupt } from "../../framework/interrupt";
import { progressOn } from "../../framework/status-line";
import { isFinding, verify, type Verification, type VerifyOptions } from "../../verification/verify";

export interface ShownAs {
  readonly format: Format;
  readonly strict: boolean;
  readonly terminal: Terminal;
}

export interface VerifyAnswer {
  readonly text: string;
  readonly finding: boolean;
}

/** Verifies and renders. Ctrl-C ends every call under way. Throws a `UserError` where nothing can be told. */
export async function answerVerify(
  options: Omit<VerifyOptions, "signal">,
  shownAs: ShownAs,
  streams: Streams,
): Promise<VerifyAnswer> {
  const progress = progressOn(streams);
  const work = async ({ signal }: Interrupt) => {
    try {
      const verification = await verify({ ...options, signal, onDone: progress.show });
      signal.throwIfAborted();
      return { text: render(verification, shownAs), finding: isFinding(verification, shownAs.strict) };
    } catch (error) {
      throw signal.aborted ? new UserError("verify was interrupted") : error;
    } finally {
      progress.end();
    }
  };
  return interruptible(() => undefined, work);
}

function render(verification: Verification, { format, strict, terminal }: ShownAs): string {
  switch (format) {
    case "table":
      return asTable(verification, terminal);
    case "json":
      return toJson(asJson(verification));
    case "markdown":
      return asMarkdown(verification);
    case "html":
      return asHtml(verification);
    case "junit":
      return asJunit(verification, { strict });
  }
}
