import { INCIDENT_QUERIES } from "../../../../modules/query/sql";
import type { Streams } from "../../../framework/streams";
import { UserError } from "../../../framework/user-error";
import type { QueryValues } from "../query-command";
import { openSink } from "../sink";

/** Shows the named queries, and returns the exit status. */
export function showQueries({ format, output }: QueryValues, streams: Streams, operands: readonly string[]): number {
  if (operands.length > 0) throw new UserError(`--list shows the named queries; it takes no "${operands[0]}"`);
  const columns = format === "table" ? ["name", "title", "options"] : ["name", "title", "options", "why", "sql"];
  const sink = openSink({ format, output, columns }, streams);
  for (const { name, title, parameters, why, sql } of INCIDENT_QUERIES) {
    const options = parameters.map((parameter) => `--${parameter.name}`).join(" ");
    sink.row([name, title, options, why, sql].slice(0, columns.length));
  }
  sink.end();
  return 0;
}
