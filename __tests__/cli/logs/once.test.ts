import { marksOf, Once } from "../../../cli/logs/once";
import { record } from "../../support/log-records";

/** Which of the records are new. */
function isNew(records: readonly Record<string, unknown>[]): boolean[] {
  const once = new Once();
  return records.map((one) => once.add(marksOf(one)));
}

const original = record({ eventID: "e1" });
const ours = record({ eventID: "e2", sharedEventID: "s1", recipientAccountId: "111122223333" });
const theirs = { ...ours, eventID: "e3", recipientAccountId: "444455556666" };

test.each<[string, Record<string, unknown>[], boolean[]]>([
  ["different events are all new", [original, record(), record()], [true, true, true]],
  [
    "a correction with the same id is not",
    [original, { ...original, addendum: { reason: "UPDATED_DATA" } }],
    [true, false],
  ],
  [
    "a correction that names the original is not",
    [original, { ...original, eventID: "e9", addendum: { reason: "UPDATED_DATA", originalEventID: "e1" } }],
    [true, false],
  ],
  ["the other account's record of a call is not", [ours, theirs], [true, false]],
  ["whichever comes first", [theirs, ours], [true, false]],
  ["several records of one call in one account are", [ours, { ...ours, eventID: "e4" }, theirs], [true, true, false]],
  [
    "start and end of an insight, which share an id, are",
    ["e5", "e6"].map((eventID) => ({ ...ours, eventID, eventType: "AwsCloudTrailInsight" })),
    [true, true],
  ],
  ["records without an id are", [record({ eventID: undefined }), record({ eventID: undefined })], [true, true]],
])("%s", (_, records, expected) => {
  expect(isNew(records)).toEqual(expected);
});

test("20,000 events are all recognized", () => {
  const once = new Once();
  const marks = Array.from({ length: 20_000 }, (_, index) => marksOf(record({ eventID: `id-${index}` })));
  expect(marks.filter((one) => once.add(one)).length).toBe(marks.length);
  expect(marks.filter((one) => once.add(one)).length).toBe(0);
});
