import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { prod } from "../../fixtures/environments/prod";
import { awsError } from "../../support/fake-aws";
import type { FakeObject } from "../../../tools/emulator/fake-s3";
import { prodOnFake } from "../../support/prod-on-fake";
import { FINGERPRINT, signedTrail, signingKey } from "../../../tools/emulator/signed-trail";
import { resultOf } from "../../support/verified";
import { readEnvironment } from "../../../cli/model/read";
import { expectedDigests } from "../../../cli/model/expected-digests";
import { synthesizedFolder } from "../../support/synthesized-folder";

const verifyProd = prodOnFake();
const { outdir, remove } = synthesizedFolder(prod);
afterAll(remove);

const { privateKey, value } = signingKey();
const PUBLIC_KEYS = { PublicKeyList: [{ Fingerprint: FINGERPRINT, Value: Buffer.from(value, "base64") }] };

/** What every trail of prod has written, in its own Region. */
function prodLogs() {
  const trails = expectedDigests(readEnvironment(outdir, "prod")).map(({ trail, account, region, folder }) =>
    signedTrail({
      key: privateKey,
      hours: 5,
      trail,
      account,
      region,
      bucket: prod.logs.bucketName,
      organizationId: /\/(o-[a-z0-9]+)\//.exec(folder)?.[1],
    }),
  );
  return { objects: new Map(trails.flatMap((trail) => [...trail.objects])), trails };
}

/** The calls that read objects. */
function bucketOf(objects: ReadonlyMap<string, FakeObject>) {
  const keys = [...objects.keys()].sort();
  return {
    ListPublicKeys: PUBLIC_KEYS,
    ListObjectsV2: ({ Prefix = "", Delimiter }: { Prefix?: string; Delimiter?: string }) => {
      const below = keys.filter((key) => key.startsWith(Prefix));
      if (Delimiter === undefined) {
        return { Contents: below.map((Key) => ({ Key, Size: 1, LastModified: objects.get(Key)!.modified })) };
      }
      const folders = new Set(below.map((key) => key.slice(0, key.indexOf("/", Prefix.length) + 1)));
      return { CommonPrefixes: [...folders].map((one) => ({ Prefix: one })) };
    },
    GetObject: ({ Key = "" }: { Key?: string }) => {
      const { bytes, metadata } = objects.get(Key)!;
      return { Body: Readable.from([Buffer.from(bytes)]), Metadata: metadata };
    },
  };
}

async function integrity(objects: ReadonlyMap<string, FakeObject>, answers = {}) {
  const now = new Date("2026-03-01T05:30:00Z");
  const verification = await verifyProd({ ...bucketOf(objects), ...answers }, now, { logsMs: 4 * 60 * 60_000 });
  return resultOf(verification, "logs.integrity");
}

test("verify --logs passes for untouched files", async () => {
  const { objects, trails } = prodLogs();
  expect(trails.length).toBeGreaterThan(0);
  const found = await integrity(objects);
  expect(found).toMatchObject({
    state: "pass",
    found: expect.stringMatching(/^intact: \d+ log files and \d+ digests/),
  });
});

test("verify --logs names a file that is missing", async () => {
  const { objects, trails } = prodLogs();
  const removed = trails[0]!.logs[12]!;
  objects.delete(removed);
  const { state, details } = await integrity(objects);
  expect(state).toBe("fail");
  expect(details).toContainEqual(expect.stringContaining(`missing: s3://${prod.logs.bucketName}/${removed}: `));
});

test("verify --logs names an old file that was changed", async () => {
  const { objects, trails } = prodLogs();
  const old = trails[0]!.logs[10]!;
  const forged = gzipSync(JSON.stringify({ Records: [] }));
  objects.set(old, { ...objects.get(old)!, bytes: forged });
  const { state, details } = await integrity(objects);
  expect(state).toBe("fail");
  expect(details).toContainEqual(expect.stringContaining(`: s3://${prod.logs.bucketName}/${old}: `));
});

test("verify --logs names a trail without any file", async () => {
  const { state, details } = await integrity(new Map());
  expect(state).toBe("fail");
  expect(details).toContainEqual(expect.stringContaining("there is not one file"));
});

test("verify --logs is unknown without CloudTrail's keys", async () => {
  const found = await integrity(prodLogs().objects, { ListPublicKeys: awsError("AccessDenied", 403) });
  expect(found.state).toBe("unknown");
  expect(found.details).toContainEqual(expect.stringContaining("the public keys of"));
});

test("verify --logs is unknown if the bucket cannot be listed", async () => {
  const found = await integrity(new Map(), { ListObjectsV2: awsError("AccessDenied", 403) });
  expect(found).toMatchObject({ state: "unknown", missingPermission: "s3:ListBucket" });
});

test("verify does not read every file unless it is asked to", async () => {
  const verification = await verifyProd({});
  expect(() => resultOf(verification, "logs.integrity")).toThrow("no check logs.integrity");
});
