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

test.each([
  [["-", "--verify"], "standard input has no digests"],
  [["./logs", "--keys", "x"], "--keys is for --verify"],
  [["package.json", "--verify"], "package.json is no folder"],
])("%j is a mistake", async (args, message) => {
  const { status, err } = await logs(["find", ...args]);
  expect([status, err]).toEqual([2, expect.stringContaining(message)]);
});
