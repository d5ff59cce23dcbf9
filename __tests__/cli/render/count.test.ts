import { count } from "../../../cli/render/count";

test("a count names one thing or several", () => {
  expect([0, 1, 2].map((number) => count(number, "warning"))).toEqual(["0 warnings", "1 warning", "2 warnings"]);
  expect(count(2, "policy", "policies")).toBe("2 policies");
});
