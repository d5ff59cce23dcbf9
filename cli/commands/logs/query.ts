/* oxlint-disable typescript/no-require-imports -- DuckDB and the client of Athena are optional: each is loaded
   when it is used. */
import type { Streams } from "../../framework/streams";
import { checkPeriod } from "./options";
import type { QueryValues } from "./query-command";
import type * as Athena from "./query/athena";
import { showQueries } from "./query/list";
import type * as Local from "./query/local";
import { asked } from "./query/question";

/** Runs a query, and returns the exit status. Throws a `UserError` if it cannot start. */
export async function run(values: QueryValues, streams: Streams, operands: readonly string[]): Promise<number> {
  if (values.list) return showQueries(values, streams, operands);
  checkPeriod(values);
  const what = asked(values, operands);
  if (values.on === "athena") return (require("./query/athena") as typeof Athena).runOnAthena(what, values, streams);
  return (require("./query/local") as typeof Local).runLocal(what, values, streams);
}
