import {
  Bucket,
  ExistingBucket,
  STORAGE_CLASSES,
  type Lifecycle,
  type ObjectLock,
  type Transition,
} from "../../../modules/bucket";
import { synthStack } from "../../support/synth";

/** The one lifecycle rule of a bucket. */
function ruleOf(lifecycle?: Lifecycle, objectLock?: ObjectLock): Record<string, unknown> {
  const stack = synthStack((scope) => {
    new Bucket(scope, "Logs", {
      account: "111122223333",
      region: "eu-central-1",
      bucketName: "audit-logs",
      encryption: "SSE-S3",
      lifecycle,
      objectLock,
    });
  });
  const rules = stack.one("aws_s3_bucket_lifecycle_configuration")["rule"] as Record<string, unknown>[];
  expect(rules).toHaveLength(1);
  return rules[0]!;
}

function expectRefusal(lifecycle: Lifecycle, problems: readonly string[], objectLock?: ObjectLock): void {
  const message = problems.map((problem) => `test/Logs: ${problem}`).join("\n");
  expect(() => ruleOf(lifecycle, objectLock)).toThrow(new Error(message));
}

function refusedTransitions(transitions: readonly Transition[], ...problems: string[]): void {
  expectRefusal(
    { transitions },
    problems.map((problem) => `lifecycle.transitions${problem}`),
  );
}

test("by default nothing expires but old versions and unfinished uploads, everywhere in the bucket", () => {
  expect(ruleOf()).toEqual({
    id: "AuditTrailRetention",
    status: "Enabled",
    filter: [{ prefix: "" }],
    transition: [],
    noncurrent_version_expiration: [{ noncurrent_days: 365 }],
    abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
  });
});

test("every option reaches the one rule", () => {
  const lifecycle: Lifecycle = {
    transitions: [
      { afterDays: 30, storageClass: "STANDARD_IA" },
      { afterDays: 90, storageClass: "GLACIER" },
    ],
    expireAfterDays: 2555,
    keepNoncurrentDays: 30,
    abortUploadsAfterDays: 1,
  };
  expect(ruleOf(lifecycle)).toEqual({
    id: "AuditTrailRetention",
    status: "Enabled",
    filter: [{ prefix: "" }],
    transition: [
      { days: 30, storage_class: "STANDARD_IA" },
      { days: 90, storage_class: "GLACIER" },
    ],
    expiration: [{ days: 2555 }],
    noncurrent_version_expiration: [{ noncurrent_days: 30 }],
    abort_incomplete_multipart_upload: [{ days_after_initiation: 1 }],
  });
});

describe.each([
  ["expireAfterDays", "expiration", "days"],
  ["keepNoncurrentDays", "noncurrent_version_expiration", "noncurrent_days"],
  ["abortUploadsAfterDays", "abort_incomplete_multipart_upload", "days_after_initiation"],
] as const)("%s", (option, block, argument) => {
  test.each([0, -1, 36501, 1.5, Number.NaN])("refuses %d", (days) => {
    expectRefusal({ [option]: days }, [`lifecycle.${option} must be 1 to 36500 days, got ${days}`]);
  });

  test.each([1, 36500])("takes %d", (days) => {
    expect(ruleOf({ [option]: days })[block]).toEqual([{ [argument]: days }]);
  });
});

describe("transitions", () => {
  test.each(["STANDARD_IA", "ONEZONE_IA"] as const)("into %s begin after 30 days", (storageClass) => {
    refusedTransitions(
      [{ afterDays: 29, storageClass }],
      `[0].afterDays must be at least 30 for ${storageClass}, got 29`,
    );
    expect(ruleOf({ transitions: [{ afterDays: 30, storageClass }] })["transition"]).toEqual([
      { days: 30, storage_class: storageClass },
    ]);
  });

  test.each(["INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"] as const)(
    "into %s may begin at once",
    (storageClass) => {
      refusedTransitions([{ afterDays: -1, storageClass }], "[0].afterDays must be 0 to 36500 days, got -1");
      expect(ruleOf({ transitions: [{ afterDays: 0, storageClass }] })["transition"]).toEqual([
        { days: 0, storage_class: storageClass },
      ]);
    },
  );

  test("take whole days, and not more than S3 counts", () => {
    refusedTransitions([{ afterDays: 1.5, storageClass: "GLACIER" }], "[0].afterDays must be 0 to 36500 days, got 1.5");
    refusedTransitions(
      [{ afterDays: 36501, storageClass: "GLACIER" }],
      "[0].afterDays must be 0 to 36500 days, got 36501",
    );
  });

  test("go to a class that S3 has", () => {
    const problem = `must be one of "${STORAGE_CLASSES.join('", "')}", got "GLACIAL"`;
    refusedTransitions([{ afterDays: 30, storageClass: "GLACIAL" as "GLACIER" }], `[0].storageClass ${problem}`);
  });

  test.each(["STANDARD_IA", "ONEZONE_IA"] as const)("out of %s come 30 days later", (storageClass) => {
    const first = { afterDays: 30, storageClass };
    refusedTransitions(
      [first, { afterDays: 59, storageClass: "GLACIER" }],
      "[1].afterDays must be at least 60, 30 after the one before it, got 59",
    );
    expect(ruleOf({ transitions: [first, { afterDays: 60, storageClass: "GLACIER" }] })["transition"]).toHaveLength(2);
  });

  test("out of other classes come a day later", () => {
    const first = { afterDays: 10, storageClass: "GLACIER" } as const;
    refusedTransitions(
      [first, { afterDays: 10, storageClass: "DEEP_ARCHIVE" }],
      "[1].afterDays must be at least 11, 1 after the one before it, got 10",
    );
    const transitions: Transition[] = [first, { afterDays: 11, storageClass: "DEEP_ARCHIVE" }];
    expect(ruleOf({ transitions })["transition"]).toHaveLength(2);
  });

  test.each([
    ["INTELLIGENT_TIERING", "STANDARD_IA"],
    ["ONEZONE_IA", "INTELLIGENT_TIERING"],
    ["ONEZONE_IA", "STANDARD_IA"],
    ["GLACIER_IR", "ONEZONE_IA"],
    ["GLACIER", "GLACIER_IR"],
    ["DEEP_ARCHIVE", "GLACIER"],
    ["GLACIER", "GLACIER"],
  ] as const)("from %s to %s do not go down", (from, to) => {
    refusedTransitions(
      [
        { afterDays: 30, storageClass: from },
        { afterDays: 90, storageClass: to },
      ],
      `[1].storageClass must be colder than the ${from} before it, got "${to}"`,
    );
  });

  test.each([
    ["STANDARD_IA", "INTELLIGENT_TIERING"],
    ["STANDARD_IA", "ONEZONE_IA"],
    ["STANDARD_IA", "GLACIER_IR"],
    ["INTELLIGENT_TIERING", "ONEZONE_IA"],
    ["INTELLIGENT_TIERING", "GLACIER_IR"],
    ["ONEZONE_IA", "GLACIER"],
    ["ONEZONE_IA", "DEEP_ARCHIVE"],
    ["GLACIER_IR", "GLACIER"],
    ["GLACIER", "DEEP_ARCHIVE"],
  ] as const)("from %s to %s go down", (from, to) => {
    const transitions: Transition[] = [
      { afterDays: 30, storageClass: from },
      { afterDays: 90, storageClass: to },
    ];
    expect(ruleOf({ transitions })["transition"]).toHaveLength(2);
  });

  test("from ONEZONE_IA to GLACIER_IR are none that S3 makes", () => {
    const transitions: Transition[] = [
      { afterDays: 30, storageClass: "ONEZONE_IA" },
      { afterDays: 90, storageClass: "GLACIER_IR" },
    ];
    expect(() => ruleOf({ transitions })).toThrow(/^test\/Logs: lifecycle\.transitions\[1\]\.storageClass must /);
  });

  test("are each compared with the one before", () => {
    refusedTransitions(
      [
        { afterDays: 30, storageClass: "STANDARD_IA" },
        { afterDays: 60, storageClass: "DEEP_ARCHIVE" },
        { afterDays: 60, storageClass: "GLACIER" },
      ],
      "[2].afterDays must be at least 61, 1 after the one before it, got 60",
      '[2].storageClass must be colder than the DEEP_ARCHIVE before it, got "GLACIER"',
    );
  });

  test("all come before the objects expire", () => {
    const transitions: Transition[] = [
      { afterDays: 30, storageClass: "STANDARD_IA" },
      { afterDays: 90, storageClass: "GLACIER" },
    ];
    expectRefusal({ transitions, expireAfterDays: 90 }, [
      "lifecycle.expireAfterDays must be more than the last transition's 90 days, got 90",
    ]);
    expect(ruleOf({ transitions, expireAfterDays: 91 })["expiration"]).toEqual([{ days: 91 }]);
  });
});

describe("under an Object Lock", () => {
  test.each([
    [{ mode: "COMPLIANCE", days: 400 }, 400],
    [{ mode: "GOVERNANCE", days: 400 }, 400],
    [{ mode: "COMPLIANCE", years: 7 }, 2555],
  ] as const)("%j nothing expires before its %d days are over", (objectLock, locked) => {
    expectRefusal(
      { expireAfterDays: locked - 1 },
      [`lifecycle.expireAfterDays must be at least the ${locked} days of objectLock, got ${locked - 1}`],
      objectLock,
    );
    expect(ruleOf({ expireAfterDays: locked }, objectLock)["expiration"]).toEqual([{ days: locked }]);
  });

  test("objects that never expire are fine", () => {
    expect(ruleOf({}, { mode: "COMPLIANCE", days: 400 })["expiration"]).toBeUndefined();
  });
});

test("an existing bucket keeps its owner's lifecycle", () => {
  const stack = synthStack((scope) => {
    new ExistingBucket(scope, "Logs", { account: "111122223333", region: "eu-central-1", bucketName: "audit-logs" });
  });
  expect(stack.all("aws_s3_bucket_lifecycle_configuration")).toEqual([]);
});
