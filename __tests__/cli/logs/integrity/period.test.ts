import { exitStatus } from "../../../../cli/logs/integrity/result";
import { countsOf, validateInMemory } from "../../../support/memory-bucket";
import { signedTrail, signingKey } from "../../../../tools/emulator/signed-trail";

const { privateKey, value } = signingKey();
const at = (hour: number, minute = 0) => Date.UTC(2026, 2, 1, hour, minute);
const trail = () => signedTrail({ key: privateKey });

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
      key: "AWSLogs/111122223333/CloudTrail-Digest/eu-central-1/",
      detail: "there is no digest of the period 2026-03-01T03:00:00.000Z to 2026-03-01T08:00:00.000Z, only others",
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
