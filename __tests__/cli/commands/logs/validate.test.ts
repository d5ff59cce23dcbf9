import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { gzipSync } from "node:zlib";
import type { FakeObject, FakeVersion } from "../../../../tools/emulator/fake-s3";
import { record } from "../../../support/log-records";
import { logs } from "../../../support/logs-command";
import { signedTrail, signingKey, type SignedTrail } from "../../../../tools/emulator/signed-trail";
import { keysJson, validateBucket, validateLogs, withCopy } from "../../../support/validated-logs";

const { privateKey, value } = signingKey();
const TRAIL = signedTrail({ key: privateKey, hours: 5, logsPerHour: 2 });
const TO = TRAIL.end.toISOString();
const last = (list: readonly string[]) => list.at(-1)!.split("/").pop()!;
const without = (trail: SignedTrail, ...keys: string[]) =>
  new Map([...trail.objects].filter(([key]) => !keys.includes(key)));

/** Only the newest digest lacks a signature that a later one gives. */
const UNPROVEN = [
  `unproven digest ${last(TRAIL.digests)}`,
  ...TRAIL.logs.slice(-2).map((key) => `unproven log ${last([key])}`),
];

describe("a plain copy", () => {
  test("is proven with saved keys, but for the newest digest", async () => {
    await withCopy(TRAIL.objects, value, async (folder, keys) => {
      expect(await validateLogs([folder, "--keys", keys, "--to", TO])).toMatchObject({ status: 2, findings: UNPROVEN });
    });
  });

  test.each([
    ["below a folder of any name", (key: string) => `evidence/2026/${key}`],
    ["without the folders above the account", (key: string) => key.replace("AWSLogs/111122223333/", "")],
  ])("may be %s", async (_, place) => {
    const moved = new Map([...TRAIL.objects].map(([key, object]) => [place(key), object]));
    await withCopy(moved, value, async (folder, keys) => {
      expect((await validateLogs([folder, "--keys", keys, "--to", TO])).findings).toEqual(UNPROVEN);
    });
  });

  test("may be of a bucket with prefixes, organizations and several Regions", async () => {
    const trails = [
      signedTrail({ key: privateKey, hours: 2, logsPerHour: 1, prefix: "a" }),
      signedTrail({ key: privateKey, hours: 2, logsPerHour: 1, prefix: "b", region: "us-east-1" }),
      signedTrail({
        key: privateKey,
        hours: 2,
        logsPerHour: 1,
        organizationId: "o-a1b2c3d4e5",
        account: "444455556666",
      }),
    ];
    const objects = new Map(trails.flatMap((trail) => [...trail.objects]));
    await withCopy(objects, value, async (folder, keys) => {
      const all = await validateLogs([folder, "--keys", keys, "--to", trails[0]!.end.toISOString()]);
      expect(all.lines.at(-1)).toMatchObject({ counts: { unproven: 6 }, status: 2 });
      const one = await validateLogs([folder, "--keys", keys, "--region", "us-east-1"]);
      expect(one.lines.filter(({ type }) => type === "chain")).toMatchObject([{ region: "us-east-1" }]);
    });
  });

  test("does not say when it was made: what is later than its last digest is unproven, not wrong", async () => {
    await withCopy(without(TRAIL, TRAIL.digests.at(-1)!), value, async (folder, keys) => {
      const found = await validateLogs([folder, "--keys", keys]);
      expect(found.status).toBe(2);
      expect(found.findings).toHaveLength(5);
      // A copy that was made then lacks no digest whose time had hardly come.
      expect((await validateLogs([folder, "--keys", keys, "--to", TO])).status).toBe(2);
      const due = await validateLogs([folder, "--keys", keys, "--to", "2026-03-01T06:45:00Z"]);
      expect(due.status).toBe(1);
      expect(due.findings).toContain(`missing digest ${last(TRAIL.digests)}`);
    });
  });

  test.each<readonly [string, (objects: Map<string, FakeObject>) => void, string]>([
    ["a forged file", (all) => all.set(TRAIL.logs[3]!.replace("x1", "forged"), all.get(TRAIL.logs[3]!)!), "extra log"],
    ["a forged file outside", (all) => all.set("x/forged.json.gz", all.get(TRAIL.logs[3]!)!), "extra log"],
    ["a removed file", (all) => all.delete(TRAIL.logs[3]!), "missing log"],
    ["a removed digest", (all) => all.delete(TRAIL.digests[2]!), "missing digest"],
    ["a changed file", (all) => all.set(TRAIL.logs[3]!, all.get(TRAIL.logs[1]!)!), "changed log"],
    ["a changed digest", (all) => all.set(TRAIL.digests[2]!, all.get(TRAIL.digests[1]!)!), "changed digest"],
    ["a zip bomb", (all) => all.set(TRAIL.logs[3]!, { bytes: gzipSync(Buffer.alloc(300e6)) }), "changed log"],
    [
      "a digest that nests deeply",
      (all) => all.set(TRAIL.digests[2]!, { bytes: gzipSync("[".repeat(1e6)) }),
      "changed digest",
    ],
    ["a digest that is a list", (all) => all.set(TRAIL.digests[2]!, { bytes: gzipSync("[1]") }), "changed digest"],
  ])("with %s is not intact", async (_, tamper, expected) => {
    const objects = new Map(TRAIL.objects);
    tamper(objects);
    await withCopy(objects, value, async (folder, keys) => {
      const found = await validateLogs([folder, "--keys", keys, "--to", TO]);
      expect(found.status).toBe(1);
      expect(found.findings.filter((one) => one.startsWith(expected))).toHaveLength(1);
    });
  });

  test("without keys proves nothing and says so", async () => {
    await withCopy(TRAIL.objects, value, async (folder) => {
      const { status, out } = await logs(["validate", folder, "--to", TO]);
      expect(status).toBe(2);
      expect(out).toContain("no public keys are given: --keys FILE names saved ones");
      expect(out).toContain("not proven: 15 unproven; 0 of 10 log files and 0 of 5 digests are proven");
    });
  });
});

describe("mistakes", () => {
  const scratch = (content: string) => new Map([["x.json", { bytes: Buffer.from(content) }]]);

  test.each([
    ["{", "is not JSON"],
    ["{}", "has no PublicKeyList"],
    ['{"PublicKeyList":[{}]}', "has no Fingerprint or Value in PublicKeyList[0]"],
    ['{"PublicKeyList":[{"Fingerprint":"a","Value":"AAAA"}]}', "has no RSA key in PublicKeyList[0].Value"],
  ])("keys that are %s", async (content, message) => {
    await withCopy(scratch(content), value, async (folder) => {
      const { status, err } = await logs(["validate", folder, "--keys", join(folder, "x.json")]);
      expect([status, err]).toEqual([2, expect.stringContaining(`x.json ${message}; it must be the JSON that`)]);
    });
  });

  test.each([
    [[], "no source given"],
    [["-"], "standard input has no digests"],
    [["./none"], "./none cannot be read: it does not exist"],
    [["package.json"], "package.json is no folder"],
    [["cli/logs/filters"], "no log file and no digest of this time in cli/logs/filters"],
    [["cli", "--from", "2026-03-02", "--to", "2026-03-01"], "must be before --to"],
  ])("%j", async (args, message) => {
    const { status, err, out } = await logs(["validate", ...args]);
    expect([status, err, out]).toEqual([2, expect.stringContaining(message), ""]);
  });

  test("a part of an account's folder has no digests", async () => {
    const { status, err } = await validateBucketPart("s3://logs/AWSLogs/111122223333/CloudTrail/");
    expect([status, err]).toEqual([2, expect.stringContaining("is inside the folder of an account")]);
  });

  async function validateBucketPart(address: string) {
    const found = await validateBucket(TRAIL.objects, value, [address]);
    return found;
  }
});

describe("a bucket", () => {
  const TWO = `${TRAIL.logs[2]!}`;

  test("is listed only on the days of the period, but for the digests of the month and of the one before", async () => {
    const { s3, status } = await validateBucket(TRAIL.objects, value, ["--from", "2026-03-01T02:00:00Z", "--to", TO]);
    expect(status).toBe(0);
    const deep = s3.listed.filter((prefix) => /\/2026\//.test(prefix));
    const folder = "AWSLogs/111122223333";
    expect(deep).toEqual([
      `${folder}/CloudTrail-Digest/eu-central-1/2026/03/01/`,
      `${folder}/CloudTrail/eu-central-1/2026/03/01/`,
      `${folder}/CloudTrail-Digest/eu-central-1/2026/02/`,
      `${folder}/CloudTrail-Digest/eu-central-1/2026/03/`,
    ]);
    expect(s3.read).not.toContain(TRAIL.digests[0]);
  });

  test("that is slow, or fails for a moment, is read with many requests at a time", async () => {
    const started = performance.now();
    const { status, s3 } = await validateBucket(TRAIL.objects, value, ["--to", TO], { delayMs: 50 });
    expect(status).toBe(0);
    expect(s3.mostAtOnce()).toBeGreaterThan(4);
    expect(performance.now() - started).toBeLessThan(50 * TRAIL.objects.size + 5000);
  });

  test("that answers 503 leaves the file unreadable", async () => {
    const failures = new Map([[TWO, [503, "SlowDown"] as const]]);
    const found = await validateBucket(TRAIL.objects, value, ["--to", TO], { failures });
    expect([found.status, found.findings]).toEqual([2, [`unreadable log ${last([TWO])}`]]);
  });

  test("that keeps versions says which one is intact, and who deleted it", async () => {
    const version: FakeVersion = { ...TRAIL.objects.get(TWO)!, versionId: "v1", deletedBy: "mallory" };
    const objects = without(TRAIL, TWO);
    const found = await validateBucket(objects, value, ["--to", TO], { versions: new Map([[TWO, version]]) });
    expect(found.lines.find(({ type }) => type === "finding")).toMatchObject({
      state: "missing",
      key: TWO,
      intact: { versionId: "v1", deleted: { at: "2026-03-02T00:00:00.000Z", owner: "mallory" } },
    });
  });

  test("whose CloudTrail does not answer proves nothing and says why", async () => {
    const found = await validateBucket(TRAIL.objects, value, ["--to", TO], { publicKeys: undefined! });
    expect(found.status).toBe(2);
    expect(JSON.stringify(found.lines.at(-1))).toContain("the public keys of eu-central-1 could not be read");
  });

  test("is not read again where --state remembers it, unless an object was written again", async () => {
    await withCopy(new Map(), value, async (folder) => {
      const state = join(folder, "state");
      const args = ["--to", TO, "--state", state];
      const first = await validateBucket(TRAIL.objects, value, args);
      expect(first.s3.read).toHaveLength(15);
      // A line that was cut off.
      writeFileSync(state, readFileSync(state, "utf8").slice(0, -10));
      const second = await validateBucket(TRAIL.objects, value, args);
      expect([second.status, second.s3.read.filter((key) => /\/CloudTrail\//.test(key)).length]).toEqual([0, 1]);
      const changed = new Map(TRAIL.objects).set(TWO, { ...TRAIL.objects.get(TWO)!, bytes: gzipSync("{}") });
      const third = await validateBucket(changed, value, args);
      expect(third.findings).toEqual([`changed log ${last([TWO])}`]);
      writeFileSync(state, "no state\n");
      const broken = await validateBucket(TRAIL.objects, value, args);
      expect(broken.err).toContain("is not a file of --state: line 1 is not one of its lines");
    });
  });
});

test("a gap names the calls around it, wherever they are recorded", async () => {
  const stop = {
    eventSource: "cloudtrail.amazonaws.com",
    eventName: "StopLogging",
    requestParameters: { name: "audit" },
    eventTime: "2026-03-01T01:10:00Z",
  };
  const home = signedTrail({ key: privateKey, hours: 5, records: () => [record(), record(stop)] });
  const other = signedTrail({ key: privateKey, hours: 5, region: "us-east-1", off: [2] });
  const objects = new Map([...home.objects, ...other.objects]);
  const found = await validateBucket(objects, value, ["--to", TO]);
  expect(found.status).toBe(1);
  expect(found.gaps).toMatchObject([
    { region: "us-east-1", from: "2026-03-01T02:00:00.000Z", to: "2026-03-01T03:00:00.000Z", cause: "restarted" },
  ]);
  const [call] = found.gaps[0]!["calls"] as object[];
  expect(call).toMatchObject({
    event: "StopLogging",
    target: "audit",
    principal: "arn:aws:iam::111122223333:user/alice",
  });
});

test("names from a bucket cannot become markup or control the terminal", async () => {
  const evil = TRAIL.logs[2]!.replace("x0", "x0<img src=x>\u001b[2J|`_*");
  const objects = new Map(TRAIL.objects).set(evil, TRAIL.objects.get(TRAIL.logs[2]!)!);
  await withCopy(objects, value, async (folder, keys) => {
    for (const format of ["table", "jsonl", "markdown", "html"]) {
      const { out, status } = await logs(["validate", folder, "--keys", keys, "--to", TO, "--format", format]);
      expect(status).toBe(1);
      expect(out).not.toContain("\u001b");
      if (format === "html") expect(out).not.toContain("<img");
    }
  });
});

test("the table ends with the verdict, and fits the terminal", async () => {
  await withCopy(without(TRAIL, TRAIL.logs[2]!), value, async (folder, keys) => {
    const { out } = await logs(["validate", folder, "--keys", keys, "--to", TO], { columns: 100 });
    expect(out.trimEnd().split("\n").at(-1)).toMatch(
      /not intact: 1 missing, 3 unproven; 7 of 10 log files and 4 of 5 digests are proven/,
    );
    const plain = stripVTControlCharacters(out).split("\n");
    expect(Math.max(...plain.map((line) => line.length))).toBeLessThanOrEqual(100);
  });
});

test("keys that are saved in a folder are used, and named", async () => {
  await withCopy(TRAIL.objects, value, async (folder) => {
    writeFileSync(join(folder, "public-keys.json"), keysJson(value));
    const found = await validateLogs([folder, "--to", TO]);
    expect(found.findings).toEqual(UNPROVEN);
    expect(found.lines[0]).toMatchObject({ type: "key", source: join(folder, "public-keys.json") });
  });
});
