import { gunzipSync, gzipSync } from "node:zlib";
import { exitStatus } from "../../cli/logs/integrity/result";
import type { FakeObject } from "../../tools/emulator/fake-s3";
import { validateInMemory } from "../support/memory-bucket";
import { signedTrail, signingKey } from "../../tools/emulator/signed-trail";

const { privateKey, value } = signingKey();
const trail = signedTrail({ key: privateKey, hours: 5, logsPerHour: 3 });
const KEYS = [...trail.objects.keys()];

/** The same numbers on every run. */
let state = 13;
function random(below: number): number {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
}

const pick = <Item>(items: readonly Item[]): Item => items[random(items.length)]!;

type Tamper = (objects: Map<string, FakeObject>, key: string) => void;

const withBytes = (change: (bytes: Buffer) => Buffer): Tamper => {
  return (objects, key) => {
    const object = objects.get(key)!;
    objects.set(key, { ...object, bytes: change(Buffer.from(object.bytes)) });
  };
};

const flip = (bytes: Buffer): Buffer => {
  bytes[random(bytes.length)]! ^= 1 << random(8);
  return bytes;
};

const WAYS: Readonly<Record<string, Tamper>> = {
  "flips a bit of the packed file": withBytes(flip),
  "flips a bit of the content": withBytes((bytes) => gzipSync(flip(gunzipSync(bytes)))),
  "cuts the file off": withBytes((bytes) => bytes.subarray(0, random(bytes.length))),
  "appends bytes": withBytes((bytes) => Buffer.concat([bytes, Buffer.alloc(1 + random(20), random(2))])),
  "appends a member": withBytes((bytes) => Buffer.concat([bytes, gzipSync(random(2) === 0 ? "" : "{}")])),
  "puts a member before": withBytes((bytes) => Buffer.concat([gzipSync(random(2) === 0 ? "" : "{}"), bytes])),
  "removes a part of the content": withBytes((bytes) => {
    const json = gunzipSync(bytes);
    const from = random(json.length - 1);
    return gzipSync(Buffer.concat([json.subarray(0, from), json.subarray(from + 1 + random(json.length - from))]));
  }),
  deletes: (objects, key) => void objects.delete(key),
  "replaces by another file": (objects, key) => {
    objects.set(key, objects.get(pick(KEYS.filter((one) => one !== key)))!);
  },
  renames: (objects, key) => {
    objects.set(
      key.replace(/\d(?=\d[^\d]*\.json\.gz)|\d(?=x)|\d(?=Z)/, (digit) => String(9 - Number(digit))),
      objects.get(key)!,
    );
    objects.delete(key);
  },
  "adds a copy": (objects, key) => {
    objects.set(key.replace(".json.gz", `${random(1000)}.json.gz`), objects.get(key)!);
  },
  "deletes several": (objects, key) => {
    objects.delete(key);
    for (const other of KEYS) if (random(3) === 0) objects.delete(other);
  },
};

/** Whether all files unpack to what they were, so that nothing was tampered with. */
function isSame(objects: ReadonlyMap<string, FakeObject>): boolean {
  if (objects.size !== KEYS.length) return false;
  return KEYS.every((key) => {
    const now = objects.get(key)?.bytes;
    const before = trail.objects.get(key)!.bytes;
    if (now === undefined || now.length !== before.length) return now === before;
    try {
      return gunzipSync(now).equals(gunzipSync(before));
    } catch {
      return false;
    }
  });
}

/** PROPERTY_RUNS makes a longer or shorter hunt. */
const RUNS = Number(process.env["PROPERTY_RUNS"] ?? 1000);

test("no random tampering passes as valid, and the file is named", async () => {
  const unnoticed: string[] = [];
  let done = 0;
  while (done < RUNS) {
    const [way, tamper] = pick(Object.entries(WAYS));
    const key = pick(KEYS);
    const objects = new Map(trail.objects);
    tamper(objects, key);
    if (isSame(objects)) continue;
    done += 1;
    const found = await validateInMemory(objects, value, { to: trail.end.getTime() });
    const after = [...objects.keys()].filter((one) => !trail.objects.has(one));
    const isNamed =
      found.findings.some((one) => one.key === key || after.includes(one.key)) || way === "deletes several";
    if (exitStatus(found) !== 1 || !isNamed) unnoticed.push(`${way}: ${key}: ${JSON.stringify(found.findings)}`);
  }
  expect(unnoticed).toEqual([]);
}, 600_000);
