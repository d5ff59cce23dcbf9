import { interruptible, isReaderGone } from "../../framework/interrupt";
import { deliver } from "../../framework/output";
import { terminalFor, type Streams } from "../../framework/streams";
import { openHashState } from "../../logs/integrity/hash-state";
import { exitStatus, type Validation } from "../../logs/integrity/result";
import type { Terminal } from "../../render/terminal";
import { checkPeriod } from "./options";
import type { ValidateValues } from "./validate-command";
import { asHtml } from "./validate/html";
import { asJsonLines } from "./validate/json-lines";
import { asMarkdown } from "./validate/markdown";
import { readKeys } from "./validate/keys";
import { asTable } from "./validate/table";
import { validateSources } from "./validate/validate-sources";

/** Validates log files, and returns the exit status. Throws a `UserError` if it cannot start. */
export async function run(values: ValidateValues, streams: Streams, operands: readonly string[]): Promise<number> {
  const { output, state, format } = values;
  checkPeriod(values);
  const keys = readKeys(values.keys);
  const hashes = state === undefined ? undefined : openHashState(state);
  return interruptible(
    () => undefined,
    async ({ signal, status: interruptStatus }) => {
      try {
        const options = { sources: operands, values, keys, ...(hashes && { hashes }) };
        const validation = await validateSources(options, streams, signal);
        signal.throwIfAborted();
        deliver(render(validation, format, terminalFor(output, streams)), output, streams);
        return exitStatus(validation);
      } catch (error) {
        const status = interruptStatus();
        if (status === undefined) throw error;
        const resume = state === undefined ? "" : "; the next run with the same --state goes on from here";
        if (!isReaderGone()) streams.err.write(`interrupted: nothing is proven${resume}\n`);
        return status;
      }
    },
  );
}

function render(validation: Validation, format: ValidateValues["format"], terminal: Terminal): string {
  switch (format) {
    case "table":
      return asTable(validation, terminal);
    case "jsonl":
      return asJsonLines(validation);
    case "markdown":
      return asMarkdown(validation);
    case "html":
      return asHtml(validation);
  }
}
