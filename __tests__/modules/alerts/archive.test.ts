import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { alertsArchive, RULES, SCOPES, type AlertSettings } from "../../../modules/alerts";
import { ALERT_CASES, eventOf, recordOf, WATCHED } from "../../support/alert-records";

const HANDLER = join(__dirname, "..", "..", "..", "modules", "alerts", "handler");
const SETTINGS: AlertSettings = {
  watched: WATCHED,
  deployRoles: [],
  partition: "aws",
  topicArn: "arn:aws:sns:eu-central-1:111122223333:audit-alerts",
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "alerts archive "));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Reads the archive by its directory, as Lambda does: each file's name, mode and contents. */
function filesIn(bytes: Buffer) {
  const end = bytes.subarray(-22);
  expect(end.readUInt32LE(0)).toBe(0x06054b50);
  let at = end.readUInt32LE(16);
  return Array.from({ length: end.readUInt16LE(10) }, () => {
    const [size, nameLength, offset] = [
      bytes.readUInt32LE(at + 20),
      bytes.readUInt16LE(at + 28),
      bytes.readUInt32LE(at + 42),
    ];
    const name = bytes.subarray(at + 46, at + 46 + nameLength).toString();
    const mode = bytes.readUInt32LE(at + 38) >>> 16;
    at += 46 + nameLength;
    const start = offset + 30 + bytes.readUInt16LE(offset + 26);
    return { name, mode, text: bytes.subarray(start, start + size).toString() };
  });
}

test("it holds every source as it is, readable by all, and the table of rules", () => {
  const files = filesIn(alertsArchive().bytes);
  expect(files.map(({ name }) => name)).toEqual(["index.js", "judge.js", "message.js", "catalog.json"]);
  for (const { name, mode, text } of files) {
    expect(mode).toBe(0o100644);
    const catalog = JSON.stringify({ rules: RULES, scopes: SCOPES });
    expect(text).toBe(name === "catalog.json" ? catalog : readFileSync(join(HANDLER, name), "utf8"));
  }
});

test("its bytes depend on the contents alone, and its hash is the one that Lambda reports", () => {
  const { bytes, sha256 } = alertsArchive();
  utimesSync(join(HANDLER, "index.js"), new Date(), new Date());
  expect(alertsArchive().bytes.equals(bytes)).toBe(true);
  expect(sha256).toBe(createHash("sha256").update(bytes).digest("base64"));
});

/** Runs the unpacked function in a Node of its own, with an SNS that writes down what it is asked, or fails. */
function invoke(event: unknown, failing = false) {
  for (const { name, text } of filesIn(alertsArchive().bytes)) writeFileSync(join(folder, name), text);
  const sdk = join(folder, "node_modules", "@aws-sdk", "client-sns");
  mkdirSync(sdk, { recursive: true });
  writeFileSync(
    join(sdk, "index.js"),
    `exports.PublishCommand = class { constructor(input) { this.input = input; } };
    exports.SNSClient = class { async send({ input }) {
      if (${failing}) throw new Error("SNS is unavailable");
      console.error(JSON.stringify(input));
    } };`,
  );
  const run = `require("./index.js").handler(${JSON.stringify(event)}).catch((e) => { console.error(e.message); process.exit(1); })`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", run], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, SETTINGS: JSON.stringify(SETTINGS) },
  });
  const lines = (text: string) => text.split("\n").filter((line) => line !== "");
  return { status, log: lines(stdout), requests: lines(stderr) };
}

const { eventSource, events, naming } = ALERT_CASES["trail-stopped"]!;
const STOPPED = eventOf(recordOf({ eventSource, eventName: events[0], ...naming[0] }));

test("the unpacked function publishes one message for each alert, and logs it", () => {
  const { status, log, requests } = invoke(STOPPED);
  expect(status).toBe(0);
  expect(requests.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { TopicArn: SETTINGS.topicArn, Subject: expect.stringMatching(/^\[critical\] trail-stopped/) as string },
  ]);
  expect(log.map((line) => JSON.parse(line) as unknown)).toMatchObject([{ alert: "trail-stopped" }]);
});

test("it publishes nothing for a call that raises no alert", () => {
  const elsewhere = { ...STOPPED, detail: { ...STOPPED.detail, requestParameters: { name: "other" } } };
  expect(invoke(elsewhere)).toEqual({ status: 0, log: [], requests: [] });
});

test("it fails if an alert is not sent, so that Lambda tries again", () => {
  expect(invoke(STOPPED, true)).toMatchObject({ status: 1, requests: ["SNS is unavailable"] });
});
