import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import { FIELDS, rowsOf } from "../../../../../cli/commands/logs/query/event-rows";
import { readerOf } from "../../../../../cli/logs/columns";
import { INCIDENT_QUERIES, VIEW_COLUMNS } from "../../../../../modules/query/sql";
import { withS3 } from "../../../../../tools/emulator/fake-s3";
import { dev } from "../../../../fixtures/environments/dev";
import { withAthena, type FakeOptions, type FakeResult } from "../../../../support/fake-athena";
import { logFile, record, sampleRecords } from "../../../../support/log-records";
import { logs, withFiles } from "../../../../support/logs-command";
import { synthesizedFolder } from "../../../../support/synthesized-folder";

const TARGET = ["--on", "athena", "--workgroup", "trail", "--database", "trail_logs"];
const FROM = ["--from", "2000-01-01"];

const GIVEN: Readonly<Record<string, string>> = {
  "access-key": "AKIAIOSFODNN7EXAMPLE",
  key: "0f0e0d0c-1111-4222-a333-0123456789ab",
  bucket: "example-customer-data",
  object: "picture.jpg",
};

let connection: DuckDBConnection;
beforeAll(async () => {
  process.env["AWS_ACCESS_KEY_ID"] ??= "test";
  process.env["AWS_SECRET_ACCESS_KEY"] ??= "test";
  process.env["AWS_REGION"] = "eu-central-1";
  connection = await (await DuckDBInstance.create()).connect();
  const columns = VIEW_COLUMNS.map(({ name }) => `${name} VARCHAR`).join(", ");
  await connection.run(`CREATE SCHEMA trail_logs; CREATE TABLE trail_logs.ct (${columns})`);
  const appender = await connection.createAppender("ct", "trail_logs");
  const read = FIELDS.map(readerOf);
  for (const one of SAMPLES) {
    const row = rowsOf("")(read.map((field) => field(one)));
    row.forEach((cell) => (cell === null ? appender.appendNull() : appender.appendVarchar(cell)));
    appender.endRow();
  }
  appender.closeSync();
});

/** Those of the samples, each once, as Athena does not leave out late corrections; and one for each query. */
const SAMPLES = [
  ...new Map(sampleRecords().map((one) => [one["eventID"], one])).values(),
  record({ sourceIPAddress: "198.51.100.9", requestParameters: { bucketName: GIVEN["bucket"], key: GIVEN["object"] } }),
  record({ eventName: "AssumeRole", responseElements: { credentials: { accessKeyId: "ASIAIOSFODNN7EXAMPLE" } } }),
].filter((one) => one["addendum"] === undefined && one["eventID"] !== undefined);

/** Stands for Athena's engine: runs what was sent on the records of the samples. */
async function onDuckDB(sql: string): Promise<FakeResult> {
  const result = await connection.runAndReadAll(sql);
  return {
    columns: result.columnNames().map((Name, index) => {
      const type = String(result.columnType(index)).toLowerCase();
      return { Name, Type: type };
    }),
    rows: result.getRows().map((row) => row.map((cell) => (cell === null ? null : String(cell)))),
  };
}

/** Runs a query on the fake. */
async function ask(args: readonly string[], options: FakeOptions = {}) {
  return withAthena(options, async ({ endpoint, calls, started }) => {
    const ran = await logs(["query", ...args, ...TARGET, "--endpoint", endpoint]);
    return { ...ran, calls, started };
  });
}

test.each(INCIDENT_QUERIES)(
  "$name: the text that Athena gets finds the same as the one here",
  async ({ name, parameters }) => {
    const values = parameters.flatMap((parameter) => [`--${parameter.name}`, GIVEN[parameter.name]!]);
    const args = ["--named", name, ...values, ...FROM, "--to", "2026-12-31", "--format", "jsonl"];
    const there = await ask(args, { run: onDuckDB });
    expect({ status: there.status, err: there.err }).toEqual({ status: 0, err: "scanned 0 bytes, about $0.00\n" });
    await withFiles({ "a.json": logFile(SAMPLES) }, async (folder) => {
      const here = await logs(["query", ...args, folder, "--quiet"]);
      const sorted = (text: string) => text.split("\n").sort();
      expect(sorted(there.out)).toEqual(sorted(here.out));
    });
  },
);

test("accounts, Regions and days narrow what Athena scans; values are bound", async () => {
  const { started, status } = await ask(
    [
      ...[
        "SELECT event_id FROM ct WHERE event_name = 'a?''b'; -- all",
        "--from",
        "2026-03-01T12:30:00Z",
        "--to",
        "2026-03-02",
      ],
      ...["--account", "111122223333", "--account", "444455556666", "--region", "eu-central-1"],
    ],
    { run: onDuckDB },
  );
  expect(status).toBe(1);
  expect(started).toEqual([
    {
      QueryString:
        'WITH ct AS (SELECT * FROM "trail_logs".ct WHERE day >= ? AND day < ? AND event_time >= ? AND event_time < ? ' +
        "AND account IN (?, ?) AND region IN (?))\nSELECT event_id FROM ct WHERE event_name = 'a?''b'",
      ClientRequestToken: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      WorkGroup: "trail",
      QueryExecutionContext: { Database: "trail_logs" },
      ExecutionParameters: [
        "'2026/03/01'",
        "'2026/03/04'",
        "'2026-03-01T12:30:00Z'",
        "'2026-03-03T00:00:00Z'",
        "'111122223333'",
        "'444455556666'",
        "'eu-central-1'",
      ],
    },
  ]);
});

test("a value is a literal, whatever it contains", async () => {
  const value = "it's ' OR 1=1; DROP TABLE ct --";
  const { started, status } = await ask(["--named", "key-use", "--key", value, ...FROM], { run: onDuckDB });
  expect(status).toBe(1);
  expect((started[0]!["ExecutionParameters"] as string[]).at(-1)).toBe("'it''s '' OR 1=1; DROP TABLE ct --'");
});

test("all pages of a result are read, with its numbers and nulls", async () => {
  const columns = [
    { Name: "n", Type: "bigint" },
    { Name: "n", Type: "double" },
    { Name: "ok", Type: "boolean" },
    { Name: "text", Type: "varchar" },
  ];
  const rows = Array.from({ length: 25 }, (_, index) => [String(index), "0.5", "true", null]);
  rows.push(["12345678901234567890", "NaN", "false", "\u001b[31m"]);
  const { out, calls } = await ask(["SELECT 1 AS n", ...FROM, "--format", "jsonl"], {
    run: () => Promise.resolve({ columns, rows }),
    pageSize: 10,
  });
  const lines = out.trim().split("\n");
  expect(lines).toHaveLength(26);
  expect(lines[24]).toBe('{"n":24,"n_2":0.5,"ok":true,"text":null}');
  expect(lines[25]).toBe('{"n":"12345678901234567890","n_2":"NaN","ok":false,"text":"\\u001b[31m"}');
  expect(calls.filter((one) => one === "GetQueryResults")).toHaveLength(3);
});

test("waits for a query, and says what it scanned", async () => {
  const states = [
    { State: "QUEUED" },
    { State: "RUNNING", scanned: 5e8 },
    { State: "SUCCEEDED", scanned: 2.5e9 },
  ] as const;
  const { err, calls } = await ask(["SELECT 1 AS n", ...FROM], { states });
  expect(err).toBe("scanned 2.5 GB, about $0.01\n");
  expect(calls.slice(0, 4)).toEqual(["StartQueryExecution", ...Array<string>(3).fill("GetQueryExecution")]);
  expect(calls).not.toContain("StopQueryExecution");
});

test("a query that scans more than --max-bytes is stopped", async () => {
  const states = [
    { State: "RUNNING", scanned: 2e8 },
    { State: "RUNNING", scanned: 1.2e9 },
  ] as const;
  const { status, out, err, calls } = await ask(["SELECT 1 AS n", ...FROM, "--max-bytes", "1GB"], { states });
  expect({ status, out }).toEqual({ status: 2, out: "" });
  expect(err).toBe("the query was cancelled: it scanned 1.2 GB, about $0.01, more than 1 GB (--max-bytes)\n");
  expect(calls.at(-1)).toBe("StopQueryExecution");
});

test.each([
  ["FAILED", "Athena cannot run the query after 10 MB, about $0.00: COLUMN_NOT_FOUND: line 1\\u001b\n"],
  ["CANCELLED", "Athena cancelled the query after 10 MB, about $0.00: COLUMN_NOT_FOUND: line 1\\u001b\n"],
] as const)("%s: why it ended is said", async (State, message) => {
  const states = [{ State, scanned: 1e7, reason: "COLUMN_NOT_FOUND: line 1\u001b" }];
  const { status, err, calls } = await ask(["SELECT 1 AS n", ...FROM], { states });
  expect({ status, err }).toEqual({ status: 2, err: message });
  expect(calls).toEqual(["StartQueryExecution", "GetQueryExecution"]);
});

test("a call that is denied names its permission, and a query that runs is stopped", async () => {
  const denied = [400, "AccessDeniedException", "You are not authorized to perform: athena:X on the resource"] as const;
  const start = await ask(["SELECT 1 AS n", ...FROM], { failures: { StartQueryExecution: denied } });
  expect(start.err).toMatch(/^athena:X failed: AccessDeniedException: You are not authorized/);
  expect(start.calls).toEqual(["StartQueryExecution"]);
  const wait = await ask(["SELECT 1 AS n", ...FROM], {
    failures: { GetQueryExecution: denied, StopQueryExecution: denied },
  });
  expect(wait.calls).toEqual(["StartQueryExecution", "GetQueryExecution", "StopQueryExecution"]);
  expect(wait.err).toMatch(
    /^the query may still run \(.*\); stop it: aws athena stop-query-execution --query-execution-id 11111111-2222-4333-8444-555555555555\nathena:X failed: /,
  );
});

test("log files of an environment that are larger than --max-bytes are not queried at all", async () => {
  const { outdir, remove } = synthesizedFolder(dev);
  const account = dev.accounts.archive.id;
  const key = (day: string) =>
    `AWSLogs/${account}/CloudTrail/eu-central-1/2026/03/${day}/${account}_CloudTrail_eu-central-1_202603${day}T1000Z_a.json.gz`;
  const objects = new Map(["01", "02", "03"].map((day) => [key(day), Buffer.alloc(600_000)]));
  const small = ["--to", "2026-03-01", "--late", "0"];
  try {
    await withS3(objects, ({ endpoint: others, listed }) =>
      withAthena({ others }, async ({ endpoint, calls }) => {
        const where = ["--environment", "dev", "--outdir", outdir, "--endpoint", endpoint, ...TARGET];
        const run = (...more: string[]) =>
          logs(["query", "SELECT 1 AS n", "--from", "2026-03-01", "--max-bytes", "1MB", ...where, ...more]);
        const large = await run();
        expect(large.err).toMatch(
          /^the log files have more than 1 MB \(--max-bytes\), so the query was not sent; give/,
        );
        expect({ calls, status: large.status }).toEqual({ calls: [], status: 2 });
        expect(listed.length).toBeGreaterThan(0);
        expect((await run(...small)).status).toBe(1);
        expect(calls).toContain("StartQueryExecution");
      }),
    );
  } finally {
    remove();
  }
});

test.each([
  [["SELECT 1 FROM ct", "logs", ...FROM], "--on athena queries what its table is on, not logs;"],
  [["SELECT 1 FROM ct"], "--on athena requires --from: without it, Athena scans every day there is"],
  [["SELECT 1 FROM ct", ...FROM, "--parquet", "a"], "--parquet is for --on local"],
  [["SELECT 1 FROM ct", ...FROM, "--max-bytes", "1"], "--max-bytes must be a size such as 500MB, 20GB or 1TB"],
])("%j is a mistake", async (args, message) => {
  const { status, err, calls } = await ask(args);
  expect({ status, calls, err: err.includes(message) ? message : err }).toEqual({ status: 2, calls: [], err: message });
});

test("where to run must be known", async () => {
  const run = (...args: string[]) => logs(["query", "SELECT 1", "--on", "athena", ...FROM, ...args]);
  expect((await run()).err).toBe("--on athena requires --environment, or --workgroup and --database\n");
  const { outdir, remove } = synthesizedFolder(dev);
  expect((await run("--environment", "dev", "--outdir", outdir)).err).toBe(
    "environment dev has no workgroup of Athena; give --workgroup and --database\n",
  );
  remove();
});

test("an event of a record has a place in the table", () => {
  const cells = FIELDS.map((field) => readerOf(field)(record()));
  expect(rowsOf("")(cells)).toHaveLength(VIEW_COLUMNS.length);
});
