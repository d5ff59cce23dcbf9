import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { withS3 } from "../../../../tools/emulator/fake-s3";
import {
  FINGERPRINT,
  HOUR_MS,
  signedTrail,
  signingKey,
  type SignedTrail,
} from "../../../../tools/emulator/signed-trail";
import { logs } from "../../../support/logs-command";
import { validateLogs } from "../../../support/validated-logs";

const { privateKey, value } = signingKey();

let scratch: string;
let folder: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), "fetched-"));
  folder = join(scratch, "case-17");
});
afterEach(() => rmSync(scratch, { recursive: true }));

async function fetched(trail: SignedTrail, from: string, to: readonly string[]): Promise<void> {
  process.env["AWS_ACCESS_KEY_ID"] ??= "test";
  process.env["AWS_SECRET_ACCESS_KEY"] ??= "test";
  const ran = await withS3(
    trail.objects,
    ({ endpoint }) => logs(["fetch", "s3://logs", "--endpoint", endpoint, "--folder", folder, "--from", from, ...to]),
    { publicKeys: new Map([[FINGERPRINT, value]]) },
  );
  expect(ran.status).toBe(0);
}

async function fourHours(): Promise<SignedTrail> {
  const trail = signedTrail({ key: privateKey, hours: 4, logsPerHour: 2 });
  await fetched(trail, "2026-03-01T00:00:00Z", ["--to", "2026-03-01T04:00:00Z"]);
  return trail;
}

const nameOf = (key: string) => key.split("/").pop();
const put = (path: string, content: string | Uint8Array) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
};

test.each(["logs", "digests"] as const)(
  "an original laid beside does not stand for a changed file: %s",
  async (list) => {
    const trail = await fourHours();
    const key = trail[list][1]!;
    const other = trail[list][0]!;
    put(join("x", key), readFileSync(join(folder, key)));
    copyFileSync(join(folder, other), join(folder, key));
    const { status, findings } = await validateLogs([folder]);
    const kind = list === "logs" ? "log" : "digest";
    expect(status).toBe(1);
    expect(findings).toEqual(
      expect.arrayContaining([`changed ${kind} ${nameOf(key)}`, `extra ${kind} ${nameOf(key)}`]),
    );
  },
);

test("a manifest that names two files for one object is refused", async () => {
  const { logs: keys } = await fourHours();
  const key = keys[1]!;
  const manifest = join(folder, "manifest.jsonl");
  const lines = readFileSync(manifest, "utf8").split("\n");
  const entry = JSON.parse(lines.find((line) => line.includes(key))!) as Record<string, unknown>;
  const path = key.replace("1.json.gz", "0forged.json.gz");
  put(path, "forged");
  lines.splice(1, 0, JSON.stringify({ ...entry, path }));
  writeFileSync(manifest, lines.join("\n"));
  const { status, err } = await logs(["validate", folder]);
  expect([status, err]).toEqual([
    2,
    expect.stringContaining(
      `manifest.jsonl is not a manifest of logs fetch: ${path} and ${key} are both s3://logs/${key}`,
    ),
  ]);
});

test("two files with one key are a finding where the fetch was interrupted", async () => {
  const trail = await fourHours();
  const manifest = join(folder, "manifest.jsonl");
  // Its path has other characters than its key, which another file has as its path.
  const key = trail.logs[1]!;
  const path = key.replace("x1", "%78%31");
  renameSync(join(folder, key), join(folder, path));
  const lines = readFileSync(manifest, "utf8").split("\n");
  const moved = lines.map((line) => line.replace(`"path":"${key}"`, `"path":"${path}"`));
  writeFileSync(manifest, moved.filter((line) => !line.includes("completed")).join("\n"));
  expect((await validateLogs([folder])).status).toBe(0);
  put(key, "forged");
  const { status, findings } = await validateLogs([folder]);
  expect(status).toBe(1);
  expect(findings).toContainEqual(expect.stringContaining("extra log"));
});

test("a file that is added later is never pending", async () => {
  const now = Date.now();
  const top = Math.floor(now / HOUR_MS) * HOUR_MS;
  const start = new Date(top - 5 * HOUR_MS);
  const trail = signedTrail({ key: privateKey, start, hours: 6, logsPerHour: 1 });
  await fetched(trail, start.toISOString(), []);
  const stamp = (time: number) =>
    `${new Date(time).toISOString().replaceAll(/[-:]/g, "").slice(0, "20260301T0000".length)}Z`;
  const day = new Date(now).toISOString().slice(0, "2026-03-01".length).replaceAll("-", "/");
  const added = `AWSLogs/111122223333/CloudTrail/eu-central-1/${day}/111122223333_CloudTrail_eu-central-1_${stamp(now)}_forged.json.gz`;
  put(added, readFileSync(join(folder, trail.logs[0]!)));
  const { status, lines } = await validateLogs([folder]);
  expect(status).toBe(1);
  expect(lines.filter(({ type }) => type === "finding")).toMatchObject([
    {
      state: "extra",
      name: join(folder, added),
      detail: "it was added after the fetch: the manifest does not name it",
    },
  ]);
});

test("a missing file is named with the path that it had", async () => {
  const { logs: keys } = await fourHours();
  const key = keys[1]!;
  const manifest = join(folder, "manifest.jsonl");
  rmSync(join(folder, key));
  const lines = readFileSync(manifest, "utf8").split("\n");
  writeFileSync(manifest, lines.filter((line) => !line.includes(key)).join("\n"));
  const { lines: found } = await validateLogs([folder]);
  expect(found.filter(({ type }) => type === "finding")).toMatchObject([{ state: "missing", name: join(folder, key) }]);
});
