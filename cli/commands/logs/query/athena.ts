import { setTimeout as sleep } from "node:timers/promises";
import type { ColumnInfo, ResultSet } from "@aws-sdk/client-athena";
import { VIEW } from "../../../../modules/query/sql";
import type { AthenaQueries } from "../../../aws/athena";
import { AwsFailure } from "../../../aws/errors";
import { StatusLine } from "../../../framework/status-line";
import type { Streams } from "../../../framework/streams";
import { UserError } from "../../../framework/user-error";
import { escapeTerminal } from "../../../render/escape";
import { runCommand } from "../run-command";
import type { QueryValues } from "../query-command";
import { openSink, type Cell } from "../sink";
import { distinctNames, writeAnswer, type Answer } from "./answer";
import { athenaTarget, refuseLarge, type Target } from "./athena-target";
import { bytesText, costText } from "./bytes";
import { conditionOf } from "./condition";
import { checkPortable } from "./portable";
import { within, type Asked, type Question } from "./question";

/** Runs a query on Athena, and returns the exit status. Throws a `UserError` if it cannot start. */
export function runOnAthena({ question, sources }: Asked, values: QueryValues, streams: Streams): Promise<number> {
  const { format, output, quiet, from, parquet, "max-bytes": limit } = values;
  if (question === undefined || parquet !== undefined) throw new UserError("--parquet is for --on local");
  if (sources.length > 0) {
    throw new UserError(
      `--on athena queries what its table is on, not ${sources[0]}; give --environment or --database`,
    );
  }
  if (from === undefined)
    throw new UserError("--on athena requires --from: without it, Athena scans every day there is");
  checkPortable(question.sql, question.values);
  const target = athenaTarget(values);
  const part = within(question, `"${target.database}".${VIEW}`, conditionOf(values));
  return runCommand(
    values,
    streams,
    () => openSink({ format, output }, streams),
    async (sink, signal) => {
      const line = new StatusLine(quiet ? { write: () => undefined } : streams.err);
      try {
        line.show("measuring the log files");
        await refuseLarge(values, signal);
        const run = new Execution(target, limit, line, streams, signal);
        const answer = await run.ask(part);
        const found = await writeAnswer(answer, sink, () => line.clear());
        return { notes: [`scanned ${costText(run.scanned)}`], status: found > 0 ? 0 : 1 };
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof AwsFailure)) throw error;
        throw new UserError(escapeTerminal(`${error.action} failed: ${error.message}`));
      } finally {
        line.clear();
        target.queries.close();
      }
    },
  );
}

const [FIRST_PAUSE_MS, LONGEST_PAUSE_MS] = [200, 2000];

/** One query, which does not go on without this process as far as Athena can be reached. */
class Execution {
  scanned = 0;
  private readonly queries: AthenaQueries;

  constructor(
    private readonly target: Target,
    private readonly limit: number,
    private readonly line: StatusLine,
    private readonly streams: Streams,
    private readonly signal: AbortSignal,
  ) {
    this.queries = target.queries;
  }

  async ask(question: Question): Promise<Answer> {
    const id = await this.queries.start({ ...this.target, ...question });
    let isOver = false;
    try {
      this.signal.throwIfAborted();
      await this.wait(id, () => (isOver = true));
    } finally {
      if (!isOver) await this.stop(id);
    }
    return answerOf(this.queries.results(id, this.signal));
  }

  private async wait(id: string, onEnd: () => void): Promise<void> {
    const start = performance.now();
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(LONGEST_PAUSE_MS, pause * 1.5)) {
      const { Status = {}, Statistics = {} } = await this.queries.execution(id, this.signal);
      const { State = "QUEUED", StateChangeReason = "it gives no reason" } = Status;
      this.scanned = Statistics.DataScannedInBytes ?? this.scanned;
      if (State === "SUCCEEDED") return onEnd();
      if (State === "FAILED" || State === "CANCELLED") {
        onEnd();
        const what = State === "FAILED" ? "cannot run the query" : "cancelled the query";
        throw new UserError(escapeTerminal(`Athena ${what} after ${costText(this.scanned)}: ${StateChangeReason}`));
      }
      if (this.scanned > this.limit) {
        throw new UserError(
          `the query was cancelled: it scanned ${costText(this.scanned)}, more than ${bytesText(this.limit)} (--max-bytes)`,
        );
      }
      const seconds = Math.round((performance.now() - start) / 1000);
      this.line.show(`Athena: ${State.toLowerCase()}, ${seconds} s, ${bytesText(this.scanned)} scanned`);
      await sleep(pause, undefined, { signal: this.signal });
    }
  }

  private async stop(id: string): Promise<void> {
    this.line.clear();
    try {
      await this.queries.stop(id);
    } catch (error) {
      const why = error instanceof AwsFailure ? error.message : String(error);
      this.streams.err.write(
        escapeTerminal(
          `the query may still run (${why}); stop it: aws athena stop-query-execution --query-execution-id ${id}`,
        ) + "\n",
      );
    }
  }
}

/** The first row of a result repeats the names of the columns. */
async function answerOf(pages: AsyncGenerator<ResultSet>): Promise<Answer> {
  const first = await pages.next();
  const { ResultSetMetadata = {}, Rows = [] } = first.done === true ? {} : first.value;
  const infos = ResultSetMetadata.ColumnInfo ?? [];
  const cells = (rows: ResultSet["Rows"] = []) =>
    rows.map(({ Data = [] }) => infos.map((info, index) => cellOf(Data[index]?.VarCharValue, info)));
  async function* rows() {
    yield cells(Rows.slice(1));
    for await (const page of pages) yield cells(page.Rows);
  }
  return { columns: distinctNames(infos.map(({ Name = "" }) => Name)), rows: rows() };
}

const NUMBERS = new Set(["tinyint", "smallint", "integer", "bigint", "float", "real", "double"]);

/** As DuckDB's: a number, unless JavaScript has no such number. */
function cellOf(text: string | undefined, { Type = "" }: ColumnInfo): Cell {
  if (text === undefined) return null;
  if (Type === "boolean") return text === "true";
  if (!NUMBERS.has(Type)) return text;
  const number = Number(text);
  const isExact = Number.isFinite(number) && (!/^-?\d+$/.test(text) || Number.isSafeInteger(number));
  return isExact ? number : text;
}
