import { stacksOf } from "../../support/stacks-in-memory";
import { environmentWith, problemsOf, uncheckedWith } from "../../support/environment";

const problemsWith = (rules: readonly object[], logs: object = {}) =>
  problemsOf(uncheckedWith({ logs: { lifecycle: { rules }, ...logs } }));
const DIGESTS = { id: "Digests", prefix: "AWSLogs/111122223333/CloudTrail-Digest/", expireAfterDays: 800 };

test("rules by prefix, size and tag reach the bucket", () => {
  const small = { id: "Small", smallerThan: 131072, transitions: [{ afterDays: 30, storageClass: "GLACIER_IR" }] };
  const tagged = { id: "Tagged", largerThan: 1024, tags: { Kind: "digest" }, keepNoncurrentDays: 30 };
  const rules = [DIGESTS, small, tagged];
  const { archive } = stacksOf(environmentWith({ logs: { lifecycle: { rules } } }));
  const made = archive.one("aws_s3_bucket_lifecycle_configuration", "LogBucket")["rule"] as object[];
  expect(made.slice(1)).toMatchObject([
    { id: "Digests", filter: [{ prefix: DIGESTS.prefix }], expiration: [{ days: 800 }] },
    {
      id: "Small",
      filter: [{ object_size_less_than: 131072 }],
      transition: [{ days: 30, storage_class: "GLACIER_IR" }],
    },
    {
      id: "Tagged",
      filter: [{ and: [{ object_size_greater_than: 1024, tags: { Kind: "digest" } }] }],
      noncurrent_version_expiration: [{ noncurrent_days: 30 }],
    },
  ]);
});

test.each<[string, object[], string]>([
  [
    "nothing to filter by",
    [{ id: "All", expireAfterDays: 5 }],
    " must have at least one of prefix, largerThan, smallerThan and tags, got none",
  ],
  [
    "nothing to do",
    [{ id: "Idle", prefix: "a/" }],
    " must have at least one of transitions, expireAfterDays, noncurrentTransitions and keepNoncurrentDays, got none",
  ],
  [
    "versions without days",
    [{ ...DIGESTS, keepNoncurrentVersions: 3 }],
    ".keepNoncurrentVersions requires keepNoncurrentDays, after which older versions are deleted, got none",
  ],
  [
    "sizes that no object has",
    [{ ...DIGESTS, largerThan: 10, smallerThan: 10 }],
    ".smallerThan must be more than largerThan 10, got 10",
  ],
  [
    "expiry before the last transition",
    [{ ...DIGESTS, transitions: [{ afterDays: 900, storageClass: "GLACIER" }] }],
    ".expireAfterDays must be more than the last transition's 900 days, got 800",
  ],
  [
    "tags that differ in case",
    [{ ...DIGESTS, tags: { Kind: "a", kind: "b" } }],
    '.tags must differ in more than upper and lower case, got "Kind" and "kind"',
  ],
  [
    "the id of a rule that every bucket has",
    [{ ...DIGESTS, id: "AuditTrailRetention" }],
    '.id must be unique in the bucket (AuditTrailRetention and AuditTrailTransitions are taken), got "AuditTrailRetention"',
  ],
])("a rule with %s is refused", (_, rules, problem) => {
  expect(problemsWith(rules)).toEqual([`test: logs.lifecycle.rules[0]${problem}`]);
});

test("two rules of one id are refused", () => {
  expect(problemsWith([DIGESTS, DIGESTS])).toEqual([
    'test: logs.lifecycle.rules[1].id must be unique in the bucket (AuditTrailRetention and AuditTrailTransitions are taken), got "Digests"',
  ]);
});

test("a rule may not expire what Object Lock keeps", () => {
  const objectLock = { mode: "GOVERNANCE", days: 900 };
  expect(problemsWith([DIGESTS], { objectLock })).toEqual([
    "test: logs.lifecycle.rules[0].expireAfterDays must be at least the 900 days of logs.objectLock, got 800",
  ]);
});

const to = (storageClass: string, afterDays: number) => ({ storageClass, afterDays });

test.each<[string, object, string]>([
  [
    "a move to an infrequent-access class within 30 days",
    { transitions: [to("STANDARD_IA", 29)] },
    "transitions[0].afterDays must be at least 30 for STANDARD_IA, got 29",
  ],
  [
    "a move back to a warmer class",
    { transitions: [to("GLACIER", 30), to("GLACIER_IR", 90)] },
    'transitions[1].storageClass must be colder than the GLACIER before it, got "GLACIER_IR"',
  ],
  [
    "a move before the minimum stay",
    { transitions: [to("STANDARD_IA", 30), to("GLACIER", 40)] },
    "transitions[1].afterDays must be at least 60, 30 after the one before it, got 40",
  ],
  [
    "old versions that expire before they move",
    { noncurrentTransitions: [to("GLACIER", 365)] },
    "keepNoncurrentDays must be more than the last noncurrent transition's 365 days, got 365",
  ],
  [
    "old versions of a rule that expire before they move",
    { keepNoncurrentDays: 90, rules: [{ id: "A", prefix: "a/", noncurrentTransitions: [to("GLACIER", 90)] }] },
    "rules[0].keepNoncurrentDays must be more than the last noncurrent transition's 90 days, got 90",
  ],
])("%s is refused, wherever a lifecycle is", (_, lifecycle, problem) => {
  const replica = { region: "eu-west-1", bucketName: "test-replica", keyAlias: "test-replica-key", lifecycle };
  const accessLogs = { bucketName: "test-access-logs", lifecycle };
  expect(problemsOf(uncheckedWith({ logs: { lifecycle }, accessLogs, replica }))).toEqual(
    ["logs", "accessLogs", "replica"].map((bucket) => `test: ${bucket}.lifecycle.${problem}`),
  );
});

test("a rule may move old versions until the bucket's own days for them end", () => {
  const rules = [{ id: "A", prefix: "a/", noncurrentTransitions: [to("GLACIER", 400)] }];
  expect(problemsOf(uncheckedWith({ logs: { lifecycle: { keepNoncurrentDays: 800, rules } } }))).toEqual([]);
});

test("a value that is refused alone is not compared with others", () => {
  const transitions = [to("STANDARD_IA", -1), to("GLACIER", 0)];
  expect(problemsOf(uncheckedWith({ logs: { lifecycle: { transitions } } }))).toEqual([
    "test: logs.lifecycle.transitions[0].afterDays must be a whole number of days from 0 to 36500, got -1",
  ]);
});

describe("metrics of the replica", () => {
  const replica = { region: "eu-west-1", bucketName: "test-replica", keyAlias: "test-replica-key" };

  test("are published without time control too", () => {
    const { archive } = stacksOf(environmentWith({ replica: { ...replica, metrics: true } }));
    const [rule] = archive.one("aws_s3_bucket_replication_configuration")["rule"] as { destination: object }[];
    expect(rule!.destination).toMatchObject({ metrics: { status: "Enabled" } });
    expect(rule!.destination).not.toHaveProperty("replication_time");
  });

  test("cannot be left out with time control", () => {
    expect(problemsOf(uncheckedWith({ replica: { ...replica, timeControl: true, metrics: false } }))).toEqual([
      "test: replica.metrics must be true with replica.timeControl, got false",
    ]);
  });
});
