import { answersOf } from "../../../../cli/commands/report/answers";
import type { CheckJson } from "../../../../cli/results/verify";
import { dev } from "../../../fixtures/environments/dev";
import { check, drawn, reportOf, verification } from "../../../support/report";

const { environment } = drawn(dev);

function answer(question: string, ...checks: CheckJson[]): string {
  const answers = answersOf(reportOf(environment, { verification: verification(checks) }));
  return answers.find((one) => one.question === question)!.now.join();
}

test("who read, and since when the policies are in place, is what verify found in the event history", () => {
  const readers = check("logs.readers", "warn", {
    found: "in the last 90 days: role/A (2)",
    details: ["no configured policy names role/A"],
  });
  expect(answer("Who read the logs?", readers)).toBe(
    "By use of the key: in the last 90 days: role/A (2); no configured policy names role/A. " +
      "S3's access logs in s3://example-dev-audit-access-logs name each read, and --logs 7d counts them.",
  );
  const reads = check("logs.reads", "pass", { found: "role/A (3), in 2 access logs" });
  expect(answer("Who read the logs?", readers, reads)).toContain(
    ". By S3's access logs: role/A (3), in 2 access logs.",
  );
  const key = check("key.policy-age", "pass", { found: "no change in the last 90 days" });
  const bucket = check("bucket.policy-age", "pass", { found: "2026-11-19 10:00:00 UTC by role/T" });
  expect(answer("Since when are the policies in place?", key, bucket)).toBe(
    "Key policy: no change in the last 90 days. Bucket policy: 2026-11-19 10:00:00 UTC by role/T. " +
      "PutKeyPolicy and PutBucketPolicy in the logs of dev-audit-trail show earlier changes.",
  );
});

test("what verify could not find out is not known, with the reason", () => {
  const denied = check("logs.readers", "unknown", { found: "no permission: cloudtrail:LookupEvents" });
  expect(answer("Who read the logs?", denied)).toContain("not known (no permission: cloudtrail:LookupEvents).");
  expect(answer("Since when are the policies in place?")).toContain(
    "Key policy: not checked. Bucket policy: not checked.",
  );
});
