import { Bucket, retentionDays, type ObjectLock } from "../../../modules/bucket";
import { synthStack, type Synthesized } from "../../support/synth";

function synthLocked(objectLock?: ObjectLock): Synthesized {
  return synthStack((scope) => {
    const location = { account: "111122223333", region: "eu-central-1" };
    new Bucket(scope, "Logs", { ...location, bucketName: "audit-logs", encryption: "SSE-S3", objectLock });
  });
}

test.each([
  [{ mode: "GOVERNANCE", days: 30 }],
  [{ mode: "COMPLIANCE", days: 1 }],
  [{ mode: "COMPLIANCE", days: 36500 }],
  [{ mode: "GOVERNANCE", years: 1 }],
  [{ mode: "COMPLIANCE", years: 100 }],
] as const)("%j locks each new version", (objectLock) => {
  const stack = synthLocked(objectLock);
  const bucket = stack.one("aws_s3_bucket");
  // The provider would replace a bucket that exists.
  expect(bucket).not.toHaveProperty("object_lock_enabled");
  expect(stack.one("aws_s3_bucket_object_lock_configuration")).toMatchObject({
    bucket: `\${${bucket.address}.bucket}`,
    rule: { default_retention: objectLock },
  });
});

test("the lock comes after versioning, without which S3 refuses it", () => {
  const stack = synthLocked({ mode: "GOVERNANCE", days: 30 });
  const { depends_on: awaited } = stack.one("aws_s3_bucket_object_lock_configuration");
  expect(awaited).toEqual([stack.one("aws_s3_bucket_versioning").address]);
});

test("without an Object Lock nothing is locked", () => {
  const stack = synthLocked();
  expect(stack.all("aws_s3_bucket_object_lock_configuration")).toEqual([]);
});

test.each<[ObjectLock, string]>([
  [{ mode: "GOVERNANCE" }, "objectLock must have either days or years, got neither"],
  [{ mode: "GOVERNANCE", days: 365, years: 1 }, "objectLock must have either days or years, got both"],
  [{ mode: "COMPLIANCE", days: 0 }, "objectLock.days must be 1 to 36500 days, got 0"],
  [{ mode: "COMPLIANCE", days: 36501 }, "objectLock.days must be 1 to 36500 days, got 36501"],
  [{ mode: "COMPLIANCE", days: 1.5 }, "objectLock.days must be 1 to 36500 days, got 1.5"],
  [{ mode: "COMPLIANCE", years: 0 }, "objectLock.years must be 1 to 100 years, got 0"],
  [{ mode: "COMPLIANCE", years: 101 }, "objectLock.years must be 1 to 100 years, got 101"],
])("%j is refused", (objectLock, problem) => {
  expect(() => synthLocked(objectLock)).toThrow(new Error(`test/Logs: ${problem}`));
});

test.each<[ObjectLock, number]>([
  [{ mode: "GOVERNANCE", days: 30 }, 30],
  [{ mode: "COMPLIANCE", years: 1 }, 365],
  [{ mode: "COMPLIANCE", years: 100 }, 36500],
])("%j retains for %d days, leap days left out as S3 does", (objectLock, days) => {
  expect(retentionDays(objectLock)).toBe(days);
});
