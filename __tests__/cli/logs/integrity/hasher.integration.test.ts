import { createHash, randomBytes } from "node:crypto";
import { createRequire } from "node:module";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type * as Compiled from "../../../../cli/logs/integrity/hasher";

// A thread starts from a compiled file.
const { Hasher } = createRequire(join(process.cwd(), "dist", "/"))("./cli/logs/integrity/hasher") as typeof Compiled;

const MEGABYTE = 1024 * 1024;

test("threads hash as this one does, and say which of many files is damaged", async () => {
  const contents = Array.from({ length: 40 }, () => randomBytes(MEGABYTE));
  const files = contents.map((content) => gzipSync(content, { level: 1 }));
  const damaged = [...files, Buffer.from("x"), Buffer.concat([files[1]!, files[2]!])];
  const hasher = new Hasher();
  const results = await Promise.allSettled(damaged.map((file) => hasher.hash(file)));
  await hasher.end();
  const expected = contents.map((content) => ({
    hash: createHash("sha256").update(content).digest("hex"),
    bytes: MEGABYTE,
    calls: [],
  }));
  expect(results.map((one) => (one.status === "fulfilled" ? one.value : (one.reason as Error).message))).toEqual([
    ...expected,
    "it is not a gzip file",
    "it contains more than one gzip member: something was added to it",
  ]);
});

test("a file that waits for a thread when everything ends fails", async () => {
  const hasher = new Hasher();
  const file = gzipSync(randomBytes(8 * MEGABYTE), { level: 1 });
  const hashing = expect(hasher.hash(file)).rejects.toThrow("the thread has ended");
  await hasher.end();
  await hashing;
});
