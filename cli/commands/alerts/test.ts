import { deliver } from "../../framework/output";
import { terminalFor, type Streams } from "../../framework/streams";
import { readEnvironment } from "../../model/read";
import { escapeTerminal, toJson } from "../../render/escape";
import { tableLines } from "../../render/table";
import type { Terminal } from "../../render/terminal";
import { sendTests } from "./send";
import type { TestValues } from "./test-command";
import { trialsOf, type Trial } from "./trials";

/** Exit status 1 if a sample on what is watched raises no alert, or with `--send`, if an alert was not sent. */
export async function run(values: TestValues, streams: Streams): Promise<number> {
  const { outdir, environment: name, rule, format, output } = values;
  const environment = readEnvironment(outdir, name);
  if (values.send) {
    const sent = await sendTests(environment, values);
    const lines = sent.map(
      ({ account, alert, found }) => `${account}: ${alert ?? "no alert"}: ${escapeTerminal(found)}`,
    );
    deliver(format === "json" ? toJson({ environment: name, sent }) : `${lines.join("\n")}\n`, output, streams);
    return sent.some(({ state }) => state !== "sent") ? 1 : 0;
  }
  const trials = trialsOf(environment, rule);
  const text =
    format === "json" ? toJson({ environment: name, trials }) : asTable(trials, rule, terminalFor(output, streams));
  deliver(text, output, streams);
  return trials.some(({ state }) => state === "not raised") ? 1 : 0;
}

function asTable(trials: readonly Trial[], rule: string | undefined, terminal: Terminal): string {
  if (rule !== undefined) {
    const texts = trials.map(({ account, state, subject, text }) =>
      text === undefined ? `${account}: ${state}` : `${account}: ${subject}\n\n${text.trimEnd()}`,
    );
    return `${texts
      .map((one) =>
        one
          .split("\n")
          .map((line) => escapeTerminal(line))
          .join("\n"),
      )
      .join("\n\n")}\n`;
  }
  const columns = ["account", "alert", "severity", "would be sent"].map((title) => ({ title }));
  const rows = trials.map(({ account, alert, state, severity = "", subject }) => [
    account,
    alert,
    severity,
    subject ?? state,
  ]);
  const raised = trials.filter(({ state }) => state === "raised").length;
  return [
    ...tableLines({ columns, rows }, terminal),
    "",
    `${raised} of ${trials.length} would be sent; nothing was sent.`,
    "",
  ].join("\n");
}
