import { withoutTokenTraces } from "../../stacks/token-traces";

test("gives what the work gives, and leaves stack traces as they were", () => {
  const before = Error.captureStackTrace;
  expect(withoutTokenTraces(() => 42)).toBe(42);
  expect(Error.captureStackTrace).toBe(before);
});

test("leaves stack traces as they were where the work throws, and the error keeps its own", () => {
  const before = Error.captureStackTrace;
  const failing = () =>
    withoutTokenTraces(() => {
      throw new Error("refused");
    });
  expect(failing).toThrow("refused");
  expect(Error.captureStackTrace).toBe(before);
  try {
    failing();
  } catch (error) {
    expect((error as Error).stack).toContain("token-traces.test.ts");
  }
});
