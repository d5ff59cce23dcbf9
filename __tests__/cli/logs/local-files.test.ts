import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { listFiles } from "../../../cli/logs/local-files";
import { dayOf, skipReason } from "../../../cli/logs/selection";
import { validateLogs } from "../../support/validated-logs";

const LOG =
  "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/03/01/111122223333_CloudTrail_eu-central-1_20260301T1000Z_abc.json.gz";
const DIGEST =
  "AWSLogs/111122223333/CloudTrail-Digest/eu-central-1/2026/03/01/111122223333_CloudTrail-Digest_eu-central-1_audit_eu-central-1_20260301T100000Z.json.gz";
const NAME = LOG.slice(LOG.lastIndexOf("/") + 1);
const at = (time: string) => Date.parse(time);

test.each([
  [LOG, {}, undefined],
  [NAME, {}, undefined],
  ["notes.json", {}, undefined],
  [DIGEST, {}, "digest"],
  [DIGEST.slice(DIGEST.lastIndexOf("/") + 1), {}, "digest"],
  ["AWSLogs/111122223333/Config/eu-central-1/2026/3/1/ConfigHistory/x.json.gz", {}, "other service"],
  [LOG.replaceAll("CloudTrail", "CloudTrail-Insight"), {}, undefined],
  [LOG, { accounts: ["111122223333"], regions: ["eu-central-1"] }, undefined],
  [LOG, { accounts: ["444455556666"] }, "outside"],
  [LOG, { regions: ["us-east-1"] }, "outside"],
  // The folder decides, not the name.
  [LOG.replace("111122223333", "444455556666"), { accounts: ["111122223333"] }, "outside"],
  [LOG.replace("eu-central-1", "us-east-1"), { regions: ["eu-central-1"] }, "outside"],
  [LOG.replace(NAME, "notes.json"), { regions: ["us-east-1"] }, "outside"],
  ["notes.json", { accounts: ["444455556666"], from: at("2026-05-01") }, undefined],
  [LOG, { from: at("2026-03-01T23:00:00Z") }, undefined],
  // Its last records may be of the next day.
  [LOG, { from: at("2026-03-02T00:10:00Z") }, undefined],
  [LOG, { from: at("2026-03-02T00:15:00Z") }, "outside"],
  [LOG, { to: at("2026-02-28T00:00:00Z") }, "outside"],
  [LOG, { to: at("2026-02-28T10:00:00Z"), lateDays: 0 }, "outside"],
  // Delivered late.
  [LOG, { to: at("2026-02-28T10:00:00Z") }, undefined],
])("%s for %j: %s", (key, selection, reason) => {
  expect(skipReason(key, { lateDays: 1, ...selection })).toBe(reason);
});

test("a day is that of UTC", () => {
  expect(dayOf(at("2026-03-01T23:30:00-02:00"))).toBe("20260302");
});

test("folders are listed in order with what they hold, and other files are counted", () => {
  const folder = mkdtempSync(join(tmpdir(), "logs-"));
  try {
    for (const path of [LOG, DIGEST, "b.jsonl", "a.json", "readme.txt", "AWSLogs/111122223333/Config/x.json.gz"]) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), "");
    }
    const { files, skipped, problems } = listFiles([folder, join(folder, "readme.txt")], { lateDays: 1 });
    expect(files.map((file) => relative(folder, file))).toEqual([LOG, "a.json", "b.jsonl", "readme.txt"]);
    expect(Object.fromEntries(skipped)).toEqual({ digest: 1, "other service": 1, "other name": 1 });
    expect(problems).toEqual([]);
    expect(() => listFiles([join(folder, "none")], { lateDays: 1 })).toThrow("none cannot be read: it does not exist");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a link to a folder is named by a search and by a validation, and not followed", async () => {
  const folder = mkdtempSync(join(tmpdir(), "logs-"));
  try {
    mkdirSync(join(folder, "copy"));
    writeFileSync(join(folder, "copy", "a.json"), "");
    symlinkSync(folder, join(folder, "copy", "link"));
    symlinkSync(join(folder, "copy", "a.json"), join(folder, "copy", "b.json"));
    const copy = join(folder, "copy");
    const { files, problems } = listFiles([copy], { lateDays: 1 });
    expect(files).toEqual([join(copy, "a.json"), join(copy, "b.json")]);
    expect(problems).toEqual([expect.stringContaining(`${join(copy, "link")}: it is a link to a folder`)]);
    const found = await validateLogs([copy]);
    expect(found.findings).toContain("unreadable log link");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
