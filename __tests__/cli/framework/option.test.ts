import { choice, duration, wholeNumber } from "../../../cli/framework/option";
import { endpoint, region, role } from "../../../cli/framework/shared-options";

describe("a time", () => {
  const { parse, expected } = duration("10ms", "24h");

  test.each([
    ["10ms", 10],
    ["90s", 90_000],
    ["15m", 900_000],
    ["24h", 86_400_000],
  ])("%s", (text, milliseconds) => expect(parse(text)).toBe(milliseconds));

  test.each(["", "0s", "9ms", "25h", "-1s", "1.5m", "90", "2d", "9999999s", "1m30s", "s"])("%j is none", (text) =>
    expect(parse(text)).toBeUndefined(),
  );

  test("its error names the limits", () => expect(expected).toBe("a time from 10ms to 24h, such as 90s or 15m"));
});

test("a whole number has a least value", () => {
  const { parse, expected } = wholeNumber(1);
  expect(["1", "20", "0", "-1", "1.5", "1e3", "two"].map(parse)).toEqual([1, 20, ...Array<undefined>(5)]);
  expect(expected).toBe("a whole number from 1");
});

test("a choice takes its own words only", () => {
  const { parse, expected } = choice(["table", "json"]);
  expect(["table", "json", "toString", "JSON"].map(parse)).toEqual(["table", "json", undefined, undefined]);
  expect(expected).toBe("one of table, json");
});

test.each([
  [endpoint, "http://127.0.0.1:5000", "http://127.0.0.1:5000"],
  [endpoint, "http://127.0.0.1:5000/", "http://127.0.0.1:5000"],
  [endpoint, "127.0.0.1:5000", undefined],
  [endpoint, "ftp://127.0.0.1", undefined],
  [endpoint, "http://127.0.0.1/path", undefined],
  [endpoint, "http://me:secret@127.0.0.1", undefined],
  [role, "arn:aws:iam::111122223333:role/auditor", "arn:aws:iam::111122223333:role/auditor"],
  [role, "arn:aws-cn:iam::111122223333:role/auditor", "arn:aws-cn:iam::111122223333:role/auditor"],
  [role, "arn:aws:iam::111122223333:user/auditor", undefined],
  [role, "auditor", undefined],
  [region, "us-gov-west-1", "us-gov-west-1"],
  [region, "Frankfurt", undefined],
])("%j", ({ parse }, text, value) => expect(parse(text)).toBe(value));
