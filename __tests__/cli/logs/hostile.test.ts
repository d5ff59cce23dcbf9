import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateRawSync, gzipSync } from "node:zlib";
import { scanner } from "../../../cli/logs/scan";
import { logFile, record } from "../../support/log-records";

const scan = scanner({ filters: { events: ["GetObject"] }, columns: ["event", "json"], counts: false });
const problemOf = (content: Uint8Array) => scan({ name: "x", content }).problem;

/** A gzip file of zeros that unpack to `blocks` MB, with the length that its trailer names. */
function bomb(blocks: number, announced: number): Buffer {
  const block = deflateRawSync(Buffer.alloc(1024 * 1024), { finishFlush: 2 });
  const head = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(announced >>> 0, 4);
  return Buffer.concat([head, ...Array.from({ length: blocks }, () => block), Buffer.from([3, 0]), trailer]);
}

test("2 GB of zeros in 2 MB are refused without being unpacked", () => {
  const file = bomb(2048, 2048 * 1024 * 1024);
  expect(file.length).toBeLessThan(2_500_000);
  const before = process.memoryUsage().rss;
  expect(problemOf(file)).toBe("it is too large");
  expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
});

test("a bomb that lies about its length is refused", () => {
  expect(problemOf(bomb(300, 1000))).toBe("it is too large");
});

test.each<[string, Uint8Array, string]>([
  ["an empty file", Buffer.alloc(0), "it is empty"],
  ["zeros", gzipSync(Buffer.alloc(1000)), "it does not contain JSON"],
  [
    "a file with another file added to it",
    Buffer.concat([gzipSync(logFile([record()])), gzipSync(logFile([]))]),
    "it contains more than one gzip member: something was added to it",
  ],
  ["deep lists", Buffer.from("[".repeat(2e6) + "]".repeat(2e6)), "its JSON nests too deeply"],
])("%s is named", (_, content, problem) => {
  expect(problemOf(content)).toBe(problem);
});

test("a record that nests deeply does not end the search", () => {
  const deep = logFile([record({ requestParameters: "DEEP" })])
    .toString()
    .replace('"DEEP"', '{"a":'.repeat(1e5) + "1" + "}".repeat(1e5));
  expect(scan({ name: "x", content: Buffer.from(deep) }).rows[0]![0]).toBe("GetObject");
  // The id follows after what nests.
  const byText = scanner({ filters: { texts: ["00000000-0000"] }, columns: ["event"], counts: false });
  expect(byText({ name: "x", content: Buffer.from(deep) }).problem).toBe("its JSON nests too deeply");
});

test("a record of 100 MB is found", () => {
  const huge = logFile([record({ requestParameters: { body: "x".repeat(1e8) } })]);
  expect(scan({ name: "x", content: huge }).rows).toHaveLength(1);
});

test("files that are none do not block, and are named", () => {
  const folder = mkdtempSync(join(tmpdir(), "logs-"));
  try {
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    writeFileSync(join(folder, "empty.json"), "");
    expect(scan({ name: pipe }).problem).toBe("it is not a regular file");
    expect(scan({ name: join(folder, "empty.json") }).problem).toBe("it is empty");
    expect(scan({ name: join(folder, "missing.json") }).problem).toBe("it does not exist");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
