import { withoutDeprecationWarnings } from "../../stacks/deprecation-warnings";

test("gives what the work gives, and leaves the setting as it was", () => {
  const before = process.noDeprecation;
  expect(withoutDeprecationWarnings(() => process.noDeprecation)).toBe(true);
  expect(process.noDeprecation).toBe(before);
});

test("leaves the setting as it was where the work throws", () => {
  const before = process.noDeprecation;
  const failing = () =>
    withoutDeprecationWarnings(() => {
      throw new Error("refused");
    });
  expect(failing).toThrow("refused");
  expect(process.noDeprecation).toBe(before);
});
