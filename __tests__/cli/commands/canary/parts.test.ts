import { gzipSync } from "node:zlib";
import { assessAnswer, objectUrl } from "../../../../cli/commands/canary/anonymous";
import { delaysOf, showDelays } from "../../../../cli/results/delays";
import { recordsWith } from "../../../../cli/commands/canary/log-reader";
import { newObjectKey, startOf } from "../../../../cli/commands/canary/object-key";
import { readRecord, recordIdOf, type RecordQuery } from "../../../../cli/commands/canary/records";
import type { ExpectedRecord, Step } from "../../../../cli/results/canary";
import { verdictOf } from "../../../../cli/commands/canary/verdict";
import { anonymousRecord, dataKeyRecord, objectRecord } from "../../../support/canary";
import { logFile, record as logRecord } from "../../../support/log-records";

const KEY_ARN = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555";
const WORLD = { bucket: "data", keyArn: KEY_ARN };

describe("the object's key", () => {
  test("tells when its run began", () => {
    const key = newObjectKey("in/", new Date("2026-11-21T21:45:09.876Z"));
    expect(key).toMatch(/^in\/audit-trail-canary\/20261121T214509Z-[0-9a-f]{16}\.txt$/);
    expect(startOf(key)).toEqual(new Date("2026-11-21T21:45:09Z"));
  });

  test("is another each time", () => {
    const now = new Date();
    expect(newObjectKey("", now)).not.toBe(newObjectKey("", now));
  });

  test.each(["", "audit-trail-canary/a.txt", "audit-trail-canary/20261399T000000Z-0123456789abcdef.txt"])(
    "%j is none",
    (key) => {
      expect(() => startOf(key)).toThrow(`--resume must be the key of a canary's object`);
    },
  );
});

describe("a log file", () => {
  const [hit, miss] = [logRecord({ eventName: "needle" }), logRecord()] as const;
  const packed = gzipSync(logFile([miss, hit]));

  test("gives its records that hold a needle", () => {
    expect(recordsWith(packed, ["hay", "needle"])).toEqual([hit]);
    expect(recordsWith(packed, ["hay"])).toEqual([]);
  });

  test("that is broken is refused, whatever it holds", () => {
    expect(() => recordsWith(gzipSync("needle {"), ["hay"])).toThrow("it does not contain JSON");
  });

  test("to which something was added is refused, whatever it holds", () => {
    expect(() => recordsWith(Buffer.concat([packed, packed]), ["hay"])).toThrow("more than one gzip member");
  });
});

describe("a record", () => {
  const since = Date.parse("2026-11-21T12:00:00Z");
  const wanted: RecordQuery = { ...WORLD, bucketArn: "arn:aws:s3:::data", objectKey: "a.txt", since };
  const at = { eventTime: "2026-11-21T12:00:01Z" };
  const idOf = (record: object) => recordIdOf(record as Record<string, unknown>, wanted);
  const contextOf = (arn: string) => ({ requestParameters: { encryptionContext: { "aws:s3:arn": arn } } });

  test.each([
    ["of the upload", objectRecord("PutObject", WORLD, "a.txt"), "put"],
    ["of the reading", objectRecord("GetObject", WORLD, "a.txt"), "read"],
    ["of the reading without a signature", anonymousRecord(WORLD, "a.txt"), "anonymous"],
    ["of the data key with a Bucket Key", dataKeyRecord(WORLD, at), "dataKey"],
    ["of the data key without", dataKeyRecord(WORLD, contextOf("arn:aws:s3:::data/a.txt")), "dataKey"],
    ["of another object", objectRecord("PutObject", WORLD, "b.txt"), undefined],
    ["of another bucket", objectRecord("PutObject", { ...WORLD, bucket: "other" }, "a.txt"), undefined],
    ["of another call", objectRecord("HeadObject", WORLD, "a.txt"), undefined],
    ["of another service", objectRecord("PutObject", WORLD, "a.txt", { eventSource: "evil.example" }), undefined],
    ["of another's data key", dataKeyRecord(WORLD, { eventTime: "2026-11-21T12:05:00Z" }), undefined],
    ["of a data key before", dataKeyRecord(WORLD, { eventTime: "2026-11-21T11:59:00Z" }), undefined],
    ["of a data key at no time", dataKeyRecord(WORLD, { eventTime: "soon" }), undefined],
    [
      "of a data key for another bucket",
      dataKeyRecord(WORLD, { ...at, ...contextOf("arn:aws:s3:::other") }),
      undefined,
    ],
    ["of a data key of another key", dataKeyRecord(WORLD, { ...at, resources: [{ ARN: `${KEY_ARN}0` }] }), undefined],
    ["of nothing", {}, undefined],
  ])("%s", (_, record, expected) => expect(idOf(record)).toBe(expected));

  const place = { logFile: "f", simulatedBy: undefined, deliveredAt: "2026-11-21T12:05:00.000Z", foundAt: "x" };
  const read = (record: object) => readRecord(record as Record<string, unknown>, place);

  test("names the key that S3 used before the one that was asked for", () => {
    const asked = { bucketName: "data", key: "a.txt", "x-amz-server-side-encryption-aws-kms-key-id": "alias/x" };
    expect(read(objectRecord("PutObject", WORLD, "a.txt", { requestParameters: asked })).keyArn).toBe(KEY_ARN);
    const changes = { requestParameters: asked, responseElements: null };
    expect(read(objectRecord("PutObject", WORLD, "a.txt", changes)).keyArn).toBe("alias/x");
  });

  test("gives texts alone, and no long ones", () => {
    const found = read({
      eventID: { a: 1 },
      eventName: "x".repeat(5000),
      eventTime: 7,
      userIdentity: null,
      resources: 3,
    });
    expect(found).toMatchObject({ eventId: "", caller: "", keyArn: undefined, eventTime: place.deliveredAt });
    expect(found.eventName).toHaveLength(1024);
  });
});

describe("the answer to an unsigned request", () => {
  test.each([
    [200, "fail", "anyone can read it: x"],
    [206, "fail", "anyone can read it: x"],
    [403, "pass", "refused: x"],
    [400, "pass", "refused: x"],
    [301, "unknown", "neither returned nor refused: x"],
    [500, "unknown", "neither returned nor refused: x"],
  ])("of AWS, %d: %s", (status, state, text) => {
    expect(assessAnswer(status, "x", "https://u", undefined)).toMatchObject({ state, text });
  });

  test.each([200, 403, 500])("of an emulator, %d, proves nothing", (status) => {
    expect(assessAnswer(status, "x", "http://u", "http://e").state).toBe("not enforced");
  });

  test.each([
    ["data", undefined, "https://data.s3.eu-central-1.amazonaws.com/a/b%20c.txt"],
    ["my.data", undefined, "https://s3.eu-central-1.amazonaws.com/my.data/a/b%20c.txt"],
    ["data", "http://127.0.0.1:5000/", "http://127.0.0.1:5000/data/a/b%20c.txt"],
  ])("is asked of the object's address: %s at %s", (bucket, endpoint, url) => {
    expect(objectUrl({ bucket, region: "eu-central-1", objectKey: "a/b c.txt", endpoint })).toBe(url);
  });

  test("in China is asked of China's hosts", () => {
    const url = objectUrl({ bucket: "data", region: "cn-north-1", objectKey: "a", endpoint: undefined });
    expect(url).toBe("https://data.s3.cn-north-1.amazonaws.com.cn/a");
  });
});

const FOUND = {
  eventTime: "2026-11-21T12:00:00.000Z",
  deliveredAt: "2026-11-21T12:05:12.000Z",
  foundAt: "2026-11-21T12:05:20.200Z",
};
const record = (changes: object = {}) =>
  ({
    id: "put",
    title: "PutObject",
    required: true,
    calledAt: "2026-11-21T12:00:00.400Z",
    found: FOUND,
    ...changes,
  }) as ExpectedRecord;

describe("delays", () => {
  test("are those from call to event, to the log file, to finding it; never below nothing", () => {
    expect(delaysOf(record()).map(({ milliseconds }) => milliseconds)).toEqual([0, 312_000, 8_200]);
    expect(showDelays(record())).toBe("call to event 0 ms, event to log file 5 min 12 s, log file to found 8.2 s");
  });

  test("begin with the event where this run made no call, and are none without a record", () => {
    expect(delaysOf(record({ calledAt: undefined })).map(({ from }) => from)).toEqual(["event", "log file"]);
    expect(delaysOf(record({ found: undefined }))).toEqual([]);
  });
});

describe("the verdict", () => {
  const step = (id: string, state: string) => ({ id, state, title: id, text: "so" }) as Step;
  const judge = (steps: Step[], changes: object = {}) =>
    verdictOf({ steps, records: [record()], interrupted: false, ...changes });

  test("is passed if nothing failed", () => {
    expect(judge([step("put", "pass"), step("clean", "warn"), step("public", "unknown")])).toEqual({
      verdict: "passed",
      summary: "the trail recorded it: the record within 5 min 12 s; 1 warning; 1 unknown",
    });
  });

  test("is failed where a step did, interrupted or not", () => {
    const expected = { verdict: "failed", summary: "watch: so" };
    expect(judge([step("watch", "fail"), step("put", "unknown")], { interrupted: true })).toEqual(expected);
  });

  test.each(["put", "read", "watch"])("is incomplete where %s could not be done", (id) => {
    expect(judge([step(id, "unknown")])).toEqual({ verdict: "incomplete", summary: `${id}: so` });
  });

  test("is incomplete where it was interrupted", () => {
    expect(judge([step("put", "pass")], { interrupted: true })).toEqual({
      verdict: "incomplete",
      summary: "interrupted",
    });
  });

  test("says that log files were simulated", () => {
    const records = [record({ found: { ...FOUND, simulatedBy: "a test" } })];
    expect(judge([step("put", "pass")], { records }).summary).toMatch(/within 5 min 12 s; in simulated log files$/);
  });

  test("names no emulator that enforced everything", () => {
    expect(judge([step("put", "pass")]).summary).not.toContain("emulator");
  });

  test("says what an emulator does not enforce", () => {
    const steps = [step("anonymous", "not enforced"), step("public", "not enforced")];
    expect(judge(steps).summary).toMatch(/; on an emulator, 2 not enforced there$/);
  });
});
