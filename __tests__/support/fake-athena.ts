import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import {
  GetQueryExecutionInput$,
  GetQueryResultsInput$,
  StartQueryExecutionInput$,
  StopQueryExecutionInput$,
} from "@aws-sdk/client-athena";

export interface FakeColumn {
  readonly Name: string;
  readonly Type: string;
}

export interface FakeResult {
  readonly columns: readonly FakeColumn[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/** What GetQueryExecution answers, one after the other; the last one remains. */
export interface FakeState {
  readonly State: "QUEUED" | "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELLED";
  readonly scanned?: number;
  readonly reason?: string;
}

export interface FakeOptions {
  readonly states?: readonly FakeState[];
  /** Runs the SQL with the values in it. @default nothing comes out */
  readonly run?: (sql: string) => Promise<FakeResult>;
  /** Rows of a page; the first one holds the names of the columns. */
  readonly pageSize?: number;
  /** Answers an operation with an error. */
  readonly failures?: Readonly<Record<string, readonly [status: number, code: string, message: string]>>;
  /** Answers what is no call to Athena: the endpoint of a fake S3. */
  readonly others?: string;
}

export interface FakeAthena {
  readonly endpoint: string;
  /** Operations in order. */
  readonly calls: string[];
  readonly started: Record<string, unknown>[];
}

/**
 * A fake of Athena, which nobody compared with the real one: it answers what the API's reference says, checks requests
 * against the members and limits of the API's model, and runs SQL with whatever it is given.
 * @see https://docs.aws.amazon.com/athena/latest/APIReference/Welcome.html
 */
export async function withAthena<Result>(
  { states = [{ State: "SUCCEEDED" }], run, pageSize = 1000, failures = {}, others }: FakeOptions,
  work: (athena: FakeAthena) => Promise<Result>,
): Promise<Result> {
  const calls: string[] = [];
  const started: Record<string, unknown>[] = [];
  const left = [...states];
  let result: FakeResult = { columns: [], rows: [] };

  async function answer(operation: string, input: Readonly<Record<string, unknown>>): Promise<object> {
    if (operation === "StartQueryExecution") {
      started.push(input);
      if (run)
        result = await run(withLiterals(input["QueryString"] as string, input["ExecutionParameters"] as string[]));
      return { QueryExecutionId: "11111111-2222-4333-8444-555555555555" };
    }
    if (operation === "GetQueryExecution") {
      const { State, scanned = 0, reason } = left.length > 1 ? left.shift()! : left[0]!;
      const Status = { State, ...(reason !== undefined && { StateChangeReason: reason }) };
      return { QueryExecution: { Status, Statistics: { DataScannedInBytes: scanned } } };
    }
    if (operation === "StopQueryExecution") return {};
    const { columns, rows } = result;
    const all = [columns.map(({ Name }) => Name), ...rows];
    const start = Number(input["NextToken"] ?? 0);
    const page = all.slice(start, start + pageSize);
    return {
      ResultSet: {
        ResultSetMetadata: { ColumnInfo: columns },
        Rows: page.map((row) => ({ Data: row.map((cell) => (cell === null ? {} : { VarCharValue: cell })) })),
      },
      ...(start + pageSize < all.length && { NextToken: String(start + pageSize) }),
    };
  }

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [service, operation = ""] = (request.headers["x-amz-target"]?.toString() ?? "").split(".");
    if (service !== "AmazonAthena") {
      const found = await fetch(`${others}${request.url}`, { method: request.method! });
      response.writeHead(found.status, Object.fromEntries(found.headers));
      response.end(Buffer.from(await found.arrayBuffer()));
      return;
    }
    calls.push(operation);
    const input = JSON.parse(await text(request)) as Record<string, unknown>;
    const problem = problemOf(operation, input);
    const [status, code, message] = failures[operation] ?? [400, "InvalidRequestException", problem];
    response.setHeader("content-type", "application/x-amz-json-1.1");
    const isRefused = problem !== undefined || failures[operation] !== undefined;
    response.statusCode = isRefused ? status : 200;
    response.end(JSON.stringify(isRefused ? { __type: code, Message: message } : await answer(operation, input)));
  }

  const server = createServer((request, response) => {
    respond(request, response).catch((error: unknown) => {
      response.statusCode = 400;
      response.end(JSON.stringify({ __type: "InvalidRequestException", Message: String(error) }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return await work({ endpoint, calls, started });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Puts the literals in the place of the `?`, as Athena does. Refuses what is no literal. */
function withLiterals(sql: string, literals: readonly string[] = []): string {
  const left = [...literals];
  const whole = sql.replace(/'(?:[^']|'')*'|\?/g, (token) => {
    if (token !== "?") return token;
    const literal = left.shift();
    if (literal === undefined || !/^'(?:[^']|'')*'$/.test(literal)) throw new Error(`no literal: ${String(literal)}`);
    return literal;
  });
  if (left.length > 0) throw new Error("more literals than placeholders");
  return whole;
}

const ID: Limit = (value) => typeof value === "string" && /^\S{1,128}$/.test(value);
type Limit = (value: unknown) => boolean;

/** Members of each input, from the model of the SDK, and limits, from the API's reference. */
const MODEL: Readonly<
  Record<string, { schema: readonly unknown[]; required: readonly string[]; limits: Record<string, Limit> }>
> = {
  StartQueryExecution: {
    schema: StartQueryExecutionInput$,
    // A workgroup has the place for results.
    required: ["QueryString", "ClientRequestToken", "WorkGroup"],
    limits: {
      QueryString: lengthOf(1, 262_144),
      ClientRequestToken: lengthOf(32, 128),
      WorkGroup: (value) => typeof value === "string" && /^[a-zA-Z0-9._-]{1,128}$/.test(value),
      QueryExecutionContext: (value) =>
        Object.keys(value as object).every((name) => ["Catalog", "Database"].includes(name)),
      ExecutionParameters: (value) => Array.isArray(value) && value.length > 0 && value.every(lengthOf(1, 1024)),
    },
  },
  GetQueryExecution: {
    schema: GetQueryExecutionInput$,
    required: ["QueryExecutionId"],
    limits: { QueryExecutionId: ID },
  },
  StopQueryExecution: {
    schema: StopQueryExecutionInput$,
    required: ["QueryExecutionId"],
    limits: { QueryExecutionId: ID },
  },
  GetQueryResults: {
    schema: GetQueryResultsInput$,
    required: ["QueryExecutionId"],
    limits: { QueryExecutionId: ID, NextToken: lengthOf(1, 1024) },
  },
};

function lengthOf(least: number, most: number): Limit {
  return (value) => typeof value === "string" && value.length >= least && value.length <= most;
}

function problemOf(operation: string, input: Readonly<Record<string, unknown>>): string | undefined {
  const model = MODEL[operation];
  if (!model) return `unknown operation ${operation}`;
  const members = model.schema[4] as readonly string[];
  const missing = model.required.find((name) => !Object.hasOwn(input, name));
  if (missing !== undefined) return `${missing} is missing`;
  return Object.entries(input)
    .filter(([name, value]) => !members.includes(name) || !(model.limits[name]?.(value) ?? false))
    .map(([name]) => `${name} is not as the model allows`)[0];
}
