import { gzipSync } from "node:zlib";
import { LOG_FILE_LIMIT, parseLogFile, recordsIn, unpackLogFile, UnreadableLogFile } from "../../../cli/logs/log-file";

const JSON_TEXT = '{"Records":[{"eventName":"PutObject"}]}';
const ONE = gzipSync(JSON_TEXT);
const OTHER = gzipSync('{"Records":[{"eventName":"StopLogging"}]}');
const EMPTY = gzipSync("");

/** The same member under a header with an extra field, a name and a comment. */
const NAMED = Buffer.concat([
  Buffer.from([0x1f, 0x8b, 8, 4 + 8 + 16, 0, 0, 0, 0, 0, 255, 3, 0, 1, 0, 3]),
  Buffer.from("log.json\0a comment\0"),
  ONE.subarray(10),
]);

test.each([
  ["one member", ONE],
  ["one member with a name and a comment", NAMED],
  ["a part of a larger buffer", Buffer.concat([OTHER, ONE, OTHER]).subarray(OTHER.length, OTHER.length + ONE.length)],
])("%s is unpacked", (_, file) => {
  expect(unpackLogFile(file).toString()).toBe(JSON_TEXT);
});

const damaged = Buffer.from(ONE);
damaged[damaged.length - 6]! ^= 1;

test.each<[string, Uint8Array, UnreadableLogFile["reason"]]>([
  ["nothing", Buffer.alloc(0), "not gzip"],
  ["text", Buffer.from(JSON_TEXT), "not gzip"],
  ["a header alone", ONE.subarray(0, 10), "truncated"],
  ["two bytes", ONE.subarray(0, 2), "truncated"],
  ["a file without its end", ONE.subarray(0, -9), "truncated"],
  ["a file without the end of its trailer", ONE.subarray(0, -1), "truncated"],
  ["a wrong check sum", damaged, "corrupt"],
  ["no gzip data after the header", Buffer.concat([ONE.subarray(0, 10), Buffer.alloc(30, 255)]), "corrupt"],
  ["a member appended", Buffer.concat([ONE, OTHER]), "several members"],
  ["the same member appended", Buffer.concat([ONE, ONE]), "several members"],
  ["a cut-off member appended", Buffer.concat([ONE, OTHER.subarray(0, 20)]), "several members"],
  ["an empty member appended", Buffer.concat([ONE, EMPTY]), "several members"],
  ["an empty member in front", Buffer.concat([EMPTY, ONE]), "several members"],
  ["empty members alone", Buffer.concat([EMPTY, EMPTY]), "several members"],
  ["a member after one with a name", Buffer.concat([NAMED, OTHER]), "several members"],
  ["a member and zeros appended", Buffer.concat([ONE, OTHER, Buffer.alloc(8)]), "several members"],
  ["zeros appended", Buffer.concat([ONE, Buffer.alloc(512)]), "trailing data"],
  ["zeros and the length appended", Buffer.concat([ONE, Buffer.alloc(8), ONE.subarray(-4)]), "trailing data"],
  ["a zero appended", Buffer.concat([ONE, Buffer.alloc(1)]), "trailing data"],
  ["text appended", Buffer.concat([ONE, Buffer.from("x")]), "trailing data"],
  ["zeros appended, then a member", Buffer.concat([ONE, Buffer.alloc(8), OTHER]), "trailing data"],
])("%s is refused", (_, file, reason) => {
  expect(() => unpackLogFile(file)).toThrow(new UnreadableLogFile(reason));
});

test("a file that would fill the memory is not unpacked", () => {
  const bomb = gzipSync(Buffer.alloc(1_000_000));
  expect(bomb.length).toBeLessThan(2_000);
  expect(() => unpackLogFile(bomb, 999_999)).toThrow(new UnreadableLogFile("too large"));
  expect(unpackLogFile(bomb, 1_000_000)).toHaveLength(1_000_000);
});

test("a file as large as CloudTrail's largest is unpacked", () => {
  expect(LOG_FILE_LIMIT.packed).toBeGreaterThan(50e6);
  expect(LOG_FILE_LIMIT.unpacked).toBeGreaterThan(50e6);
});

test("the records are the objects in the list", () => {
  expect(recordsIn(Buffer.from('{"Records":[{"a":1},null,7,"text",[]]}'))).toEqual([{ a: 1 }]);
});

test.each<[string, UnreadableLogFile["reason"]]>([
  ["", "not JSON"],
  ["{", "not JSON"],
  [`${JSON_TEXT}${JSON_TEXT}`, "not JSON"],
  ["null", "not an object"],
  ["[]", "not an object"],
  ["7", "not an object"],
])("%j is refused", (text, reason) => {
  expect(() => parseLogFile(Buffer.from(text))).toThrow(new UnreadableLogFile(reason));
});

test.each(["{}", '{"Records":{}}', '{"Records":"none"}'])("%s has no records", (text) => {
  expect(() => recordsIn(Buffer.from(text))).toThrow(new UnreadableLogFile("no records"));
});
