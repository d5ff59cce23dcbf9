import fc from "fast-check";
import { readFileSync } from "node:fs";
import { conditionsOf } from "../../../cli/logs/filters/conditions";
import type { Filters } from "../../../cli/logs/filters/filters";
import { isGzip, unpackLogFile } from "../../../cli/logs/log-file";
import { matchesIn, takeMatches } from "../../../cli/logs/matching";
import { parseRecord, Slices } from "../../../cli/logs/slices";
import { logFile, record, sampleFiles } from "../../support/log-records";

/** What a reader that parses the whole file finds. */
function slowly(json: Buffer, filters: Filters): unknown[] {
  const { Records: records } = JSON.parse(json.toString("utf8")) as { Records: Record<string, unknown>[] };
  return records.filter((one) => conditionsOf(filters).every(({ test: isMatch }) => isMatch(one)));
}

function quickly(json: Buffer, filters: Filters): unknown[] {
  return matchesIn(json, conditionsOf(filters)).map((match) => match.record);
}

/** Number of records that slicing finds. Undefined if only parsing can tell. */
function slicesOf(json: Buffer, needles: readonly (readonly string[])[]): number | undefined {
  let count = 0;
  const isSliced = Slices.of(json)?.each(needles, (from, to) => {
    count += 1;
    return parseRecord(json, from, to) !== undefined;
  });
  return isSliced ? count : undefined;
}

const SEPARATORS = [
  '},{"eventVersion":',
  '{"Records":[',
  '"],[{',
  "\\",
  '"',
  ":[",
  "[",
  "]}",
  "],",
  "]",
  "a&b=c",
  "ü",
  "\u2028",
];

/** JSON with keys and texts that look like the borders of records. */
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.oneof(fc.constantFrom(...SEPARATORS), fc.string(), fc.integer(), fc.constant(null), fc.boolean()),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom("eventVersion", "eventID", "Records", "a", '"', "b[c"), tie("value"), { maxKeys: 4 }),
  ),
})).value;

const records = fc.array(
  fc.record({
    eventVersion: fc.constant("1.11"),
    userIdentity: json,
    eventName: fc.constantFrom("GetObject", "Decrypt", "PutObject"),
    requestParameters: json,
    eventID: fc.oneof({ weight: 9, arbitrary: fc.uuid() }, { weight: 1, arbitrary: json }),
    readOnly: fc.boolean(),
  }),
  { maxLength: 6 },
);

const FILTERS: readonly Filters[] = [
  {},
  { events: ["Decrypt"] },
  { events: ["Decrypt", "Put*"], write: true },
  { texts: ["a&b=c"] },
  { texts: ["eventVersion"] },
  { where: ["requestParameters.a=1"] },
  { where: ["eventName!=GetObject"], texts: ["}"] },
];

test("slicing finds what parsing finds, in whatever the records contain", () => {
  fc.assert(
    fc.property(records, fc.constantFrom(...FILTERS), (all, filters) => {
      const file = logFile(all);
      expect(quickly(file, filters)).toEqual(slowly(file, filters));
    }),
    { numRuns: 400 },
  );
});

test.each(sampleFiles())("slicing finds what parsing finds in %s, packed together again", (path) => {
  const bytes = readFileSync(path);
  const original = isGzip(bytes) ? unpackLogFile(bytes) : bytes;
  const compact = Buffer.from(JSON.stringify(JSON.parse(original.toString("utf8"))));
  // Records that begin with different keys cannot be sliced.
  const expectedSlices = path.includes("quirks") ? undefined : slowly(original, {}).length;
  expect(slicesOf(compact, [])).toBe(expectedSlices);
  for (const filters of [
    {},
    { events: ["Assume*", "Get*"] },
    { write: true },
    { texts: ["us-east-1"] },
    { ips: ["192.168.10.20"] },
  ]) {
    const expected = slowly(original, filters);
    expect([quickly(original, filters), quickly(compact, filters)]).toEqual([expected, expected]);
  }
});

describe("a list inside a record that looks like records", () => {
  const forged = record({ eventName: "Forged", userAgent: "forged" });
  // Around it, something that looks like records too: so the forged one could be cut out whole.
  const plain = { eventVersion: "1.11" };
  const real = record({ eventName: "TagResource", requestParameters: { tags: [plain, forged, plain] } });
  const file = logFile([record(), real, record({ eventName: "Decrypt" })]);

  test("is no record", () => {
    expect(quickly(file, { events: ["Forged"] })).toEqual([]);
    expect(quickly(file, { texts: ["forged"] })).toEqual([real]);
    expect(quickly(file, {})).toEqual(slowly(file, {}));
  });

  test.each([
    ["a text that looks like the start of a list", [record({ userAgent: ':["' }), real]],
    ["a text with the end of a key", [record({ userAgent: 'x":[' }), real]],
    ["a key that ends with backslashes", [record({ requestParameters: { "a\\": [plain, forged, plain] } })]],
  ])("is no record behind %s", (_, records) => {
    const misleading = logFile([...records, record()]);
    expect(quickly(misleading, { events: ["Forged"] })).toEqual([]);
    expect(quickly(misleading, {})).toHaveLength(records.length + 1);
  });

  test.each([["],"], ['],"a'], ["]"]])("is no record after a text that ends with %p, as a list may", (text) => {
    const fake = { eventVersion: "1.11", eventID: "fake", eventName: "Decrypt", text };
    const other = { ...fake, eventName: "Encrypt" };
    const file = logFile([record({ requestParameters: { list: [text, other, fake, other], a: [text] } }), record()]);
    expect(quickly(file, {})).toEqual(slowly(file, {}));
    expect(quickly(file, { events: ["Decrypt"] })).toEqual(slowly(file, { events: ["Decrypt"] }));
    expect(takeMatches(file, [], ({ record }) => record, ["eventName"])).toHaveLength(2);
  });

  test("is looked for without reading each of 100,000 nested lists to its end", () => {
    const lists = { a: Array.from({ length: 20_000 }, (_, index) => ({ [`k${index}`]: [] })) };
    const nested = logFile([record({ requestParameters: lists }), record({ eventName: "Decrypt" })]);
    const text = `${'{"a":['.repeat(1e5)}${"]}".repeat(1e5)}`;
    const deep = Buffer.from(
      logFile([record({ requestParameters: "DEEP" }), record({ eventName: "Decrypt" })])
        .toString()
        .replace('"DEEP"', text),
    );
    expect(quickly(nested, { events: ["Decrypt"] })).toHaveLength(1);
    expect(quickly(deep, { events: ["Decrypt"] })).toHaveLength(1);
  });
});

test("records whose first key is another one are sliced too", () => {
  const sorted = [record(), record({ eventName: "Decrypt" })].map((one) =>
    Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1))),
  );
  const file = logFile(sorted);
  expect(slicesOf(file, [["Decrypt"]])).toBe(1);
  expect(quickly(file, { events: ["Decrypt"] })).toEqual([sorted[1]]);
});

test("a record's JSON is the file's own, with numbers that JavaScript cannot hold", () => {
  const file = Buffer.from(
    '{"Records":[{"eventVersion":"1","eventID":"e","additionalEventData":{"a":791.0,"b":12345678901234567890}}]}',
  );
  expect(matchesIn(file, [])[0]!.json()).toContain('"a":791.0,"b":12345678901234567890');
});

test.each([
  ["cut off", (text: string) => text.slice(0, -20)],
  ["cut off, pretty-printed", (text: string) => JSON.stringify(JSON.parse(text), null, 1).slice(0, -20)],
  ["followed by something", (text: string) => `${text}{}x`],
])("a file that is %s is refused, whatever is looked for", (_, damage) => {
  const file = Buffer.from(damage(logFile([record(), record()]).toString()));
  expect(() => quickly(file, { events: ["Nothing"] })).toThrow("it does not contain JSON");
});

test("files in UTF-16 and with a byte order mark are read", () => {
  const text = `\ufeff${logFile([record()]).toString()}`;
  expect(quickly(Buffer.from(text, "utf16le"), {})).toHaveLength(1);
  expect(quickly(Buffer.from(text, "utf8"), {})).toHaveLength(1);
});

/** JSON in which some of the characters are written as escapes that nobody has to write. */
function escaped(json: string, isChosen: (index: number) => boolean): Buffer {
  const text = json.replace(/(?<=":")[^"\\]+(?=")/g, (value) =>
    Array.from(value, (character, index) => {
      const code = character.charCodeAt(0);
      return code < 0x7f && isChosen(index) ? `\\u${code.toString(16).padStart(4, "0")}` : character;
    }).join(""),
  );
  return Buffer.from(text);
}

test("words are found that are written as escapes, in one record or in all", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("GetObject", "Decrypt", "PutObject"), { minLength: 1, maxLength: 6 }),
      fc.constantFrom(...FILTERS),
      fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }),
      (names, filters, chosen) => {
        const all = names.map((eventName) => record({ eventName, userAgent: "a&b=c eventVersion }" }));
        const file = escaped(logFile(all).toString(), (index) => chosen[index % chosen.length]!);
        expect(quickly(file, filters)).toEqual(slowly(file, filters));
        const spread = Buffer.from(file.toString().replace('{"Records":', '{ "Records" :'));
        expect(quickly(spread, filters)).toEqual(slowly(spread, filters));
      },
    ),
    { numRuns: 200 },
  );
});

const NUMBERS = '{"a":12345678901234567890,"b":[1.0,-0,1E5,0.1,7],"c":"12345678901234567890 \\" 1.0","d":{"e":-1.50}}';

test.each([
  ["a log file", `{"Records":[{"eventVersion":"1","eventID":"e","x":${NUMBERS}}]}`],
  ["a log file with the keys in another order", `{"Records":[{"eventID":"e","eventVersion":"1","x":${NUMBERS}}]}`],
  ["a file that is parsed whole", `{ "Records": [{"eventVersion":"1","eventID":"e","x":${NUMBERS}} ] }`],
  ["lines", `{"eventVersion":"0","eventID":"d"}\n{"eventVersion":"1","eventID":"e","x":${NUMBERS}}\n`],
  ["EventBridge", `{"detail-type":"x","detail":{"eventVersion":"1","eventID":"e","x":${NUMBERS}}}`],
  [
    "LookupEvents",
    JSON.stringify({ Events: [{ CloudTrailEvent: `{"eventVersion":"1","eventID":"e","x":${NUMBERS}}` }] }),
  ],
])("the JSON of a record keeps the digits of its numbers: %s", (_, text) => {
  const found = matchesIn(Buffer.from(text), []).find((match) => match.record["eventID"] === "e");
  expect(found!.json()).toContain(`"x":${NUMBERS}`);
  expect(JSON.parse(found!.json())).toEqual(found!.record);
});
