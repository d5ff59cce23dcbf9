import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import {
  DuckDBInstance,
  StatementType,
  type DuckDBAppender,
  type DuckDBConnection,
  type DuckDBValue,
} from "@duckdb/node-api";
import { VIEW, VIEW_COLUMNS } from "../../../../modules/query/sql";
import { UserError } from "../../../framework/user-error";
import { escapeTerminal } from "../../../render/escape";
import type { Cell } from "../sink";
import { distinctNames, type Answer } from "./answer";
import type { EventRow } from "./event-rows";
import type { Question } from "./question";

/** What does not fit goes to a file in the folder of the database. No extension is loaded: one could reach the network. */
const SETTINGS = {
  memory_limit: "512MB",
  max_temp_directory_size: "32GB",
  autoinstall_known_extensions: "false",
  autoload_known_extensions: "false",
  allow_community_extensions: "false",
};

/** Records in a transaction, which DuckDB keeps in the memory. */
const COMMITTED = 50_000;

const COLUMNS = VIEW_COLUMNS.map(({ name }) => `${name} VARCHAR`).join(", ");
const TABLE = `CREATE TABLE ${VIEW} (${COLUMNS})`;

/** Collects events in a database of its own, in a folder that only the user can read. */
export class EventStore {
  private appender: DuckDBAppender | undefined;
  private added = 0;

  private constructor(
    private readonly folder: string,
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
  ) {}

  static async create(): Promise<EventStore> {
    const folder = mkdtempSync(join(tmpdir(), "audit-trail-"));
    try {
      const instance = await DuckDBInstance.create(join(folder, "events.duckdb"), SETTINGS);
      const connection = await instance.connect();
      await connection.run(TABLE);
      const store = new EventStore(folder, instance, connection);
      store.appender = await connection.createAppender(VIEW);
      return store;
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  add(row: EventRow): void {
    const appender = this.appender!;
    for (const cell of row) {
      if (cell === null) appender.appendNull();
      else appender.appendVarchar(cell);
    }
    appender.endRow();
    this.added += 1;
    if (this.added % COMMITTED === 0) appender.flushSync();
  }

  /** Ends the collection: what follows may only read. */
  async finish(): Promise<Events> {
    this.appender?.closeSync();
    await lock(this.connection);
    return eventsOf(this.connection);
  }

  /** Writes a Parquet file, with texts about it. Throws a `UserError`. */
  async writeParquet(file: string, about: Readonly<Record<string, string>>, signal: AbortSignal): Promise<void> {
    this.appender?.closeSync();
    this.appender = undefined;
    const texts = Object.entries(about).map(([name, text]) => `${name}: ${literal(text)}`);
    const options = `FORMAT parquet, COMPRESSION zstd, KV_METADATA {${texts.join(", ")}}`;
    await interruptible(this.connection, signal, () =>
      orUserError(`${file} cannot be written`, () =>
        this.connection.run(`COPY ${VIEW} TO ${literal(file)} (${options})`),
      ),
    );
  }

  close(): void {
    this.connection.closeSync();
    this.instance.closeSync();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Events to ask about. */
export interface Events {
  readonly ask: (question: Question, signal: AbortSignal) => Promise<Answer>;
}

/** Opens Parquet files that `writeParquet` wrote. Throws a `UserError` for others. */
export async function withParquet<Result>(
  files: readonly string[],
  work: (events: Events, about: readonly Readonly<Record<string, string>>[]) => Promise<Result>,
): Promise<Result> {
  const instance = await DuckDBInstance.create(":memory:", SETTINGS);
  try {
    const connection = await instance.connect();
    const about: Record<string, string>[] = [];
    for (const file of files) about.push(await readParquetHead(connection, file));
    const list = `[${files.map(literal).join(", ")}]`;
    await connection.run(`CREATE VIEW ${VIEW} AS SELECT * FROM read_parquet(${list})`);
    await connection.run(`SET allowed_paths = ${list}`);
    await lock(connection);
    return await work(eventsOf(connection), about);
  } finally {
    instance.closeSync();
  }
}

async function readParquetHead(connection: DuckDBConnection, file: string): Promise<Record<string, string>> {
  return orUserError(`${file} cannot be read`, async () => {
    const columns = await connection.runAndReadAll(`DESCRIBE SELECT * FROM read_parquet(${literal(file)})`);
    const found = columns.getRows().map(([name, type]) => `${String(name)} ${String(type)}`);
    if (found.join(", ") !== COLUMNS) {
      throw new Error("it was not written by logs query --parquet of this version; write it again");
    }
    const texts = await connection.runAndReadAll(
      `SELECT decode(key), decode(value) FROM parquet_kv_metadata(${literal(file)})`,
    );
    return Object.fromEntries(texts.getRows().map(([name, text]) => [String(name), String(text)]));
  });
}

/** Checks a question before anything is read. Throws a `UserError`. */
export async function checkQuestion(question: Question): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:", SETTINGS);
  try {
    const connection = await instance.connect();
    await connection.run(TABLE);
    await lock(connection);
    await prepare(connection, question);
  } finally {
    instance.closeSync();
  }
}

/** From here on, SQL reaches no file, no network and no setting. */
async function lock(connection: DuckDBConnection): Promise<void> {
  await connection.run("SET enable_external_access = false");
  await connection.run("SET lock_configuration = true");
}

function eventsOf(connection: DuckDBConnection): Events {
  return {
    ask: async (question, signal) => {
      const statement = await prepare(connection, question);
      const attempt = <Result>(work: () => Promise<Result>) =>
        interruptible(connection, signal, () => orUserError(CANNOT_RUN, work));
      const result = await attempt(() => statement.stream());
      async function* rows() {
        for (;;) {
          const chunk = await attempt(() => result.fetchChunk());
          if (!chunk || chunk.rowCount === 0) return;
          yield chunk.getRows().map((row) => row.map(cellOf));
          // Lets a Ctrl-C arrive.
          await setImmediate();
          signal.throwIfAborted();
        }
      }
      return { columns: distinctNames(result.columnNames()), rows: rows() };
    },
  };
}

const AGAIN_MS = 50;

/** Work of a connection that the signal ends. DuckDB forgets an interrupt that comes just before it begins. */
async function interruptible<Result>(
  connection: DuckDBConnection,
  signal: AbortSignal,
  work: () => Promise<Result>,
): Promise<Result> {
  signal.throwIfAborted();
  let timer: NodeJS.Timeout | undefined;
  const stop = () => {
    timer = setInterval(() => connection.interrupt(), AGAIN_MS);
  };
  signal.addEventListener("abort", stop);
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener("abort", stop);
    clearInterval(timer);
  }
}

const CANNOT_RUN = "the SQL cannot run";

async function prepare(connection: DuckDBConnection, { sql, values }: Question) {
  return orUserError(CANNOT_RUN, async () => {
    const statements = await connection.extractStatements(sql);
    const statement = await statements.prepare(0);
    if (statements.count !== 1 || statement.statementType !== StatementType.SELECT) {
      throw new Error("it is not one SELECT");
    }
    if (statement.parameterCount !== values.length) {
      throw new Error("only named queries have values for ?; write the value instead");
    }
    values.forEach((value, index) => statement.bindVarchar(index + 1, value));
    return statement;
  });
}

/** A number, unless JavaScript has no such number. */
function cellOf(value: DuckDBValue): Cell {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value !== "bigint") return String(value);
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** DuckDB's messages have several lines, and may quote the logs. */
async function orUserError<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const lines = (error as Error).message.split("\n").filter((line) => line.trim() !== "");
    throw new UserError(escapeTerminal(`${what}: `) + lines.map(escapeTerminal).join("\n"));
  }
}
