import { spawn } from "node:child_process";
import { gzipSync } from "node:zlib";
import { dayFolder, minuteStamp, namePrefix, type LogSource } from "../../modules/log-keys";
import { withS3 } from "../emulator/fake-s3";
import { NEEDLE } from "./log-data";
import { median } from "./measure";

const ACCOUNT = "111122223333";
const REGIONS = ["eu-central-1", "us-east-1"];
const DAYS = 50;
const FIRST_DAY = Date.parse("2026-03-01T00:00:00Z");
const DAY_MS = 24 * 60 * 60_000;
const KEYS = 50_000;
/** Files of a day that is asked for: it must not take long to read them all. */
const FEW = 5;
/** Time until the bucket answers a request. */
const DELAY_MS = 20;
const MOST_SECONDS = 2;

const ASKED = { from: "2026-03-20", to: "2026-03-21" };
/** The day before, for intervals that begin there, and one after, for late files. */
const LISTED = ["2026/03/19", "2026/03/20", "2026/03/21", "2026/03/22"];

export interface FirstHit {
  readonly lines: readonly string[];
  readonly isOver: boolean;
}

/** Measures how soon `logs find` shows its first record of a large bucket, and what it lists there. */
export async function benchFirstHit(program: string, runs: number): Promise<FirstHit> {
  const objects = largeBucket();
  const seconds: number[] = [];
  const listed = new Set<string>();
  await withS3(
    objects,
    async (s3) => {
      for (let run = 0; run < runs; run += 1) seconds.push(await timeOfFirstHit(program, s3.endpoint));
      s3.listed.forEach((prefix) => listed.add(prefix));
    },
    { delayMs: DELAY_MS },
  );
  const others = [...listed].filter(
    (prefix) => REGIONS.some((region) => prefix.includes(`/${region}/`)) && !isAsked(prefix),
  );
  const what = `first hit on S3, ${objects.size} keys, ${DELAY_MS} ms a request`;
  const lists = `${listed.size} prefixes listed, of other days ${others.length === 0 ? "none" : others.join(", ")}`;
  const lines = [`${what}: ${median(seconds).toFixed(2)} s, limit ${MOST_SECONDS} on an idle machine; ${lists}`];
  return { lines, isOver: others.length > 0 };
}

function isAsked(prefix: string): boolean {
  return LISTED.some((day) => prefix.endsWith(`/${day}/`));
}

/** Log files of two Regions over many days, all with the same record. */
function largeBucket(): Map<string, Uint8Array> {
  const bytes = gzipSync(JSON.stringify({ Records: [RECORD] }));
  const objects = new Map<string, Uint8Array>();
  for (const region of REGIONS) {
    const source: LogSource = { account: ACCOUNT, kind: "CloudTrail", region };
    for (let day = 0; day < DAYS; day += 1) {
      const start = new Date(FIRST_DAY + day * DAY_MS);
      const folder = dayFolder({}, source, start);
      const files = isAsked(folder) ? FEW : KEYS / (DAYS - LISTED.length) / REGIONS.length;
      for (let file = 0; file < files; file += 1) {
        const at = new Date(start.getTime() + Math.floor((file * DAY_MS) / files));
        objects.set(
          `${folder}${namePrefix(source)}${minuteStamp(at)}_${String(file).padStart(16, "0")}.json.gz`,
          bytes,
        );
      }
    }
  }
  return objects;
}

const RECORD = {
  eventVersion: "1.11",
  userIdentity: { type: "AssumedRole", arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${NEEDLE}/session` },
  eventTime: "2026-03-20T10:00:00Z",
  eventSource: "s3.amazonaws.com",
  eventName: "GetObject",
  eventID: "0f0e0d0c-1111-4222-a333-0123456789ab",
  recipientAccountId: ACCOUNT,
};

const CREDENTIALS = { AWS_ACCESS_KEY_ID: "bench", AWS_SECRET_ACCESS_KEY: "bench", AWS_EC2_METADATA_DISABLED: "true" };

/** Seconds from the start of the program to its first line. */
async function timeOfFirstHit(program: string, endpoint: string): Promise<number> {
  const filters = ["--principal", `*${NEEDLE}*`, "--from", ASKED.from, "--to", ASKED.to, "--format", "jsonl"];
  const args = [program, "logs", "find", "s3://logs", "--endpoint", endpoint, ...filters];
  const start = performance.now();
  const find = spawn(process.execPath, args, { env: { ...process.env, ...CREDENTIALS } });
  let first: number | undefined;
  let message = "";
  find.stdout.on("data", () => (first ??= performance.now()));
  find.stderr.on("data", (text) => (message += String(text)));
  const code = await new Promise((resolve, reject) => find.on("error", reject).on("close", resolve));
  if (code !== 0 || first === undefined) throw new Error(`logs find ended with ${String(code)}: ${message.trim()}`);
  return (first - start) / 1000;
}
