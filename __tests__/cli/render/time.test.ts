import { showAge, showClock, showDate, showDuration, showTime } from "../../../cli/render/time";

test.each([
  [-5, "0 ms"],
  [999, "999 ms"],
  [8240, "8.2 s"],
  [9960, "10 s"],
  [59_600, "1 min"],
  [372_000, "6 min 12 s"],
  [3_600_000, "1 h"],
  [3_720_000, "1 h 2 min"],
])("%d ms is %s", (milliseconds, expected) => expect(showDuration(milliseconds)).toBe(expected));

test.each([
  [-5, "0 seconds"],
  [1000, "1 second"],
  [119_000, "119 seconds"],
  [7_200_000, "2 hours"],
  [172_800_000, "2 days"],
])("%d ms ago is about %s ago", (milliseconds, expected) => expect(showAge(milliseconds)).toBe(expected));

test("times are UTC, from a date or its text", () => {
  const at = "2026-11-21T21:45:09.876Z";
  expect(showTime(at)).toBe("2026-11-21 21:45:09 UTC");
  expect([showDate(new Date(at)), showClock(new Date(at))]).toEqual(["2026-11-21", "21:45:09"]);
});
