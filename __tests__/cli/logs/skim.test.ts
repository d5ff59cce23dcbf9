import fc from "fast-check";
import { readFileSync } from "node:fs";
import { COLUMN_NAMES, readerOf, skimmedFields } from "../../../cli/logs/columns";
import { isGzip, unpackLogFile, type RawRecord } from "../../../cli/logs/log-file";
import { takeMatches } from "../../../cli/logs/matching";
import { marksOf } from "../../../cli/logs/once";
import { Skim } from "../../../cli/logs/skim";
import { logFile, record, sampleFiles } from "../../support/log-records";

const SKIMMED = COLUMN_NAMES.filter((column) => skimmedFields([column]) !== undefined);

/** What a search reports of a record: its columns, and which event it is of. */
const reported = (columns: readonly string[], one: RawRecord) => [
  ...columns.map((column) => readerOf(column)(one)),
  marksOf(one),
];

/** All records of a file, by skimming where that is possible, and by parsing. */
function bothWays(json: Buffer, columns: readonly string[]): [skimmed: unknown, parsed: unknown] {
  const fields = skimmedFields(columns);
  expect(fields).toBeDefined();
  const rows = (asked: typeof fields) => takeMatches(json, [], ({ record }) => reported(columns, record), asked);
  return [rows(fields), rows(undefined)];
}

/** Whether a record of its own is skimmed, and not parsed. */
function isSkimmed(fields: Readonly<Record<string, unknown>>, columns = SKIMMED): boolean {
  const json = Buffer.from(JSON.stringify(record(fields)));
  return new Skim(json, skimmedFields(columns)!).read(0, json.length) !== undefined;
}

test("the usual columns are skimmed, and others are not", () => {
  expect(SKIMMED).toEqual(["time", "event", "service", "principal", "ip", "account", "region", "id"]);
  expect(skimmedFields(["event", "error"])).toBeUndefined();
  expect(skimmedFields(["json"])).toBeUndefined();
});

describe.each(sampleFiles())("%s", (path) => {
  const bytes = readFileSync(path);
  const original = isGzip(bytes) ? unpackLogFile(bytes) : bytes;
  const compact = Buffer.from(JSON.stringify(JSON.parse(original.toString("utf8"))));

  test.each([...SKIMMED.map((column) => [column]), SKIMMED, []])(
    "skimming reads what parsing reads: %p %p",
    (...columns) => {
      const asked = columns.filter((column) => typeof column === "string");
      for (const json of [original, compact]) {
        const [skimmed, parsed] = bothWays(json, asked);
        expect(skimmed).toEqual(parsed);
      }
    },
  );
});

/** Keys and texts that look like the fields that are skimmed. */
const KEYS = ["eventID", "eventName", "eventTime", "arn", "userIdentity", "recipientAccountId", "sharedEventID", "a"];
const TEXTS = ['"eventID":"', '},"eventTime":"', "\\", '"', "{", "}", ",", "", "\u00fc", "x", "arn:aws:iam::1:user/u"];
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.oneof(fc.constantFrom(...TEXTS), fc.string(), fc.integer(), fc.constant(null)),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie("value"), { maxKeys: 4 }),
  ),
})).value;
const text = fc.oneof(fc.constantFrom(...TEXTS), fc.constant(null));

const identity = fc.record(
  { type: text, principalId: text, arn: text, accountId: text, sessionContext: json, invokedBy: text },
  { requiredKeys: [] },
);
const records = fc.array(
  fc
    .record(
      {
        userIdentity: fc.oneof(identity, fc.constant(null)),
        eventTime: text,
        eventName: text,
        awsRegion: text,
        requestParameters: json,
        responseElements: json,
        additionalEventData: json,
        recipientAccountId: text,
        sharedEventID: text,
        addendum: fc.record({ originalEventID: text }),
      },
      { requiredKeys: [] },
    )
    .map(record),
  { minLength: 1, maxLength: 4 },
);

test("skimming reads what parsing reads, whatever callers choose", () => {
  fc.assert(
    fc.property(records, fc.subarray(SKIMMED), (all, columns) => {
      const [skimmed, parsed] = bothWays(logFile(all), columns);
      expect(skimmed).toEqual(parsed);
    }),
    { numRuns: 500 },
  );
});

test("a record without an id does not take that of the record before it", () => {
  const [skimmed, parsed] = bothWays(logFile([record(), record({ eventID: undefined })]), ["event"]);
  expect(skimmed).toEqual(parsed);
});

describe("a record is skimmed", () => {
  test.each<[string, Readonly<Record<string, unknown>>]>([
    ["of a user", {}],
    ["whose parameters have the same keys", { requestParameters: { eventID: "a", eventName: "b", arn: "c" } }],
    [
      "with a session",
      { userIdentity: { type: "AssumedRole", arn: "arn", sessionContext: { sessionIssuer: { arn: "b" } } } },
    ],
  ])("%s", (_, fields) => {
    expect(isSkimmed(fields)).toBe(true);
  });
});

describe("a record is parsed", () => {
  test.each<[string, Readonly<Record<string, unknown>>]>([
    ["with an escape", { eventName: 'a"b' }],
    ["of a service, which has no ARN", { userIdentity: { type: "AWSService", invokedBy: "s3.amazonaws.com" } }],
    ["whose ARN follows an object", { userIdentity: { sessionContext: { sessionIssuer: { arn: "b" } }, arn: "a" } }],
    ["without a field that is asked for", { recipientAccountId: undefined }],
    [
      "without it, but with one among the parameters",
      { requestParameters: { a: "b", recipientAccountId: "444455556666" }, recipientAccountId: null },
    ],
    ["that another account has too", { sharedEventID: "b" }],
    ["that corrects another", { addendum: { originalEventID: "b" } }],
  ])("%s", (_, fields) => {
    expect(isSkimmed(fields)).toBe(false);
  });
});
