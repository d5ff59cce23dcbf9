import { gzipSync } from "node:zlib";
import { s3Files } from "../../../../cli/commands/logs/s3-files";
import type { LogFile } from "../../../../cli/logs/scan";
import { dayFolder, minuteStamp, namePrefix, type LogKind } from "../../../../modules/log-keys";
import { dev } from "../../../fixtures/environments/dev";
import { withS3, type FakeOptions, type FakeS3 } from "../../../../tools/emulator/fake-s3";
import { logFile, record } from "../../../support/log-records";
import { synthesizedFolder } from "../../../support/synthesized-folder";

const CONTENT = gzipSync(logFile([record()]));

function keyOf(
  account: string,
  region: string,
  time: string,
  kind: LogKind = "CloudTrail",
  organizationId?: string,
): string {
  const source = { account, region, kind };
  const at = new Date(time);
  return `${dayFolder({ organizationId }, source, at)}${namePrefix(source)}${minuteStamp(at)}_x.json.gz`;
}

const KEYS = {
  first: keyOf("111122223333", "eu-central-1", "2026-03-01T10:00:00Z"),
  next: keyOf("111122223333", "eu-central-1", "2026-03-02T10:00:00Z"),
  later: keyOf("111122223333", "eu-central-1", "2026-03-09T10:00:00Z"),
  region: keyOf("111122223333", "us-east-1", "2026-03-01T10:00:00Z"),
  account: keyOf("444455556666", "eu-central-1", "2026-03-01T10:00:00Z"),
  insight: keyOf("444455556666", "eu-central-1", "2026-03-01T10:00:00Z", "CloudTrail-Insight"),
  digest: keyOf("444455556666", "eu-central-1", "2026-03-01T10:00:00Z", "CloudTrail-Digest"),
  config: "AWSLogs/444455556666/Config/eu-central-1/2026/3/1/x.json.gz",
  other: "reports/summary.csv",
};

const LOGS = [KEYS.first, KEYS.next, KEYS.later, KEYS.region, KEYS.insight, KEYS.account].sort();
const OBJECTS = new Map(Object.values(KEYS).map((key) => [key, CONTENT]));
const FROM = Date.parse("2026-03-01T00:30:00Z");
const TO = Date.parse("2026-03-02T00:00:00Z");

interface Read {
  readonly files: readonly LogFile[];
  readonly s3: FakeS3;
}

function read(
  address: string | undefined,
  selection = {},
  options: FakeOptions = {},
  objects = OBJECTS,
  where = {},
): Promise<Read> {
  return withS3(
    objects,
    async (s3) => {
      process.env["AWS_ACCESS_KEY_ID"] ??= "test";
      process.env["AWS_SECRET_ACCESS_KEY"] ??= "test";
      const access = {
        environment: undefined,
        outdir: "cdktf.out",
        profile: undefined,
        reader: undefined,
        endpoint: s3.endpoint,
        ...where,
      };
      const files: LogFile[] = [];
      const { signal } = new AbortController();
      for await (const batch of s3Files(address, access, { lateDays: 1, ...selection }, signal)) files.push(...batch);
      return { files, s3 };
    },
    options,
  );
}

const names = ({ files }: Read) => files.map(({ name }) => name.replace("s3://logs/", ""));

test("every log file of a bucket is read, in the order of the keys, and nothing else", async () => {
  const found = await read("s3://logs");
  expect(names(found)).toEqual(LOGS);
  expect([...found.s3.read].sort()).toEqual(LOGS);
  expect(found.files.every(({ content }) => CONTENT.equals(content!))).toBe(true);
  expect(found.s3.listed.filter((prefix) => /Config\/|Digest\//.test(prefix))).toEqual([]);
});

test("nothing is listed outside the asked accounts, Regions and days", async () => {
  const selection = { from: FROM, to: TO, accounts: ["111122223333"], regions: ["eu-central-1"] };
  const found = await read("s3://logs/AWSLogs/", selection);
  expect(names(found)).toEqual([KEYS.first, KEYS.next]);
  const region = "AWSLogs/111122223333/CloudTrail/eu-central-1/";
  expect(found.s3.listed).toEqual([
    "AWSLogs/",
    "AWSLogs/111122223333/",
    "AWSLogs/111122223333/CloudTrail/",
    `${region}2026/03/01/`,
    `${region}2026/03/02/`,
  ]);
});

test.each([
  ["s3://logs/AWSLogs/444455556666", [KEYS.insight, KEYS.account].sort()],
  ["s3://logs/AWSLogs/111122223333/CloudTrail/eu-central-1/2026/03/02/", [KEYS.next]],
  ["s3://logs/AWSLogs/111122223333/CloudTrail/eu-central-1/2026/", [KEYS.first, KEYS.next, KEYS.later]],
])("%s is a part of the bucket", async (address, expected) => {
  expect(names(await read(address))).toEqual(expected);
});

test.each([
  ["s3://logs/case", ["case/a.json.gz", "case/sub/b.json.gz", "case/sub/deep/c.json.gz"]],
  ["s3://logs/case/a.json.gz", ["case/a.json.gz"]],
  [`s3://logs/${KEYS.first}`, [KEYS.first]],
  ["s3://logs/AWSLogs/", ["AWSLogs/loose.json.gz", KEYS.first]],
  ["s3://logs/none", []],
])("%s: files beside folders and single objects are read", async (address, expected) => {
  const keys = ["AWSLogs/loose.json.gz", "case/a.json.gz", "case/sub/b.json.gz", "case/sub/deep/c.json.gz", KEYS.first];
  const objects = new Map(keys.map((key) => [key, CONTENT]));
  expect(names(await read(address, {}, {}, objects))).toEqual(expected);
});

test("a part of a name is a mistake that shows what begins so", async () => {
  await expect(read("s3://logs/AWSLogs/1111")).rejects.toThrow(
    "s3://logs/AWSLogs/1111 is no object and no folder; what begins so is s3://logs/AWSLogs/111122223333/",
  );
});

test("an organization's folders are one deeper", async () => {
  const key = keyOf("111122223333", "eu-central-1", "2026-03-01T10:00:00Z", "CloudTrail", "o-a1b2c3d4e5");
  const objects = new Map([[`audit/${key}`, CONTENT]]);
  expect(names(await read("s3://logs", { from: FROM, to: TO, accounts: ["111122223333"] }, {}, objects))).toEqual([
    `audit/${key}`,
  ]);
});

test("a folder with more keys than a page is read to its end", async () => {
  const keys = Array.from({ length: 25 }, (_, index) =>
    KEYS.first.replace("_x.", `_${String(index).padStart(2, "0")}.`),
  );
  const found = await read("s3://logs", {}, { pageSize: 10 }, new Map(keys.map((key) => [key, CONTENT])));
  expect(names(found)).toEqual(keys);
});

test("a file that S3 does not return is named, and the others are read", async () => {
  const failures = new Map<string, readonly [number, string] | "cut">([
    [KEYS.first, [403, "AccessDenied"]],
    [KEYS.next, [403, "InvalidObjectState"]],
    [KEYS.later, [404, "NoSuchKey"]],
    [KEYS.region, "cut"],
  ]);
  const { files } = await read("s3://logs", {}, { failures });
  const problems = Object.fromEntries(files.map(({ name, problem }) => [name.replace("s3://logs/", ""), problem]));
  expect(problems).toEqual({
    [KEYS.first]: "AccessDenied: refused",
    [KEYS.next]: "it is archived: restore it first",
    [KEYS.later]: "NoSuchKey: refused",
    [KEYS.region]: expect.stringMatching(/aborted|ECONNRESET|socket|terminated|premature/i),
    [KEYS.account]: undefined,
    [KEYS.insight]: undefined,
  });
});

test("files are read many at a time", async () => {
  const keys = Array.from({ length: 64 }, (_, index) =>
    KEYS.first.replace("_x.", `_${String(index).padStart(2, "0")}.`),
  );
  const { s3 } = await read(
    "s3://logs",
    { from: FROM, to: TO },
    { delayMs: 20 },
    new Map(keys.map((key) => [key, CONTENT])),
  );
  expect(s3.mostAtOnce()).toBeGreaterThan(8);
});

test.each([
  ["s3://UPPER/x", "s3://UPPER/x is not the address of a bucket; give s3://BUCKET or s3://BUCKET/PREFIX"],
  ["s3://missing", "s3://missing cannot be read: it does not exist"],
])("%s is a mistake", async (address, message) => {
  await expect(read(address)).rejects.toThrow(message);
});

describe("an environment", () => {
  const { outdir, remove } = synthesizedFolder(dev);
  afterAll(remove);

  test("says where its log files are, and whose", async () => {
    const objects = new Map([KEYS.first, KEYS.account].map((key) => [key, CONTENT]));
    const found = await read(undefined, {}, {}, objects, { environment: "dev", outdir });
    expect(found.files.map(({ name }) => name)).toEqual([`s3://${dev.logs.bucketName}/${KEYS.first}`]);
    // The other account is not one of the environment.
    expect(found.s3.listed.filter((prefix) => prefix.includes("444455556666"))).toEqual([]);
  });
});
