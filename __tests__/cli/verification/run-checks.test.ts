import { AwsFailure, type FailureKind } from "../../../cli/aws/errors";
import { fail, gone, pass, type Check, type Finding } from "../../../cli/verification/check";
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

describe("one cause is reported once", () => {
  const failing = (id: string, failure: AwsFailure, needs?: string) =>
    check(id, () => Promise.reject(failure), needs === undefined ? {} : { needs });
  const causesOf = async (...checks: Check[]) =>
    (await runChecks(checks, context(), OPTIONS)).map((result) => [result.check.id, result.state, result.cause]);
  const missing = () => new AwsFailure("missing", "s3:GetBucketPolicy", "NoSuchBucket", "none");

  test("a resource that is not there: what needs it has nothing to check", async () => {
    expect(
      await causesOf(
        check("bucket.region", () => gone("no bucket")),
        failing("bucket.policy", missing(), "bucket.region"),
        check("bucket.lock", () => fail("no lock"), { needs: "bucket.region" }),
        check("bucket.files", () => pass("well"), { needs: "bucket.region" }),
        failing("trail.key", missing()),
      ),
    ).toEqual([
      ["bucket.region", "fail", undefined],
      ["bucket.policy", "skipped", "bucket.region"],
      // Found for another reason, so it counts.
      ["bucket.lock", "fail", undefined],
      ["bucket.files", "pass", undefined],
      ["trail.key", "fail", undefined],
    ]);
  });

  test("what is missing in a resource that is there has its own line", async () => {
    const there = check("bucket.region", () => pass("there"));
    expect((await causesOf(there, failing("bucket.policy", missing(), "bucket.region")))[1]).toEqual([
      "bucket.policy",
      "fail",
      undefined,
    ]);
    // Its Region is wrong, but it is there.
    const elsewhere = check("bucket.region", () => fail("elsewhere"));
    expect((await causesOf(elsewhere, failing("bucket.policy", missing(), "bucket.region")))[1]![1]).toBe("fail");
  });

  test("a call that several checks share, a permission that is missing, credentials that are refused", async () => {
    const shared = new AwsFailure("throttled", "kms:DescribeKey", "Throttling", "slow down");
    const of = (kind: FailureKind, action: string) => new AwsFailure(kind, action, "Code", "AWS says so");
    expect(
      await causesOf(
        failing("throttled.1", shared),
        failing("throttled.2", shared),
        failing("throttled.3", of("throttled", "kms:DescribeKey")),
        failing("denied.1", of("denied", "s3:GetBucketAcl")),
        failing("denied.2", of("denied", "s3:GetBucketAcl")),
        failing("denied.3", of("denied", "s3:GetBucketCORS")),
        failing("expired.1", of("credentials", "s3:GetBucketAcl")),
        failing("expired.2", of("credentials", "kms:DescribeKey")),
      ),
    ).toEqual([
      ["throttled.1", "unknown", undefined],
      ["throttled.2", "unknown", "throttled.1"],
      ["throttled.3", "unknown", undefined],
      ["denied.1", "unknown", undefined],
      ["denied.2", "unknown", "denied.1"],
      ["denied.3", "unknown", undefined],
      ["expired.1", "unknown", undefined],
      ["expired.2", "unknown", "expired.1"],
    ]);
  });
});
