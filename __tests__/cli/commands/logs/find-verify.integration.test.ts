import { gunzipSync, gzipSync } from "node:zlib";
import { withS3, type FakeObject } from "../../../../tools/emulator/fake-s3";
import { runProgram } from "../../../support/run-tool";
import { FINGERPRINT, signedTrail, signingKey } from "../../../../tools/emulator/signed-trail";

const { privateKey, value } = signingKey();
const TRAIL = signedTrail({ key: privateKey, hours: 4, logsPerHour: 2 });
const TO = TRAIL.end.toISOString();
const CHANGED = TRAIL.logs[2]!;

/** Searches the fake bucket, in threads. */
function find(objects: ReadonlyMap<string, FakeObject>, args: readonly string[]) {
  return withS3(
    objects,
    async (s3) => ({
      ...(await runProgram(["logs", "find", "s3://logs", "--endpoint", s3.endpoint, "--to", TO, ...args])),
      read: s3.read,
    }),
    { publicKeys: new Map([[FINGERPRINT, value]]) },
  );
}

function changed(): Map<string, FakeObject> {
  const object = TRAIL.objects.get(CHANGED)!;
  const bytes = gzipSync(gunzipSync(object.bytes).toString().replace("GetObject", "PutObject"));
  return new Map(TRAIL.objects).set(CHANGED, { ...object, bytes });
}

test("each log file is read once, and proven", async () => {
  const { status, out, err, read } = await find(TRAIL.objects, ["--verify", "--event", "GetObject"]);
  expect([status, out.match(/GetObject/g)?.length]).toEqual([0, 8]);
  expect(err).toBe("verify: intact: 8 log files and 4 digests are proven\n");
  expect(read.filter((key) => key.includes("/CloudTrail/"))).toHaveLength(TRAIL.logs.length);
});

test("a changed file whose records are in the result is named", async () => {
  const { status, out, err } = await find(changed(), ["--verify", "--event", "PutObject"]);
  expect([status, out.match(/PutObject/g)?.length]).toEqual([2, 1]);
  expect(err).toContain("verify: not intact: 1 changed; 7 of 8 log files and 4 digests are proven\n");
  expect(err).toContain(`  changed: s3://logs/${CHANGED}: records of it are in the result; its content is not`);
});

test("without --verify nothing of this is noticed", async () => {
  const { status, err } = await find(changed(), ["--event", "PutObject"]);
  expect([status, err]).toEqual([0, ""]);
});
