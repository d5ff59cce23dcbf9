import { leftOut, withOwnParts } from "../../access/own-parts";
import { deliver } from "../../framework/output";
import { terminalFor, type Streams } from "../../framework/streams";
import { UserError } from "../../framework/user-error";
import { toJson } from "../../render/escape";
import { readEnvironment } from "../../model/read";
import type { Terminal } from "../../render/terminal";
import { readOneEnvironment } from "../../terraform/environments";
import type { VerifyValues } from "./command";
import { asHtml } from "./formats/html";
import { asJson } from "../../results/verify";
import { asJunit } from "./formats/junit";
import { asMarkdown } from "./formats/markdown";
import { asTable } from "./formats/table";
import { isFinding, type Verification, type VerifyOptions } from "../../verification/verify";
import { verifyNow } from "../../verification/verify-now";

/** Exit status 1 if a check failed. */
export async function run(values: VerifyValues, streams: Streams, files: readonly string[]): Promise<number> {
  const { timeout: timeoutMs, role: roles, output } = values;
  const options = { ...values, ...(await configured(values, files)), roles, timeoutMs, logsMs: values.logs };
  const verification = await verifyNow(options, streams);
  deliver(render(verification, values, terminalFor(output, streams)), output, streams);
  return isFinding(verification, values.strict) ? 1 : 0;
}

/** What is to be checked, and what of the files is not. */
async function configured(values: VerifyValues, files: readonly string[]): Promise<Configured> {
  const { outdir, environment, drift } = values;
  if (files.length === 0) {
    if (environment === undefined) throw new UserError("give --environment NAME, or a plan or a state");
    return { environment: readEnvironment(outdir, environment) };
  }
  if (drift) throw new UserError("--drift plans the stacks of a synthesized folder; leave it out, or the files");
  const whole = await readOneEnvironment({ ...values, files });
  const own = withOwnParts(whole);
  const rest = leftOut(whole, own);
  return {
    environment: own,
    ...(rest !== undefined && { notes: [`not part of the trail, and not checked: ${rest}`] }),
  };
}

type Configured = Pick<VerifyOptions, "environment" | "notes">;

function render(verification: Verification, { format, strict }: VerifyValues, terminal: Terminal): string {
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
