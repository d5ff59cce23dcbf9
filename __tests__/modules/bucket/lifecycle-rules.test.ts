import { AccessLogBucket, type Lifecycle } from "../../../modules/bucket";
import { synthStack } from "../../support/synth";

/** Rules of a bucket's lifecycle, by id. */
function rulesOf(lifecycle: Lifecycle): Record<string, object> {
  const stack = synthStack(
    (scope) =>
      new AccessLogBucket(scope, "Logs", {
        account: "111122223333",
        region: "eu-central-1",
        bucketName: "logs",
        lifecycle,
      }),
  );
  const rules = stack.one("aws_s3_bucket_lifecycle_configuration")["rule"] as { id: string }[];
  return Object.fromEntries(rules.map(({ id, ...rule }) => [id, rule]));
}

const refused = (lifecycle: Lifecycle, problem: string) =>
  expect(() => rulesOf(lifecycle)).toThrow(new Error(`test/Logs: lifecycle.${problem}`));

const COLD = [{ afterDays: 90, storageClass: "GLACIER" }] as const;

describe("small objects", () => {
  test("stay by default, as S3 has it", () => {
    expect(Object.keys(rulesOf({ transitions: COLD }))).toEqual(["AuditTrailRetention"]);
    expect(rulesOf({ transitions: COLD })).toEqual(rulesOf({ transitions: COLD, smallObjects: "stay" }));
  });

  test("move by a rule that filters by size, while the whole bucket still expires", () => {
    const rules = rulesOf({ transitions: COLD, smallObjects: "move", expireAfterDays: 400 });
    expect(rules["AuditTrailTransitions"]).toEqual({
      status: "Enabled",
      filter: [{ object_size_greater_than: 1 }],
      transition: [{ days: 90, storage_class: "GLACIER" }],
    });
    expect(rules["AuditTrailRetention"]).toMatchObject({
      filter: [{ prefix: "" }],
      transition: [],
      expiration: [{ days: 400 }],
    });
  });

  test("do not move where nothing moves", () => {
    expect(Object.keys(rulesOf({ smallObjects: "move" }))).toEqual(["AuditTrailRetention"]);
  });

  test("do nothing else", () => {
    refused({ smallObjects: "leave" as "stay" }, 'smallObjects must be one of "stay", "move", got "leave"');
  });
});

describe("noncurrent versions", () => {
  test("move, and the newest are kept", () => {
    const noncurrentTransitions = [{ afterDays: 30, storageClass: "STANDARD_IA" }] as const;
    expect(rulesOf({ noncurrentTransitions, keepNoncurrentVersions: 3 })["AuditTrailRetention"]).toMatchObject({
      noncurrent_version_transition: [{ noncurrent_days: 30, storage_class: "STANDARD_IA" }],
      noncurrent_version_expiration: [{ noncurrent_days: 365, newer_noncurrent_versions: 3 }],
    });
  });

  test("move before they expire, and no more than 100 are kept", () => {
    refused(
      { noncurrentTransitions: COLD, keepNoncurrentDays: 90 },
      "keepNoncurrentDays must be more than the last noncurrent transition's 90 days, got 90",
    );
    refused({ keepNoncurrentVersions: 101 }, "keepNoncurrentVersions must be 1 to 100 versions, got 101");
  });
});

describe("a rule for some objects", () => {
  test("filters by one thing, or by several joined", () => {
    const rules = rulesOf({
      rules: [
        { id: "reports", prefix: "reports/", expireAfterDays: 30 },
        { id: "large", largerThan: 131072, transitions: COLD },
        { id: "tagged", tags: { Keep: "short" }, expireAfterDays: 7 },
        { id: "all", prefix: "a/", smallerThan: 10, largerThan: 5, tags: { A: "b" }, expireAfterDays: 1 },
      ],
    });
    expect(rules["reports"]).toMatchObject({ filter: [{ prefix: "reports/" }], expiration: [{ days: 30 }] });
    expect(rules["large"]).toMatchObject({
      filter: [{ object_size_greater_than: 131072 }],
      transition: [{ days: 90, storage_class: "GLACIER" }],
    });
    expect(rules["tagged"]).toMatchObject({ filter: [{ and: [{ tags: { Keep: "short" } }] }] });
    expect(rules["all"]).toMatchObject({
      filter: [{ and: [{ prefix: "a/", object_size_less_than: 10, object_size_greater_than: 5, tags: { A: "b" } }] }],
    });
  });

  test.each<[NonNullable<Lifecycle["rules"]>, string]>([
    [[{ id: "a b", prefix: "x", expireAfterDays: 1 }], '[0].id must be 1 to 255 letters, digits and dashes, got "a b"'],
    [
      [{ id: "AuditTrailRetention", prefix: "x", expireAfterDays: 1 }],
      '[0].id must be unique in the bucket (AuditTrailRetention and AuditTrailTransitions are taken), got "AuditTrailRetention"',
    ],
    [
      [{ id: "a", expireAfterDays: 1 }],
      "[0] must have at least one of prefix, largerThan, smallerThan and tags, got none",
    ],
    [
      [{ id: "a", prefix: "x" }],
      "[0] must have at least one of transitions, expireAfterDays, noncurrentTransitions and keepNoncurrentDays, got none",
    ],
    [
      [{ id: "a", largerThan: 5, smallerThan: 5, expireAfterDays: 1 }],
      "[0].smallerThan must be more than largerThan 5, got 5",
    ],
    [[{ id: "a", prefix: "x", expireAfterDays: 0 }], "[0].expireAfterDays must be 1 to 36500 days, got 0"],
    [
      [{ id: "a", prefix: "x", expireAfterDays: 9, keepNoncurrentVersions: 3 }],
      "[0].keepNoncurrentVersions requires keepNoncurrentDays, after which older versions are deleted, got none",
    ],
  ])("%j is refused", (rules, problem) => {
    refused({ rules }, `rules${problem}`);
  });
});
