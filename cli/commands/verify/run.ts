import { deliver } from "../../framework/output";
import { terminalFor, type Streams } from "../../framework/streams";
import { toJson } from "../../render/escape";
import { readEnvironment } from "../../model/read";
import type { Terminal } from "../../render/terminal";
import type { VerifyValues } from "./command";
import { asHtml } from "./formats/html";
import { asJson } from "../../results/verify";
import { asJunit } from "./formats/junit";
import { asMarkdown } from "./formats/markdown";
import { asTable } from "./formats/table";
import { isFinding, type Verification } from "../../verification/verify";
import { verifyNow } from "../../verification/verify-now";

/** Exit status 1 if a check failed. */
export async function run(values: VerifyValues, streams: Streams): Promise<number> {
  const { timeout: timeoutMs, role: roles, output } = values;
  const environment = readEnvironment(values.outdir, values.environment);
  const options = { ...values, environment, roles, timeoutMs, logsMs: values.logs };
  const verification = await verifyNow(options, streams);
  deliver(render(verification, values, terminalFor(output, streams)), output, streams);
  return isFinding(verification, values.strict) ? 1 : 0;
}

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
