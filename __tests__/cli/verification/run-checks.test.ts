import { AwsFailure, type FailureKind } from "../../../cli/aws/errors";
import { pass, type Check, type Finding } from "../../../cli/verification/check";
import type { Context } from "../../../cli/verification/context";
import { runChecks } from "../../../cli/verification/run-checks";

const context = (signal = new AbortController().signal) => ({ signal }) as Context;
const OPTIONS = { limit: 2, timeoutMs: 1000 };

function check(id: string, run: Check["run"], more: Partial<Check> = {}): Check {
  return { id, group: "Key", title: id, expected: "well", controls: [], run, ...more };
}

const later = <Value>(value: Value, milliseconds = 5) =>
  new Promise<Value>((resolve) => setTimeout(() => resolve(value), milliseconds));

test("results stand in the order of the checks, whichever ends first", async () => {
  const checks = [30, 1, 10].map((wait) => check(`after-${wait}`, () => later(pass(String(wait)), wait)));
  const results = await runChecks(checks, context(), OPTIONS);
  expect(results.map(({ found }) => found)).toEqual(["30", "1", "10"]);
});

test("no more run at a time than the limit", async () => {
  let running = 0;
  let most = 0;
  const one = async (): Promise<Finding> => {
    most = Math.max(most, ++running);
    await later(undefined);
    running -= 1;
    return pass("well");
  };
  const done: number[] = [];
  const checks = Array.from({ length: 7 }, (_, index) => check(`check-${index}`, one));
  await runChecks(checks, context(), { ...OPTIONS, limit: 3, onDone: (count) => done.push(count) });
  expect(most).toBe(3);
  expect(done).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

test("a check that hangs is unknown when its time is over, and the others have their say", async () => {
  const never = check("hangs", () => new Promise(() => {}), { timeoutMs: 20 });
  const results = await runChecks([never, check("well", () => pass("well"))], context(), OPTIONS);
  expect(results).toMatchObject([
    { state: "unknown", found: "no answer within 0.02 seconds" },
    { state: "pass", found: "well" },
  ]);
});

test("a run that is interrupted ends at once", async () => {
  const interrupt = new AbortController();
  const checks = ["one", "two", "three"].map((id) => check(id, () => new Promise(() => {})));
  const results = runChecks(checks, context(interrupt.signal), { limit: 1, timeoutMs: 60_000 });
  interrupt.abort();
  expect((await results).map(({ found }) => found)).toEqual(["interrupted", "interrupted", "interrupted"]);
});

describe("a check that throws", () => {
  const thrown = (error: unknown) =>
    runChecks([check("throws", () => Promise.reject(error))], context(), OPTIONS).then(([result]) => result);
  const failure = (kind: FailureKind) => new AwsFailure(kind, "kms:DescribeKey", "Code", "AWS says so");

  test.each<[FailureKind, Partial<Finding>]>([
    ["missing", { state: "fail", found: "not there: AWS says so" }],
    ["denied", { state: "unknown", found: "no permission: kms:DescribeKey", missingPermission: "kms:DescribeKey" }],
    ["credentials", { state: "unknown", found: "authentication failed: AWS says so" }],
    ["throttled", { state: "unknown", found: "too many calls: AWS says so" }],
    ["unreachable", { state: "unknown", found: "no answer: AWS says so" }],
    ["broken", { state: "unknown", found: "unusable response: AWS says so" }],
  ])("for what is %s", async (kind, finding) => {
    expect(await thrown(failure(kind))).toMatchObject(finding);
  });

  test("for a reason of its own is unknown, with the reason", async () => {
    expect(await thrown(new Error("no such thing"))).toMatchObject({
      state: "unknown",
      found: "cannot be determined: no such thing",
    });
  });

  test("before it promises anything is no different", async () => {
    const results = await runChecks(
      [
        check("throws", () => {
          throw new Error("at once");
        }),
      ],
      context(),
      OPTIONS,
    );
    expect(results).toMatchObject([{ state: "unknown", found: "cannot be determined: at once" }]);
  });
});
