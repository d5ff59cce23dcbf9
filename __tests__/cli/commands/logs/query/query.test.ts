import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import { logFile, record } from "../../../../support/log-records";
import { logs, withFiles } from "../../../../support/logs-command";

const query = (...args: string[]) => logs(["query", ...args]);

const ALICE = "arn:aws:iam::111122223333:user/alice";
const three = [record({ eventName: "A" }), record({ eventName: "B" }), record({ eventName: "B", errorCode: "X" })];

/** The values of the first column. */
async function firstColumn(...args: string[]): Promise<unknown[]> {
  const { out, err, status } = await query(...args, "--format", "jsonl", "--quiet");
  expect({ err, failed: status === 2 }).toEqual({ err: "", failed: false });
  return out
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => Object.values(JSON.parse(line) as object)[0] as unknown);
}

test("the view has each field of a record", async () => {
  const whole = record({
    eventType: "AwsApiCall",
    eventCategory: "Data",
    errorCode: "AccessDenied",
    errorMessage: "no",
    sharedEventID: "11111111-0000-4000-a000-000000000000",
    userIdentity: {
      type: "AssumedRole",
      arn: "arn:aws:sts::111122223333:assumed-role/deployer/alice",
      principalId: "AROAEXAMPLE:alice",
      accountId: "111122223333",
      userName: "alice",
      invokedBy: "athena.amazonaws.com",
      accessKeyId: "ASIAIOSFODNN7EXAMPLE",
      sessionContext: {
        sessionIssuer: { arn: "arn:aws:iam::111122223333:role/deployer" },
        attributes: { mfaAuthenticated: "false" },
      },
    },
    requestParameters: {
      bucketName: "photos",
      key: "a.jpg",
      keyId: "alias/photos",
      roleArn: "arn:aws:iam::111122223333:role/next",
      encryptionContext: { "aws:s3:arn": "arn:aws:s3:::photos/a.jpg" },
    },
    responseElements: { credentials: { accessKeyId: "ASIANEXT" }, ConsoleLogin: "Failure" },
    additionalEventData: { MFAUsed: "No" },
    resources: [{ ARN: "arn:aws:s3:::photos" }, { ARN: "arn:aws:s3:::photos/a.jpg" }],
  });
  const name = "444455556666_CloudTrail_us-east-1_20260228T2355Z_a.json";
  await withFiles({ [name]: logFile([whole]) }, async (folder) => {
    const { out } = await query("SELECT * FROM ct", folder, "--format", "json");
    const expected = {
      account: "444455556666",
      region: "us-east-1",
      day: "2026/02/28",
      event_id: String(whole["eventID"]),
      event_time: "2026-03-01T10:00:00Z",
      event_source: "s3.amazonaws.com",
      event_name: "GetObject",
      event_type: "AwsApiCall",
      event_category: "Data",
      aws_region: "eu-central-1",
      recipient_account: "111122223333",
      read_only: "true",
      source_ip: "203.0.113.7",
      user_agent: "aws-cli/2.15",
      error_code: "AccessDenied",
      error_message: "no",
      principal_type: "AssumedRole",
      principal_arn: "arn:aws:sts::111122223333:assumed-role/deployer/alice",
      principal_id: "AROAEXAMPLE:alice",
      principal_account: "111122223333",
      user_name: "alice",
      invoked_by: "athena.amazonaws.com",
      access_key: "ASIAIOSFODNN7EXAMPLE",
      role_arn: "arn:aws:iam::111122223333:role/deployer",
      session_mfa: "false",
      issued_access_key: "ASIANEXT",
      requested_role: "arn:aws:iam::111122223333:role/next",
      bucket: "photos",
      object_key: "a.jpg",
      kms_key: "alias/photos",
      encrypted_arn: "arn:aws:s3:::photos/a.jpg",
      login_result: "Failure",
      login_mfa: "No",
      resource_arns: "arn:aws:s3:::photos arn:aws:s3:::photos/a.jpg",
      request: JSON.stringify(whole["requestParameters"]),
      response: JSON.stringify(whole["responseElements"]),
      additional: JSON.stringify(whole["additionalEventData"]),
      shared_event_id: "11111111-0000-4000-a000-000000000000",
    };
    expect(JSON.parse(out)).toEqual([expected]);
  });
});

test("what a record lacks is null, and its own fields stand in for the name of its file", async () => {
  const bare = record({ userIdentity: null, resources: null, awsRegion: "eu-west-1", userAgent: "" });
  await withFiles({ "a.json": logFile([bare]) }, async (folder) => {
    const sql = "SELECT account, region, day, principal_arn, resource_arns, request, user_agent FROM ct";
    const { out } = await query(sql, folder, "--format", "jsonl");
    expect(JSON.parse(out)).toEqual({
      account: "111122223333",
      region: "eu-west-1",
      day: "2026/03/01",
      principal_arn: null,
      resource_arns: null,
      request: null,
      user_agent: null,
    });
  });
});

test("each format shows the same rows; numbers stay numbers", async () => {
  await withFiles({ "a.json": logFile(three) }, async (folder) => {
    const sql =
      "SELECT event_name AS name, count(*) AS calls, min(error_code) AS error, count(*) AS calls FROM ct " +
      "GROUP BY event_name ORDER BY name;";
    const result = async (format: string) => (await query(sql, folder, "--format", format)).out;
    expect(await result("table")).toBe(
      ["name  calls  error  calls_2", "A     1             1", "B     2      X      2", ""].join("\n"),
    );
    expect(await result("csv")).toBe("name,calls,error,calls_2\r\nA,1,,1\r\nB,2,X,2\r\n");
    const rows = ['{"name":"A","calls":1,"error":null,"calls_2":1}', '{"name":"B","calls":2,"error":"X","calls_2":2}'];
    expect(await result("jsonl")).toBe(`${rows.join("\n")}\n`);
    expect(await result("json")).toBe(`[\n  ${rows.join(",\n  ")}\n]\n`);
  });
});

test("no row is status 1, and still a whole result", async () => {
  await withFiles({ "a.json": logFile(three) }, async (folder) => {
    const sql = "SELECT event_name FROM ct WHERE event_name = 'C'";
    expect(await query(sql, folder, "--format", "json")).toEqual({ status: 1, out: "[]\n", err: "" });
    expect(await query(sql, folder, "--format", "csv")).toEqual({ status: 1, out: "event_name\r\n", err: "" });
  });
});

test("numbers that JavaScript does not have keep their digits", async () => {
  await withFiles({ "a.json": logFile([record()]) }, async (folder) => {
    const sql = "SELECT 12345678901234567890 AS a, 0.5 AS b, true AS c, cast('nan' AS double) AS d FROM ct";
    const { out } = await query(sql, folder, "--format", "jsonl");
    expect(out).toBe('{"a":"12345678901234567890","b":"0.5","c":true,"d":"NaN"}\n');
  });
});

test("a late correction counts once, the records of several accounts each", async () => {
  const call = { sharedEventID: "22222222-0000-4000-a000-000000000000", eventName: "AssumeRole" };
  const original = record(call);
  const records = [
    original,
    { ...original, addendum: { reason: "UPDATED_DATA" } },
    record({ ...call, recipientAccountId: "444455556666" }),
  ];
  await withFiles({ "a.json": logFile(records) }, async (folder) => {
    const { out, err } = await query("SELECT recipient_account FROM ct ORDER BY 1", folder, "--format", "csv");
    expect(out).toBe("recipient_account\r\n111122223333\r\n444455556666\r\n");
    expect(err).toBe("left out: 1 record of events read before (late corrections)\n");
  });
});

const days = {
  "111122223333_CloudTrail_eu-central-1_20260301T1000Z_a.json": logFile([
    record(),
    record({ eventTime: "2026-03-01T11:00:00Z" }),
  ]),
  "444455556666_CloudTrail_eu-central-1_20260301T1000Z_b.json": logFile([
    record({ recipientAccountId: "444455556666" }),
  ]),
  "111122223333_CloudTrail_us-east-1_20260305T1000Z_c.json": logFile([
    record({ eventTime: "2026-03-05T10:00:00Z", awsRegion: "us-east-1" }),
  ]),
};

test.each([
  [[], 4],
  [["--from", "2026-03-01T10:00:00.500Z"], 2],
  [["--from", "2026-03-01", "--to", "2026-03-01T11:00:00Z"], 2],
  [["--to", "2026-03-01"], 3],
  [["--account", "444455556666"], 1],
  [["--account", "111122223333", "--region", "eu-central-1", "--region", "eu-west-1"], 2],
])("%j chooses records, of log files and of a Parquet file of them", async (options, expected) => {
  await withFiles(days, async (folder) => {
    const sql = "SELECT count(*) AS n FROM ct";
    expect(await firstColumn(sql, folder, ...options)).toEqual([expected]);
    const parquet = join(folder, "a.parquet");
    await query(folder, "--parquet", parquet);
    expect(await firstColumn(sql, "--parquet", parquet, ...options)).toEqual([expected]);
  });
});

test("--parquet writes once, and answers after that without the log files", async () => {
  await withFiles({ "a.json": logFile(three) }, async (folder) => {
    const file = join(folder, "it's.parquet");
    expect(await query("--parquet", file, join(folder, "a.json"))).toEqual({
      status: 0,
      out: "",
      err: `${file} has 3 records\n`,
    });
    expect(readdirSync(folder)).toEqual(["a.json", "it's.parquet"]);
    expect(await firstColumn("SELECT count(*) AS n FROM ct", "--parquet", file)).toEqual([3]);
    expect(await firstColumn("SELECT count(*) AS n FROM ct", "--parquet", folder)).toEqual([3]);
    const both = await query("SELECT event_name FROM ct LIMIT 1", join(folder, "a.json"), "--parquet", file);
    expect(both).toEqual({ status: 0, out: "event_name\nA\n", err: "" });
    const named = await query("--named", "denied-calls", "--parquet", file);
    expect(named).toEqual({ status: 1, out: "", err: "" });
  });
});

test("a file that cannot be read is named, now and whenever its Parquet file is queried", async () => {
  const files = { "a.json": logFile(three), "b.json.gz": gzipSync(logFile(three)).subarray(0, 60) };
  await withFiles(files, async (folder) => {
    const file = join(folder, "a.parquet");
    const sql = "SELECT count(*) AS n FROM ct";
    const first = await query(sql, folder, "--parquet", file, "--format", "csv");
    expect(first).toEqual({
      status: 2,
      out: "n\r\n3\r\n",
      err: `incomplete: 1 file could not be read\n  ${join(folder, "b.json.gz")}: it is cut off\n`,
    });
    expect(await query(sql, "--parquet", file, "--format", "csv")).toEqual({
      status: 2,
      out: "n\r\n3\r\n",
      err: `incomplete: ${file} lacks 1 files that could not be read\n`,
    });
  });
});

test("a Parquet file is not replaced by nothing", async () => {
  await withFiles({ "a.parquet": "old" }, async (folder) => {
    const file = join(folder, "a.parquet");
    mkdirSync(join(folder, "empty"));
    const { status, err } = await query(join(folder, "empty"), "--parquet", file);
    expect({ status, err }).toEqual({ status: 2, err: `${file} was not written: no log file was read\n` });
    expect((await query("SELECT * FROM ct", "--parquet", file)).err).toMatch(/cannot be read: .*parquet/i);
  });
});

test("only Parquet files of this tool are queried", async () => {
  await withFiles({}, async (folder) => {
    const connection = await (await DuckDBInstance.create()).connect();
    const file = join(folder, "other.parquet");
    await connection.run(`COPY (SELECT 1 AS account) TO '${file}' (FORMAT parquet)`);
    expect(await query("SELECT * FROM ct", "--parquet", file)).toEqual({
      status: 2,
      out: "",
      err: `${file} cannot be read: it was not written by logs query --parquet of this version; write it again\n`,
    });
  });
});

test("what a log says is no SQL, no formula and no control of a terminal", async () => {
  const hostile = [
    record({ eventName: "'; DROP TABLE ct; --", userAgent: "=1+1", errorMessage: 'a\u001b[31m\u202e\u0000b\n"c' }),
    record({ eventName: "\ud800", userAgent: `x${"y".repeat(3_000_000)}` }),
  ];
  await withFiles({ "a.json": logFile(hostile) }, async (folder) => {
    const sql = "SELECT event_name, user_agent, error_message, length(user_agent) AS n FROM ct ORDER BY n";
    const { out, err, status } = await query(sql, folder, "--format", "csv");
    expect({ err, status }).toEqual({ err: "", status: 0 });
    const [, first = "", second = ""] = out.split("\r\n");
    expect(first).toBe('\'; DROP TABLE ct; --,\'=1+1,"a\\u001b[31m\\u202e\\u0000b\\u000a""c",4');
    expect(second.startsWith("\ufffd,xyyy")).toBe(true);
    expect(second.endsWith("y,,3000001")).toBe(true);
    const { out: json } = await query(sql, folder, "--format", "jsonl");
    // oxlint-disable-next-line no-control-regex -- it looks for these
    expect(json).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect((JSON.parse(json.split("\n")[0]!) as Record<string, string>)["error_message"]).toBe(
      hostile[0]!["errorMessage"],
    );
  });
});

describe("SQL reaches nothing but the events", () => {
  const secret = "SECRET";
  test.each([
    "SELECT * FROM read_text('FILE')",
    "SELECT * FROM read_csv('FILE', header = false)",
    "SELECT * FROM 'FILE'",
    "SELECT * FROM read_json('FILE')",
    "SELECT * FROM read_parquet('FILE')",
    "SELECT * FROM parquet_metadata('FILE')",
    "SELECT * FROM glob('FOLDER/*')",
    "SELECT * FROM sniff_csv('FILE')",
    "SELECT * FROM read_blob('http://127.0.0.1:9/x')",
    "SELECT * FROM read_csv('s3://example/x.csv')",
    "SELECT * FROM duckdb_secrets()",
    "SELECT * FROM query('COPY ct TO ''FOLDER/out.csv''')",
    "WITH x AS (SELECT 1) INSERT INTO ct SELECT * FROM ct",
    "SELECT 1; COPY ct TO 'FOLDER/out.csv'",
    "COPY ct TO 'FOLDER/out.csv'",
    "EXPORT DATABASE 'FOLDER/out'",
    "ATTACH 'FOLDER/out.duckdb'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET enable_external_access = true",
    "PRAGMA memory_limit='99GB'",
    "DROP TABLE ct",
    "CREATE TEMP TABLE x AS SELECT 1",
    "DELETE FROM ct",
    "CALL pragma_version()",
    "EXPLAIN SELECT 1",
  ])("%s", async (sql) => {
    await withFiles({ "a.json": logFile(three), "secret.txt": secret }, async (folder) => {
      const text = sql.replaceAll("FILE", join(folder, "secret.txt")).replaceAll("FOLDER", folder);
      const parquet = join(folder, "a.parquet");
      await query(join(folder, "a.json"), "--parquet", parquet);
      for (const source of [[join(folder, "a.json")], ["--parquet", parquet]]) {
        const { status, out, err } = await query(text, ...source);
        expect({ status, out }).toEqual({ status: 2, out: "" });
        expect(err).toMatch(/^the SQL | cannot be read: it does not exist$/m);
        expect(err).not.toContain(secret);
        expect(err).not.toMatch(/\n\s+at /);
      }
      expect(readdirSync(folder).sort()).toEqual(["a.json", "a.parquet", "secret.txt"]);
    });
  });
});

test.each([
  [[], 'no query given; give SQL, such as "SELECT * FROM ct", or --named with key-use,'],
  [["SELECT * FROM ct"], "no source given; give a folder, a file, s3://BUCKET/PREFIX, - or --environment NAME"],
  [
    ["logs", "SELECT 1"],
    "the SQL must begin with SELECT or WITH, got logs; nothing else is allowed, files come after it",
  ],
  [["", "logs"], "the SQL must begin with SELECT or WITH, got nothing;"],
  [["SELECT 'a FROM ct", "."], "the SQL has a quote that is not closed: ' at character 8"],
  [["SELECT 1; SELECT 2", "."], "the SQL has several statements; give one SELECT"],
  [
    ["SELECT evnt FROM ct", "."],
    'the SQL cannot run: Binder Error: Referenced column "evnt" not found in FROM clause!',
  ],
  [["SELECT * FROM ct WHERE account = ?", "."], "the SQL cannot run: only named queries have values for ?;"],
  [["--named", "key-us", "."], "--named must be one of key-use, object-access,"],
  [
    ["--named", "key-use", "."],
    "--named key-use requires --key: id, ARN or alias of the key, or a part of it, such as 0f",
  ],
  [["--named", "key-use", "--key", "x", "SELECT 1"], "--named key-use and SQL are both given; give one of them"],
  [["--named", "denied-calls", "--key", "x", "."], "--named denied-calls does not take --key; --named key-use does"],
  [["SELECT 1", ".", "--bucket", "x"], "SQL does not take --bucket; --named object-access does"],
  [
    ["SELECT 1", "--parquet", "none.parquet"],
    "none.parquet cannot be read: it does not exist; give a source to write it",
  ],
  [["--list", "logs"], '--list shows the named queries; it takes no "logs"'],
])("%j is a mistake", async (args, message) => {
  const { status, out, err } = await query(...args);
  expect({ status, out }).toEqual({ status: 2, out: "" });
  expect(err.startsWith(message) ? message : err).toBe(message);
});

test("records of standard input's kinds are read as find reads them", async () => {
  const event = { "detail-type": "AWS API Call via CloudTrail", detail: record({ eventName: "FromEventBridge" }) };
  await withFiles({ "a.json": JSON.stringify(event) }, async (folder) => {
    writeFileSync(join(folder, "b.jsonl"), [record(), record()].map((one) => JSON.stringify(one)).join("\n"));
    const sql = `SELECT event_name FROM ct WHERE principal_arn = '${ALICE}' ORDER BY event_name`;
    expect(await firstColumn(sql, folder)).toEqual(["FromEventBridge", "GetObject", "GetObject"]);
  });
});
