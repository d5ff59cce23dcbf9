import { gunzipSync } from "node:zlib";
import { exitStatus, type Validation } from "../../../../cli/logs/integrity/result";
import type { FakeObject } from "../../../../tools/emulator/fake-s3";
import { countsOf, validateInMemory } from "../../../support/memory-bucket";
import { hashOf, HOUR_MS, signDigest, signedTrail, signingKey } from "../../../../tools/emulator/signed-trail";

const { privateKey, value } = signingKey();
const FOLDER = "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/03/01/";
const at = (hour: number, minute = 0) => Date.UTC(2026, 2, 1, hour, minute);
const trail = () => signedTrail({ key: privateKey });

interface AddedDigest {
  readonly key: string;
  readonly end: number;
  /** The log file that it names, which is added, too. */
  readonly log: string;
  readonly content: Uint8Array;
  readonly previous?: string;
  /** Bucket of the one before it. @default the same */
  readonly previousBucket?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

function addDigest(objects: Map<string, FakeObject>, added: AddedDigest): void {
  const { key: digestKey, end, log, content, previous, previousBucket, metadata = {} } = added;
  const before = previous === undefined ? undefined : objects.get(previous)!;
  objects.set(log, { bytes: content, modified: new Date(end - HOUR_MS / 2) });
  const { object } = signDigest({
    key: privateKey,
    account: "111122223333",
    digestKey,
    begin: new Date(end - HOUR_MS),
    end: new Date(end),
    logs: [{ key: log, hash: hashOf(gunzipSync(content)) }],
    previous: before && {
      key: previous!,
      hash: hashOf(gunzipSync(before.bytes)),
      signature: before.metadata!["signature"]!,
      ...(previousBucket !== undefined && { bucket: previousBucket }),
    },
    metadata,
  });
  objects.set(digestKey, object);
}

test("a period is proven with the digests that end after it, and the log files before it are left out", async () => {
  const { objects, logs } = trail();
  // Delivered after the period, though its interval is in it.
  const late = logs[23]!;
  objects.set(late, { ...objects.get(late)!, modified: new Date(at(6, 5)) });
  objects.delete(logs[0]!);
  objects.delete(logs[39]!);
  const found = await validateInMemory(objects, value, { from: at(3), to: at(6) });
  expect([exitStatus(found), countsOf(found), found.gaps]).toEqual([0, [], []]);
});

test("log files and digests of a whole period cannot be removed unnoticed", async () => {
  const { objects, logs, digests } = trail();
  for (const key of [...logs.slice(8), ...digests.slice(2)]) objects.delete(key);
  const found = await validateInMemory(objects, value, { from: at(3), to: at(8) });
  expect(exitStatus(found)).toBe(1);
  expect(found.findings).toMatchObject([
    {
      state: "missing",
      kind: "digest",
      key: "AWSLogs/111122223333/CloudTrail-Digest/eu-central-1/*/111122223333_CloudTrail-Digest_eu-central-1_audit_eu-central-1_*",
      detail:
        "the trail audit has no digest from 2026-03-01T03:00:00.000Z to 2026-03-01T08:00:00.000Z: " +
        "it was stopped or deleted, or its digests were removed",
    },
  ]);
});

test("a period of less than an hour need not have a digest", async () => {
  const { objects } = trail();
  const found = await validateInMemory(objects, value, { from: at(12), to: at(12, 50) });
  expect(found.findings).toEqual([]);
});

test("a period that begins before logging has a gap", async () => {
  const { objects } = signedTrail({ key: privateKey, start: new Date(at(6)) });
  const found = await validateInMemory(objects, value, { from: at(2), to: at(8) });
  expect(found.gaps).toMatchObject([{ from: at(2), to: at(5), cause: "restarted" }]);
});

test("a log file that was just delivered is pending, and its digest not due", async () => {
  const { objects, logs, digests } = trail();
  for (const key of [...logs.slice(8), ...digests.slice(2)]) objects.delete(key);
  const later = logs[7]!.replace("0145Z_1x3", "0205Z_new");
  objects.set(later, { ...objects.get(logs[7]!)!, modified: new Date(at(2, 10)) });
  const options = { now: at(2, 40) };
  const found = await validateInMemory(objects, value, options);
  expect([exitStatus(found), countsOf(found)]).toEqual([0, ["pending log 1"]]);
  const hours = await validateInMemory(objects, value, { now: at(4, 40) });
  expect([exitStatus(hours), countsOf(hours)]).toEqual([1, ["missing digest 1", "uncovered log 1"]]);
});

describe("the files of one day", () => {
  const PERIOD = { from: Date.UTC(2026, 2, 2), to: Date.UTC(2026, 2, 2, 12) };
  const EXPECTED = [
    { trail: "audit", account: "111122223333", region: "eu-central-1", folder: "AWSLogs/111122223333/" },
  ];
  const twoDays = (options = {}) => signedTrail({ key: privateKey, hours: 40, ...options });
  const isOfDay = (key: string) => key.includes("/2026/03/02/");
  const remove = (objects: Map<string, FakeObject>, test: (key: string) => boolean) => {
    for (const key of [...objects.keys()]) if (test(key)) objects.delete(key);
  };
  const missing = (trail: string) => expect.stringContaining(`the trail ${trail} has no digest`);
  const statusAndDetails = (found: Validation) => [exitStatus(found), found.findings.map(({ detail }) => detail)];

  test("are intact if the expected trail has digests of it", async () => {
    const found = await validateInMemory(twoDays().objects, value, { ...PERIOD, expected: EXPECTED });
    expect(statusAndDetails(found)).toEqual([0, []]);
  });

  test("and all digests of an expected trail cannot be removed, even if older log files remain", async () => {
    const { objects } = twoDays();
    remove(objects, (key) => isOfDay(key) || key.includes("CloudTrail-Digest"));
    const found = await validateInMemory(objects, value, { ...PERIOD, expected: EXPECTED });
    expect(statusAndDetails(found)).toEqual([1, [missing("audit")]]);
    const whole = await validateInMemory(objects, value, { to: PERIOD.to, expected: EXPECTED });
    expect(statusAndDetails(whole)).toEqual([1, expect.arrayContaining([missing("audit")])]);
    const unexpected = await validateInMemory(objects, value, PERIOD);
    expect(statusAndDetails(unexpected)).toEqual([1, [expect.stringContaining("there is no hourly digest from")]]);
  });

  test("and a file of Insights in the Region does not stand for the expected trail", async () => {
    const insight = "AWSLogs/111122223333/CloudTrail-Insight/eu-central-1/2026/01/01/x.json.gz";
    const objects = new Map([[insight, { bytes: Buffer.from("x"), modified: new Date(0) }]]);
    const found = await validateInMemory(objects, value, { ...PERIOD, expected: EXPECTED });
    expect(statusAndDetails(found)).toEqual([1, [missing("audit")]]);
  });

  test("and the digests cannot be removed but for one of backfill", async () => {
    const { objects, logs } = twoDays();
    const log = logs[0]!.replace("/03/01/", "/03/02/").replace("20260301T0000Z", "20260302T0520Z");
    const key = log
      .replaceAll("CloudTrail", "CloudTrail-Digest")
      .replace(/20260302T0520Z.*/, "audit_eu-central-1_20260302T060000Z_backfill.json.gz");
    const metadata = { "backfill-generation-timestamp": "2026-03-02T08:00:00Z" };
    addDigest(objects, { key, end: Date.UTC(2026, 2, 2, 6), log, content: objects.get(logs[0]!)!.bytes, metadata });
    const before = await validateInMemory(objects, value, PERIOD);
    expect(statusAndDetails(before)).toEqual([0, []]);
    remove(objects, (one) => isOfDay(one) && one !== key && one !== log);
    for (const expected of [[], EXPECTED]) {
      const found = await validateInMemory(objects, value, { ...PERIOD, expected });
      expect(statusAndDetails(found)).toEqual([1, [missing("audit")]]);
    }
    // Nor if the older digests are gone as well.
    remove(objects, (one) => one !== key && one !== log);
    const alone = await validateInMemory(objects, value, PERIOD);
    expect(statusAndDetails(alone)).toEqual([1, [expect.stringContaining("there is no hourly digest from")]]);
  });

  test("and one of two trails in the Region cannot vanish", async () => {
    const { objects } = twoDays();
    for (const [key, object] of twoDays({ trail: "data" }).objects) {
      if (key.includes("CloudTrail-Digest")) objects.set(key, object);
    }
    expect(statusAndDetails(await validateInMemory(objects, value, PERIOD))).toEqual([0, []]);
    remove(objects, (key) => isOfDay(key) && key.includes("_data_"));
    const found = await validateInMemory(objects, value, PERIOD);
    expect(statusAndDetails(found)).toEqual([1, [missing("data")]]);
  });
});

describe("a forged log file of the period that was stored after it", () => {
  const key = FOLDER + "111122223333_CloudTrail_eu-central-1_20260301T0530Z_forged.json.gz";

  test.each([
    ["soon, and the digest of that time is there", 20, at(10, 10), ["extra log 1"]],
    ["hours later, and the digest of that time is there", 20, at(11, 20), ["extra log 1"]],
    ["and no digest is there that is later than the period", 6, at(11, 20), ["uncovered log 1"]],
  ])("%s", async (_, hours, stored, expected) => {
    const { objects, logs } = signedTrail({ key: privateKey, hours });
    objects.set(key, { bytes: objects.get(logs[0]!)!.bytes, modified: new Date(stored) });
    const found = await validateInMemory(objects, value, { from: at(1), to: at(6) });
    expect(countsOf(found)).toEqual(expected);
  });

  test("is none if its interval has hardly ended, and its digest may be too late to be there", async () => {
    const { objects, logs } = signedTrail({ key: privateKey, hours: 6 });
    const just = key.replace("T0530Z", "T0550Z");
    objects.set(just, { bytes: objects.get(logs[0]!)!.bytes, modified: new Date(at(6, 5)) });
    const found = await validateInMemory(objects, value, { from: at(1), to: at(6) });
    expect(countsOf(found)).toEqual([]);
  });
});

test("a log file that was delivered hours after the period is compared with the digest of that time", async () => {
  const { objects, logs, digests } = signedTrail({ key: privateKey, hours: 9 });
  const log = `${FOLDER}111122223333_CloudTrail_eu-central-1_20260301T0530Z_late.json.gz`;
  const previous = digests.at(-1)!;
  const key = previous.replace("T090000Z", "T100000Z");
  addDigest(objects, { key, end: at(10), log, content: objects.get(logs[1]!)!.bytes, previous });
  const intact = await validateInMemory(objects, value, { from: at(1), to: at(6) });
  expect([exitStatus(intact), countsOf(intact)]).toEqual([0, []]);
  objects.set(log, { ...objects.get(log)!, bytes: objects.get(logs[0]!)!.bytes });
  const changed = await validateInMemory(objects, value, { from: at(1), to: at(6) });
  expect([exitStatus(changed), countsOf(changed)]).toEqual([1, ["changed log 1"]]);
});

test("digests that a trail wrote to another bucket are not read, and not missing here", async () => {
  const { objects, logs, digests } = signedTrail({ key: privateKey });
  const previous = digests.at(-1)!;
  const key = previous.replace("T100000Z", "T110000Z");
  const log = `${FOLDER}111122223333_CloudTrail_eu-central-1_20260301T1020Z_moved.json.gz`;
  const content = objects.get(logs[0]!)!.bytes;
  addDigest(objects, { key, end: at(11), log, content, previous, previousBucket: "old-logs" });
  for (const one of [...logs, ...digests]) objects.delete(one);
  const found = await validateInMemory(objects, value, { to: at(11) });
  expect([exitStatus(found), countsOf(found)]).toEqual([2, ["unproven digest 1"]]);
  expect(found.findings).toMatchObject([
    {
      name: `s3://old-logs/${previous}`,
      detail: expect.stringContaining("the bucket old-logs then, which was not read"),
    },
  ]);
  const later = await validateInMemory(objects, value, { from: at(10), to: at(11) });
  expect([exitStatus(later), countsOf(later)]).toEqual([0, []]);
});
