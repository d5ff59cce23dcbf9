import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { gzipSync } from "node:zlib";
import { displayWidth } from "../../../../cli/render/width";
import { logFile, record, SAMPLES } from "../../../support/log-records";
import { logs, withFiles } from "../../../support/logs-command";

const find = (...args: string[]) => logs(["find", ...args]);
const KEY_ID = "0f0e0d0c-1111-4222-a333-0123456789ab";

const ALICE = "arn:aws:iam::111122223333:user/alice";

const UPLOAD = record({
  eventName: "PutObject",
  requestParameters: { bucketName: "example-customer-data", key: "picture.jpg" },
  responseElements: {
    "x-amz-server-side-encryption-aws-kms-key-id": `arn:aws:kms:eu-central-1:111122223333:key/${KEY_ID}`,
  },
});

test("the key id and the picture's name are found in one file, as one searches for them by hand", async () => {
  const others = [record(), record({ eventName: "Decrypt" })];
  await withFiles({ "a.json.gz": gzipSync(logFile([...others, UPLOAD, record()])) }, async (folder) => {
    const { status, out, err } = await find(
      folder,
      "--key",
      KEY_ID,
      "--object",
      "s3://example-customer-data/picture.jpg",
    );
    expect({ status, err }).toEqual({ status: 0, err: "" });
    const columns = [22, 11, 38, 13, 40];
    const row = (...cells: string[]) =>
      cells
        .map((cell, column) => cell.padEnd(columns[column]!))
        .join("")
        .trimEnd();
    expect(out.split("\n")).toEqual([
      row("time", "event", "principal", "ip", "target", "error"),
      row("2026-03-01T10:00:00Z", "PutObject", ALICE, "203.0.113.7", "s3://example-customer-data/picture.jpg"),
      "",
    ]);
  });
});

test("nothing found is exit status 1; nothing read is an error", async () => {
  await withFiles({ "a.json": logFile([record()]), "b.txt": "x" }, async (folder) => {
    expect(await find(folder, "--event", "StopLogging")).toEqual({ status: 1, out: "", err: "" });
  });
  await withFiles({ "b.txt": "x" }, async (folder) => {
    expect(await find(folder)).toEqual({
      status: 2,
      out: "",
      err: expect.stringMatching(
        /^no log file was read, so nothing was searched; skipped: 1 with other names; give /,
      ) as string,
    });
  });
});

test("on a terminal, a search that finds nothing says what it searched", async () => {
  const file = logFile([record()]);
  await withFiles({ "a.json": file, "b.json": file }, async (folder) => {
    const run = async (...args: string[]) => (await logs(["find", folder, ...args], { errIsTerminal: true })).err;
    const megabytes = ((2 * file.length) / 1e6).toFixed(1);
    expect(await run("--event", "StopLogging")).toContain(`no record matches in 2 files of ${megabytes} MB unpacked\n`);
    expect(await run("--event", "StopLogging", "--quiet")).toBe("");
    expect(await run()).not.toContain("no record");
  });
});

test("a file that cannot be read is named, and the status is 2, also with --quiet", async () => {
  const files = { "a.json": logFile([record()]), "b.json.gz": gzipSync("{").subarray(0, -1), "c\u001b[2J.json": "x" };
  await withFiles(files, async (folder) => {
    for (const quiet of [[], ["--quiet"]]) {
      const { status, out, err } = await find(folder, "--format", "jsonl", ...quiet);
      expect({ status, lines: out.split("\n").length }).toEqual({ status: 2, lines: 2 });
      expect(err).toBe(
        "incomplete: 2 files could not be read\n" +
          `  ${folder}/b.json.gz: it is cut off\n  ${folder}/c\\u001b[2J.json: it does not contain JSON\n`,
      );
    }
  });
});

test("what an attacker writes into a record does not reach the terminal", async () => {
  const text = "\u001b]0;x\u0007\u009b31m\u202e=HYPERLINK()";
  await withFiles({ "a.json": logFile([record({ userAgent: text, eventName: `=1+1${text}` })]) }, async (folder) => {
    for (const format of ["table", "jsonl", "csv"]) {
      const { out } = await find(folder, "--format", format, "--columns", "event,agent");
      expect(out).toContain("HYPERLINK");
      // oxlint-disable-next-line no-control-regex -- the characters that must be absent
      expect(out).not.toMatch(/[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u202e]/);
    }
    const { out } = await find(folder, "--format", "jsonl");
    expect(JSON.parse(out)).toMatchObject({ userAgent: text });
  });
});

test("CSV is one line a record, quoted, and no formula", async () => {
  const odd = record({ eventName: 'a,"b"', userAgent: "=cmd()", errorCode: "x\ny" });
  await withFiles({ "a.json": logFile([odd]) }, async (folder) => {
    const { out } = await find(folder, "--format", "csv", "--columns", "event,agent", "--columns", "error");
    expect(out).toBe('event,agent,error\r\n"a,""b""",\'=cmd(),x\\u000ay\r\n');
  });
});

test("JSON lines are the records themselves, or the columns", async () => {
  const original = '{"eventVersion":"1","eventID":"e","n":12345678901234567890,"m":791.0}';
  await withFiles({ "a.json": `{"Records":[${original}]}` }, async (folder) => {
    expect((await find(folder, "--format", "jsonl")).out).toBe(`${original}\n`);
    const { out } = await find(folder, "--format", "jsonl", "--columns", "id,eventVersion");
    expect(out).toBe('{"id":"e","eventVersion":"1"}\n');
  });
});

test("a table is as wide as the terminal, from the first row to the last", async () => {
  const records = Array.from({ length: 1200 }, (_, index) =>
    record({ eventName: `Event${index}`, requestParameters: { bucketName: "b", key: "folder/".repeat(index % 30) } }),
  );
  await withFiles({ "a.json": logFile(records) }, async (folder) => {
    const { out } = await logs(["find", folder], { columns: 90 });
    const lines = stripVTControlCharacters(out).trimEnd().split("\n");
    expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(90);
    expect(out.match(/2026-03-01T10:00:00Z .* 203\.0\.113\.7 /g)).toHaveLength(records.length);
    const piped = (await find(folder)).out.trimEnd().split("\n");
    expect(piped).toHaveLength(1201);
  });
});

test("a late correction and the other account's copy are shown once", async () => {
  const shared = record({ sharedEventID: "s" });
  const copies = [
    { ...UPLOAD, addendum: { reason: "UPDATED_DATA" } },
    { ...shared, eventID: "other", recipientAccountId: "444455556666" },
  ];
  await withFiles({ "a.json": logFile([UPLOAD, shared]), "b.json": logFile(copies) }, async (folder) => {
    const { out, err } = await find(folder, "--format", "csv", "--columns", "account");
    expect(out).toBe("account\r\n111122223333\r\n111122223333\r\n");
    expect(err).toBe("left out: 2 records of events shown before (late corrections, copies in other accounts)\n");
  });
});

test("says where a Bucket Key hides the object", async () => {
  const bucketKey = record({
    eventSource: "kms.amazonaws.com",
    eventName: "Decrypt",
    requestParameters: { encryptionContext: { "aws:s3:arn": "arn:aws:s3:::example-customer-data" } },
  });
  const other = {
    ...bucketKey,
    eventID: "o",
    requestParameters: { encryptionContext: { "aws:s3:arn": "arn:aws:s3:::b" } },
  };
  await withFiles({ "a.json": logFile([UPLOAD, bucketKey, other]) }, async (folder) => {
    const { status, err } = await find(folder, "--object", "s3://example-customer-data/picture.jpg");
    expect(status).toBe(0);
    expect(err).toBe(
      "1 call to KMS names only the bucket: with an S3 Bucket Key, KMS does not record the object; only S3's data events do\n",
    );
  });
});

test("--limit ends the search", async () => {
  await withFiles({ "a.json": logFile([record(), record(), record()]) }, async (folder) => {
    const { status, out, err } = await find(folder, "--limit", "2", "--format", "csv", "--columns", "event");
    expect({ status, out, err }).toEqual({
      status: 0,
      out: "event\r\nGetObject\r\nGetObject\r\n",
      err: "ended after 2 records (--limit)\n",
    });
  });
});

test("--output is written whole", async () => {
  await withFiles({ "a.json": logFile([record()]), "out.csv": "old" }, async (folder) => {
    const output = join(folder, "out.csv");
    const { status, out } = await find(
      join(folder, "a.json"),
      "--format",
      "csv",
      "--columns",
      "event",
      "--output",
      output,
    );
    expect({ status, out, written: readFileSync(output, "utf8") }).toEqual({
      status: 0,
      out: "",
      written: "event\r\nGetObject\r\n",
    });
    writeFileSync(output, "old");
    await expect(find(join(folder, "none"), "--output", output)).resolves.toMatchObject({ status: 2 });
    expect(readFileSync(output, "utf8")).toBe("old");
  });
});

test("the samples are read without an error", async () => {
  const { status, err } = await find(SAMPLES, "--event", "AssumeRole", "--columns", "time", "--quiet");
  expect({ status, err }).toEqual({ status: 0, err: "" });
});

test.each([
  [[], "no source given; give a folder, a file, s3://BUCKET/PREFIX, - or --environment NAME"],
  [["none"], "none cannot be read: it does not exist"],
  [
    [".", "--columns", "principl"],
    '--columns has no column "principl"; did you mean principal? A field\'s path, such as userIdentity.type, works too',
  ],
  [[".", "--from", "2026-03-02", "--to", "2026-03-01"], "--from 2026-03-02 must be before --to 2026-03-01"],
  [
    [".", "--from", "2026-02-30"],
    '--from must be a day (2026-03-01), a time with its zone (2026-03-01T10:00:00Z), or an age such as 90m, 24h or 7d, got "2026-02-30" (see audit-trail logs find --help)',
  ],
  [
    [".", "--object", "picture.jpg"],
    '--object must be an object such as s3://example-bucket/folder/picture.jpg, got "picture.jpg" (see audit-trail logs find --help)',
  ],
  [
    [".", "--ip", "203.0.113.0/33"],
    '--ip must be an address, a network such as 203.0.113.0/24, or a service such as kms.amazonaws.com, got "203.0.113.0/33" (see audit-trail logs find --help)',
  ],
])("%j is a mistake of one line", async (args, message) => {
  expect(await find(...args)).toEqual({ status: 2, out: "", err: `${message}\n` });
});
