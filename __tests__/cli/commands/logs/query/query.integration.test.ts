import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { withAthena } from "../../../../support/fake-athena";
import { logFile, record } from "../../../../support/log-records";
import { logs } from "../../../../support/logs-command";
import { CREDENTIALS, describeWithMoto, startMoto } from "../../../../support/moto";

const PROGRAM = join("dist", "cli", "main.js");

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "logs-"));
  writeFileSync(join(folder, "a.json"), logFile(Array.from({ length: 500 }, () => record())));
  process.env["AWS_ACCESS_KEY_ID"] = CREDENTIALS.accessKeyId;
  process.env["AWS_SECRET_ACCESS_KEY"] = CREDENTIALS.secretAccessKey;
  process.env["AWS_REGION"] = "eu-central-1";
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a query until `isReady`, then sends the signals. Its own temporary folder is all that it may leave files in. */
async function interrupted(args: readonly string[], isReady: (temporary: string) => boolean) {
  const temporary = mkdtempSync(join(folder, "tmp-"));
  const child = spawn(process.execPath, [PROGRAM, "logs", "query", ...args], {
    env: { ...process.env, TMPDIR: temporary },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let err = "";
  child.stderr.on("data", (data: Buffer) => (err += data.toString()));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  for (let left = 300; left > 0 && !isReady(temporary); left -= 1) await sleep(50);
  await sleep(300);
  child.kill("SIGINT");
  const deaf = setTimeout(() => child.kill("SIGKILL"), 20_000);
  const status = await ended;
  clearTimeout(deaf);
  return { status, err, left: readdirSync(temporary) };
}

test("Ctrl-C ends a query that would run for hours, and removes what it stored", async () => {
  const sql = "SELECT count(*) AS n FROM ct a, ct b, ct c, ct d, ct e WHERE a.event_id || b.event_id < c.event_id";
  const isStored = (temporary: string) => readdirSync(temporary).length > 0;
  expect(await interrupted([sql, join(folder, "a.json")], isStored)).toEqual({
    status: 130,
    err: "interrupted: the result is incomplete\n",
    left: [],
  });
});

test("Ctrl-C stops a query on Athena", async () => {
  await withAthena({ states: [{ State: "RUNNING", scanned: 1 }] }, async ({ endpoint, calls }) => {
    const where = ["--on", "athena", "--workgroup", "trail", "--database", "logs", "--endpoint", endpoint];
    const args = ["SELECT event_id FROM ct", "--from", "2026-03-01", ...where];
    const { status, err } = await interrupted(args, () => calls.includes("GetQueryExecution"));
    expect({ status, err }).toEqual({ status: 130, err: "interrupted: the result is incomplete\n" });
    expect(calls.at(-1)).toBe("StopQueryExecution");
  });
});

/** moto answers with results that it was given before; it runs no SQL. */
describeWithMoto("on moto", () => {
  test("a query starts, ends, and its result is read", async () => {
    const moto = await startMoto();
    try {
      const column = (Name: string, Type: string) => ({ CatalogName: "hive", Name, Type, Nullable: "UNKNOWN" });
      const rows = [
        { Data: [{ VarCharValue: "name" }, { VarCharValue: "n" }] },
        { Data: [{ VarCharValue: "A" }, { VarCharValue: "2" }] },
      ];
      await fetch(`${moto.url}/moto-api/static/athena/query-results`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          account_id: "123456789012",
          region: "eu-central-1",
          results: [{ rows, column_info: [column("name", "varchar"), column("n", "bigint")] }],
        }),
      });
      const where = ["--on", "athena", "--workgroup", "primary", "--database", "logs", "--endpoint", moto.url];
      const args = ["query", "SELECT event_name AS name, count(*) AS n FROM ct GROUP BY event_name", "--from", "7d"];
      const { status, out } = await logs([...args, ...where, "--format", "jsonl"]);
      expect({ status, out }).toEqual({ status: 0, out: '{"name":"A","n":2}\n' });
    } finally {
      await moto.stop();
    }
  });
});
