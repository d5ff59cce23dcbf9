import { VIEW } from "../../../../modules/query/sql";
import { StatusLine } from "../../../framework/status-line";
import type { Streams } from "../../../framework/streams";
import { UserError } from "../../../framework/user-error";
import { runCommand, type Done } from "../run-command";
import type { QueryValues } from "../query-command";
import { searchSources } from "../search";
import { openSink, type Sink } from "../sink";
import type { Summary } from "../summary";
import { writeAnswer } from "./answer";
import { conditionOf } from "./condition";
import { checkQuestion, EventStore, withParquet, type Events } from "./database";
import { FIELDS, rowsOf } from "./event-rows";
import { draftParquet, parquetFiles } from "./parquet-files";
import { within, type Asked, type Question } from "./question";

/** Runs a query here, and returns the exit status. Throws a `UserError` if it cannot start. */
export function runLocal({ question, sources }: Asked, values: QueryValues, streams: Streams): Promise<number> {
  const { format, output, parquet } = values;
  const reads = sources.length > 0 || values.environment !== undefined;
  return runCommand(
    values,
    streams,
    () => openSink({ format, output }, streams),
    async (sink, signal) => {
      // Not after minutes of reading.
      if (question) await checkQuestion(question);
      if (parquet !== undefined && !reads) return queryParquet(question!, parquet, values, streams, sink, signal);
      const store = await EventStore.create();
      try {
        const summary = await collect(store, sources, values, streams, signal);
        if (parquet !== undefined) await writeParquet(store, parquet, summary, signal);
        if (!question) return { summary, notes: [`${parquet} has ${summary.found} records`], status: 0 };
        return { summary, notes: [], ...(await answer(await store.finish(), question, values, streams, sink, signal)) };
      } finally {
        store.close();
      }
    },
  );
}

async function collect(
  store: EventStore,
  sources: readonly string[],
  values: QueryValues,
  streams: Streams,
  signal: AbortSignal,
): Promise<Summary> {
  const { from, to, account: accounts, region: regions } = values;
  const search = { filters: { from, to, accounts, regions }, columns: FIELDS, counts: false };
  let toRow = rowsOf("");
  const onReport = ({ name }: { readonly name: string }) => void (toRow = rowsOf(name));
  const options = { sources, values, search, onReport, eachAccount: true };
  return searchSources(options, streams, signal, ({ rows }, index) => {
    store.add(toRow(rows[index]!));
    return true;
  });
}

/** Who queries the file must know later what it lacks. */
async function writeParquet(
  store: EventStore,
  file: string,
  { unreadable, files }: Summary,
  signal: AbortSignal,
): Promise<void> {
  if (files === 0) throw new UserError(`${file} was not written: no log file was read`);
  await draftParquet(file, (draft) => store.writeParquet(draft, { unreadable: String(unreadable) }, signal));
}

async function queryParquet(
  question: Question,
  path: string,
  values: QueryValues,
  streams: Streams,
  sink: Sink,
  signal: AbortSignal,
): Promise<Done> {
  const files = parquetFiles(path);
  return withParquet(files, async (events, about) => {
    const part = within(question, `main.${VIEW}`, conditionOf(values));
    const done = await answer(events, part, values, streams, sink, signal);
    const doubts = about.flatMap(({ unreadable = "0" }, index) =>
      unreadable === "0" ? [] : [`incomplete: ${files[index]} lacks ${unreadable} files that could not be read`],
    );
    return { ...done, notes: [], doubts };
  });
}

async function answer(
  events: Events,
  question: Question,
  { quiet }: QueryValues,
  { err }: Streams,
  sink: Sink,
  signal: AbortSignal,
): Promise<{ readonly status: number }> {
  const line = new StatusLine(quiet ? { write: () => undefined } : err);
  line.show("running the query");
  try {
    const found = await writeAnswer(await events.ask(question, signal), sink, () => line.clear());
    return { status: found > 0 ? 0 : 1 };
  } finally {
    line.clear();
  }
}
