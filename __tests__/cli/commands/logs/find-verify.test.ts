import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import type { FakeObject } from "../../../../tools/emulator/fake-s3";
import { logs } from "../../../support/logs-command";
import { signedTrail, signingKey } from "../../../../tools/emulator/signed-trail";
import { withCopy } from "../../../support/validated-logs";

const { privateKey, value } = signingKey();
const TRAIL = signedTrail({ key: privateKey, hours: 4, logsPerHour: 2 });
const TO = TRAIL.end.toISOString();
const CHANGED = TRAIL.logs[2]!;

function changed(): Map<string, FakeObject> {
  const object = TRAIL.objects.get(CHANGED)!;
  const bytes = gzipSync(gunzipSync(object.bytes).toString().replace("GetObject", "PutObject"));
  return new Map(TRAIL.objects).set(CHANGED, { ...object, bytes });
}

test("a copy is proven with saved keys, by the files that were searched", async () => {
  await withCopy(changed(), value, async (folder, keys) => {
    const { status, err } = await logs(["find", folder, "--verify", "--keys", keys, "--to", TO, "--text", "alice"]);
    expect(status).toBe(2);
    expect(err).toContain(`  changed: ${join(folder, CHANGED)}: records of it are in the result`);
  });
});

describe("a file with records in the result that no digest proves", () => {
  const forged = (key: string) => {
    const content = { Records: [{ eventTime: "2026-03-01T02:31:00Z", eventName: "Forged", eventID: "forged" }] };
    const object = { bytes: gzipSync(JSON.stringify(content)), modified: new Date("2026-03-01T02:40:00Z") };
    return new Map(TRAIL.objects).set(key, object);
  };
  const nameAt = (time: string) => `111122223333_CloudTrail_eu-central-1_${time}_forged.json.gz`;
  const folderOf = (day: string) => `AWSLogs/111122223333/CloudTrail/eu-central-1/2026/${day}/`;

  test.each([
    ["on the day after --to", `${folderOf("03/02")}${nameAt("20260302T0430Z")}`],
    ["on the day before --from", `${folderOf("02/28")}${nameAt("20260228T2350Z")}`],
    ["in a folder of no account", `AWSLogs/1111/CloudTrail/eu-central-1/2026/03/01/${nameAt("20260301T0230Z")}`],
    ["outside AWSLogs", "stuff/x.json.gz"],
    ["whose digest is not due", `${folderOf("03/01")}${nameAt("20260301T0400Z")}`],
  ])("is named: one %s", async (_, key) => {
    await withCopy(forged(key), value, async (folder, keys) => {
      const period = ["--from", "2026-03-01", "--to", TO];
      const { status, err } = await logs(["find", folder, "--verify", "--keys", keys, ...period, "--event", "Forged"]);
      expect(err).toContain(`${join(folder, key)}: records of it are in the result`);
      expect(status).toBe(2);
    });
  });
});

test.each([
  [["-", "--verify"], "standard input has no digests"],
  [["./logs", "--keys", "x"], "--keys is for --verify"],
  [["package.json", "--verify"], "package.json is no folder"],
])("%j is a mistake", async (args, message) => {
  const { status, err } = await logs(["find", ...args]);
  expect([status, err]).toEqual([2, expect.stringContaining(message)]);
});
