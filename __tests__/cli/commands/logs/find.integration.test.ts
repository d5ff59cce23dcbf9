import { execFile, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { gunzipSync, gzipSync } from "node:zlib";
import { NEEDLE, writeLogs } from "../../../../tools/bench/log-data";
import { withS3 } from "../../../../tools/emulator/fake-s3";
import { logFile, record } from "../../../support/log-records";

const PROGRAM = join("dist", "cli", "main.js");
const find = (...args: string[]) =>
  spawnSync(process.execPath, [PROGRAM, "logs", "find", ...args], { encoding: "utf8", maxBuffer: 1e9 });

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "logs-"));
  writeLogs(folder, { files: 160, recordsPerFile: 40 });
});

afterAll(() => rmSync(folder, { recursive: true }));

interface Generated {
  readonly eventID: string;
  readonly eventName: string;
  readonly userIdentity: { readonly arn: string };
}

/** All records, in the order of the files, read without the code under test. */
function recordsIn(folder: string): Generated[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".gz"))
    .sort();
  return files.flatMap((name) => {
    const json = gunzipSync(readFileSync(join(folder, name))).toString();
    return (JSON.parse(json) as { Records: Generated[] }).Records;
  });
}

function slowly(text: string): string[] {
  const found = recordsIn(folder).filter((one) => JSON.stringify(one).includes(text));
  return found.map(({ eventID }) => eventID);
}

test.each([NEEDLE, "AccessDenied"])("threads find %s in every file, in the order of the files", (text) => {
  const { status, stdout, stderr } = find(folder, "--text", text, "--format", "csv", "--columns", "id");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout.trimEnd().split("\r\n")).toEqual(["id", ...slowly(text)]);
});

test("threads count each record once, whichever of them reports a row first", () => {
  const counts = new Map<string, number>();
  for (const { eventName, userIdentity } of recordsIn(folder)) {
    const row = `${eventName},${userIdentity.arn}`;
    counts.set(row, (counts.get(row) ?? 0) + 1);
  }
  const words = ["stats", folder, "--by", "event,principal", "--top", "100000", "--format", "csv"];
  const { status, stdout } = spawnSync(process.execPath, [PROGRAM, "logs", ...words], { encoding: "utf8" });
  expect(status).toBe(0);
  const [title, ...rows] = stdout.trimEnd().split("\r\n");
  expect(title).toBe("events,event,principal");
  expect(rows.sort()).toEqual([...counts].map(([row, count]) => `${count},${row}`).sort());
});

test("a broken file among many is named", () => {
  const broken = join(folder, "broken.json.gz");
  writeFileSync(broken, "x");
  const { status, stderr } = find(folder, "--text", NEEDLE);
  rmSync(broken);
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: `incomplete: 1 file could not be read\n  ${broken}: it does not contain JSON\n`,
  });
});

test("standard input is one source", () => {
  const input = JSON.stringify({ Records: [{ eventVersion: "1", eventID: "e", eventName: "StopLogging" }] });
  const { status, stdout } = spawnSync(process.execPath, [PROGRAM, "logs", "find", "-", "--format", "jsonl"], {
    input,
    encoding: "utf8",
  });
  expect({ status, name: (JSON.parse(stdout) as { eventName: string }).eventName }).toEqual({
    status: 0,
    name: "StopLogging",
  });
});

test("Ctrl-C ends it with a clear word, and the old result is kept", async () => {
  const output = join(folder, "result.txt");
  writeFileSync(output, "old");
  const child = spawn(process.execPath, [PROGRAM, "logs", "find", "-", folder, "--output", output]);
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  // It writes beside the old file first.
  while (!readdirSync(folder).some((name) => name.startsWith(".result"))) await sleep(20);
  child.kill("SIGINT");
  child.stdin.end();
  const status = await new Promise((resolve) => child.on("close", resolve));
  expect({ status, stderr }).toEqual({ status: 130, stderr: "interrupted: the result is incomplete\n" });
  expect(readFileSync(output, "utf8")).toBe("old");
  expect(readdirSync(folder).filter((name) => name.startsWith("."))).toEqual([]);
});

test("a reader that closes the pipe ends it", () => {
  const { status, stdout, stderr } = spawnSync(
    "bash",
    ["-c", `${process.execPath} ${PROGRAM} logs find ${folder} | head -1`],
    {
      encoding: "utf8",
    },
  );
  expect({ status, lines: stdout.split("\n").length, stderr }).toEqual({ status: 0, lines: 2, stderr: "" });
});

test("a bucket is searched in threads", async () => {
  const key =
    "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/03/01/111122223333_CloudTrail_eu-central-1_20260301T1000Z_x.json.gz";
  await withS3(new Map([[key, gzipSync(logFile([record({ eventName: "StopLogging" })]))]]), async ({ endpoint }) => {
    const args = [
      PROGRAM,
      "logs",
      "find",
      "s3://logs",
      "--event",
      "StopLogging",
      "--format",
      "csv",
      "--columns",
      "event",
    ];
    const env = { ...process.env, AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [...args, "--endpoint", endpoint], { env });
    expect({ stdout, stderr }).toEqual({ stdout: "event\r\nStopLogging\r\n", stderr: "" });
  });
});
