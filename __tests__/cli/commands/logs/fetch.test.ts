import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, normalize } from "node:path";
import { EvidenceFolder } from "../../../../cli/commands/logs/fetch/evidence-folder";
import { safePath } from "../../../../cli/commands/logs/fetch/safe-path";
import { withS3, type FakeObject, type FakeOptions, type FakeS3 } from "../../../../tools/emulator/fake-s3";
import { logs, type Ran } from "../../../support/logs-command";
import { FINGERPRINT, signedTrail, signingKey } from "../../../../tools/emulator/signed-trail";
import { validateLogs } from "../../../support/validated-logs";

const { privateKey, value } = signingKey();
const TRAIL = signedTrail({ key: privateKey, hours: 4, logsPerHour: 2 });
const TO = TRAIL.end.toISOString();
const PERIOD = ["--from", "2026-03-01T01:00:00Z", "--to", TO];

let scratch: string;
let folder: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), "fetch-"));
  folder = join(scratch, "case-17");
});
afterEach(() => rmSync(scratch, { recursive: true }));

function fetchLogs(
  args: readonly string[] = PERIOD,
  options: FakeOptions = {},
  objects: ReadonlyMap<string, FakeObject> = TRAIL.objects,
): Promise<Ran & { readonly s3: FakeS3 }> {
  process.env["AWS_ACCESS_KEY_ID"] ??= "test";
  process.env["AWS_SECRET_ACCESS_KEY"] ??= "test";
  return withS3(
    objects,
    async (s3) => ({
      ...(await logs(["fetch", "s3://logs", "--endpoint", s3.endpoint, "--folder", folder, ...args])),
      s3,
    }),
    { publicKeys: new Map([[FINGERPRINT, value]]), ...options },
  );
}

const filesBelow = (path: string) => readdirSync(path, { recursive: true, encoding: "utf8" });

test("fetched files are proven without AWS, the newest digest too", async () => {
  const ran = await fetchLogs();
  expect(ran).toMatchObject({ status: 0, err: "" });
  expect(ran.out).toMatch(
    /^12 files, 0\.0 MB, in .*\nSHA-256 [0-9a-f]{64} {2}.*manifest\.jsonl\nSHA-256 .*public-keys\.json\n/,
  );
  const found = await validateLogs([folder]);
  expect(found).toMatchObject({ status: 0, findings: [] });
  // The digest before the first one was not fetched, and is not missed.
  expect(found.lines.at(-1)).toMatchObject({ verdict: "intact: 6 log files and 3 digests are proven" });
});

test("a search reads the log files, and not the manifest", async () => {
  await fetchLogs();
  const { status, err, out } = await logs(["find", folder, "--event", "GetObject", "--verify"]);
  expect([status, out.match(/GetObject/g)?.length]).toEqual([0, TRAIL.logs.length]);
  // Whole days are copied and searched, so more is proven than in the period itself.
  expect(err).toBe("verify: intact: 8 log files and 4 digests are proven\n");
});

test("the files of the day before --from and of the day after --to are proven", async () => {
  const start = new Date("2026-03-01T22:00:00Z");
  const { objects, logs: all } = signedTrail({ key: privateKey, start, hours: 28, logsPerHour: 1 });
  await fetchLogs(["--from", "2026-03-01", "--to", "2026-03-03"], {}, objects);
  const period = ["--from", "2026-03-02T00:10:00Z", "--to", "2026-03-02"];
  const { status, err } = await logs(["find", folder, ...period, "--verify"]);
  expect(err).toBe(`verify: intact: ${all.length} log files and 28 digests are proven\n`);
  expect(status).toBe(0);
});

test.each<readonly [string, (key: string) => void, string]>([
  ["changed", (key) => writeFileSync(join(folder, key), readFileSync(join(folder, TRAIL.logs[0]!))), "changed log"],
  ["removed", (key) => rmSync(join(folder, key)), "missing log"],
  ["added", (key) => writeFileSync(join(folder, key.replace("x1", "y")), "x"), "extra log"],
])("a file that is %s after the fetch is noticed", async (_, tamper, expected) => {
  await fetchLogs();
  tamper(TRAIL.logs[3]!);
  const { status, findings } = await validateLogs([folder]);
  expect([status, findings.length, findings[0]]).toEqual([1, 1, expect.stringContaining(expected)]);
});

test("the newest digest and its log files cannot be removed unnoticed, not even from the manifest", async () => {
  await fetchLogs();
  const last = [TRAIL.digests[3]!, ...TRAIL.logs.slice(6)];
  for (const key of last) rmSync(join(folder, key));
  expect((await validateLogs([folder])).findings).toHaveLength(3);
  const manifest = join(folder, "manifest.jsonl");
  const lines = readFileSync(manifest, "utf8").split("\n");
  writeFileSync(manifest, lines.filter((line) => !last.some((key) => line.includes(key))).join("\n"));
  const { status, findings } = await validateLogs([folder]);
  expect([status, findings.map((one) => one.split(" ").slice(0, 2).join(" "))]).toEqual([1, ["missing digest"]]);
});

test("an interrupted fetch goes on where it was", async () => {
  const failures = new Map([[TRAIL.logs[3]!, [403, "AccessDenied"] as const]]);
  const first = await fetchLogs(PERIOD, { failures });
  expect(first.status).toBe(2);
  expect(first.err).toContain("incomplete: 1 file could not be copied");
  expect(first.err).toContain("AccessDenied: refused");
  expect((await validateLogs([folder])).status).not.toBe(0);
  // A line that was cut off, a file that was cut off, and a period that moves with the time.
  writeFileSync(join(folder, "manifest.jsonl"), '{"path":"AWSLo', { flag: "a" });
  writeFileSync(join(folder, TRAIL.logs[0]!), "x");
  const second = await fetchLogs(["--from", "300d"]);
  expect(second).toMatchObject({ status: 0, err: "" });
  expect(second.s3.read.sort()).toEqual([TRAIL.logs[0]!, TRAIL.logs[3]!]);
  expect((await validateLogs([folder])).status).toBe(0);
  const third = await fetchLogs();
  expect([third.status, third.err]).toEqual([2, expect.stringContaining("holds a complete fetch of s3://logs until")]);
});

test("log files that a digest names on an earlier day are fetched too", async () => {
  const late = signedTrail({ key: privateKey, start: new Date("2026-03-02T00:10:00Z"), hours: 3, logsPerHour: 1 });
  const args = ["--from", "2026-03-02T00:30:00Z", "--to", late.end.toISOString()];
  expect((await fetchLogs(args, {}, late.objects)).status).toBe(0);
  expect(await validateLogs([folder])).toMatchObject({ status: 0, findings: [] });
});

test.each([
  [["./logs"], "./logs is not the address of a bucket"],
  [[], "give one source"],
])("%j is a mistake", async (args, message) => {
  const { status, err } = await logs(["fetch", ...args, "--folder", folder]);
  expect([status, err]).toEqual([2, expect.stringContaining(message)]);
  expect(existsSync(folder)).toBe(false);
});

test("a folder with other files is left alone", async () => {
  mkdirSync(folder);
  writeFileSync(join(folder, "notes.txt"), "mine");
  const { status, err } = await fetchLogs();
  expect([status, err, readdirSync(folder)]).toEqual([2, expect.stringContaining("is not empty"), ["notes.txt"]]);
});

const HOSTILE = [
  "../../evil.json.gz",
  "/etc/evil",
  "AWSLogs/../../../evil",
  "a//b",
  "a/./b",
  "a/b/",
  "C:\\evil",
  "a\\..\\b",
  "x\u0000y",
  "%2E%2E/x",
  "..\u202e",
  "...",
  "a",
  "a%",
  "a/b",
  "x.json.gz",
  "x.json.gz/a",
  "x.json%2Egz/a",
  `${"x".repeat(250)}.json.gz`,
  `${"x".repeat(251)}.json.gz`,
  `${"\u202e".repeat(40)}.json.gz`,
  `${"x".repeat(258)}/a.json.gz`,
  "x".repeat(258),
];

test.each(HOSTILE)("the key %j stays in the folder, and has a path of its own", (key) => {
  const path = safePath(key);
  expect(normalize(path)).toBe(path);
  expect(path).toMatch(/^[^/\\]/);
  expect(path.split("/")).not.toContain("..");
  expect(HOSTILE.filter((one) => safePath(one) === path)).toEqual([key]);
  expect(HOSTILE.filter((one) => safePath(one).startsWith(`${path}/`))).toEqual([]);
  expect(Math.max(...path.split("/").map((name) => Buffer.byteLength(name)))).toBeLessThanOrEqual(255);
});

const HEAD = { source: "s3://logs", accounts: [], regions: [], to: TO };
const save = (evidence: EvidenceFolder, key: string) =>
  evidence.save({
    file: { key, name: key, size: 1 },
    bucket: "logs",
    bytes: Buffer.from("x"),
    versionId: undefined,
    metadata: {},
  });

test("hostile keys are written below the folder only", () => {
  const evidence = EvidenceFolder.open(folder, HEAD);
  for (const key of HOSTILE) save(evidence, key);
  expect(readdirSync(scratch)).toEqual(["case-17"]);
  expect(filesBelow(folder)).toContain("%2E%2E/%2E%2E/evil.json.gz");
});

test("objects with hostile names are fetched beside the others", async () => {
  const day = TRAIL.logs[2]!.slice(0, TRAIL.logs[2]!.lastIndexOf("/") + 1);
  const names = ["dir", "dir/f.json.gz", `${"x".repeat(250)}.json.gz`, `${"\u202e".repeat(40)}.json.gz`];
  const keys = [...names.map((name) => day + name), `${TRAIL.logs[3]!}/a`];
  const objects = new Map(TRAIL.objects);
  for (const key of keys) objects.set(key, { bytes: Buffer.from("x"), modified: new Date(TRAIL.end) });
  expect(await fetchLogs(PERIOD, {}, objects)).toMatchObject({ status: 0, err: "" });
  expect((await validateLogs([folder])).findings).toHaveLength(keys.length);
  expect(existsSync(join(folder, "public-keys.json"))).toBe(true);
});

test("a file that cannot be written is a problem of this file alone", async () => {
  EvidenceFolder.open(folder, HEAD);
  mkdirSync(join(folder, TRAIL.logs[3]!, "occupied"), { recursive: true });
  const { status, out, err } = await fetchLogs();
  expect([status, out]).toEqual([2, expect.stringContaining("11 files")]);
  expect(err).toContain("incomplete: 1 file could not be copied; the same command tries again\n");
  expect(err).toMatch(/cannot be written: (it is a folder|a folder with files is in its place)\n$/);
  rmSync(join(folder, TRAIL.logs[3]!), { recursive: true });
  expect(await fetchLogs()).toMatchObject({ status: 0, err: "" });
});

test("a link that leads out of the folder is refused", () => {
  const evidence = EvidenceFolder.open(folder, HEAD);
  mkdirSync(join(scratch, "outside"));
  symlinkSync(join(scratch, "outside"), join(folder, "AWSLogs"));
  expect(() => save(evidence, "AWSLogs/x/y.json.gz")).toThrow("leads out of");
  expect(readdirSync(join(scratch, "outside"))).toEqual([]);
});
