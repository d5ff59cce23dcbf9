import { COMPLETE } from "../../support/complete-environment";
import { problemsOf, uncheckedWith, type Overrides } from "../../support/environment";

/** What is wrong with the smallest environment and these changes. */
const withChanges = (changes: Overrides) => problemsOf(uncheckedWith(changes));

/** The same with the complete environment. */
const withMore = (changes: Overrides) => problemsOf(uncheckedWith(changes, COMPLETE));

describe("Object Lock", () => {
  const locked = (days: number, expireAfterDays?: number): Overrides => ({
    logs: {
      objectLock: { mode: "COMPLIANCE", days },
      ...(expireAfterDays !== undefined && { lifecycle: { expireAfterDays } }),
    },
  });

  test("may last as long as the objects, or as those that never expire", () => {
    expect(withChanges(locked(365, 365))).toEqual([]);
    expect(withChanges(locked(36500))).toEqual([]);
  });

  test("may not last longer than the objects", () => {
    expect(withChanges(locked(366, 365))).toEqual([
      "test: logs.lifecycle.expireAfterDays must be at least the 366 days of logs.objectLock, got 365",
    ]);
  });

  test("holds for the replica too, which is locked as its source is", () => {
    expect(withMore({ replica: { lifecycle: { expireAfterDays: 365 } } })).toEqual([]);
    expect(withMore({ replica: { lifecycle: { expireAfterDays: 364 } } })).toEqual([
      "test: replica.lifecycle.expireAfterDays must be at least the 365 days of logs.objectLock, got 364",
    ]);
  });

  test("does not hold for the access logs", () => {
    expect(withMore({ accessLogs: { lifecycle: { expireAfterDays: 91 } } })).toEqual([]);
  });

  test("excludes forceDestroy, which could not delete", () => {
    expect(withChanges({ logs: { forceDestroy: true } })).toEqual([]);
    expect(withChanges({ logs: { forceDestroy: true, objectLock: { mode: "GOVERNANCE", days: 1 } } })).toEqual([
      "test: logs.forceDestroy must be false where logs.objectLock keeps objects from being deleted, got true",
    ]);
  });
});

describe.each(["logs", "accessLogs", "replica"])("transitions of %s", (bucket) => {
  const transitions = [
    { afterDays: 400, storageClass: "GLACIER_IR" },
    { afterDays: 500, storageClass: "DEEP_ARCHIVE" },
  ];
  const expiring = (expireAfterDays: number) => withMore({ [bucket]: { lifecycle: { transitions, expireAfterDays } } });

  test("come before the objects expire", () => {
    expect(expiring(501)).toEqual([]);
  });

  test.each([500, 450])("the last of them may not come when objects have expired after %d days", (days) => {
    expect(expiring(days)).toEqual([
      `test: ${bucket}.lifecycle.expireAfterDays must be more than the last transition's 500 days, got ${days}`,
    ]);
  });

  test("mind no expiration where there is none", () => {
    expect(withMore({ [bucket]: { lifecycle: { transitions: [], expireAfterDays: 400 } } })).toEqual([]);
    expect(withChanges({ logs: { lifecycle: { transitions } } })).toEqual([]);
  });
});

describe("bucket names of one environment", () => {
  test("differ from each other", () => {
    expect(withMore({ logs: { bucketName: "test-state", statements: undefined } })).toEqual([
      'test: logs.bucketName must differ from state.bucketName, got "test-state"',
    ]);
    expect(withMore({ accessLogs: { bucketName: "same-logs" }, replica: { bucketName: "same-logs" } })).toEqual([
      'test: replica.bucketName must differ from accessLogs.bucketName, got "same-logs"',
    ]);
  });

  test("are reported from the first of them on", () => {
    const same = { bucketName: "same-logs" };
    expect(withChanges({ state: same, logs: same, accessLogs: same })).toEqual([
      'test: logs.bucketName must differ from state.bucketName, got "same-logs"',
      'test: accessLogs.bucketName must differ from state.bucketName, got "same-logs"',
    ]);
  });
});

describe("role names of one environment", () => {
  const trustedPrincipals = ["arn:aws:iam::111122223333:user/ops"];
  const reader = (roleName: string) => ({ roleName, trustedPrincipals });

  test("differ from each other", () => {
    expect(withChanges({ readers: [reader("Reader"), reader("Auditor")], breakGlass: reader("BreakGlass") })).toEqual(
      [],
    );
    expect(withChanges({ readers: [reader("Reader"), reader("Auditor"), reader("Reader")] })).toEqual([
      'test: readers[2].roleName must differ from readers[0].roleName, got "Reader"',
    ]);
    expect(withChanges({ readers: [reader("Reader")], breakGlass: reader("Reader") })).toEqual([
      'test: breakGlass.roleName must differ from readers[0].roleName, got "Reader"',
    ]);
  });

  test("differ in more than case, since IAM does not tell case", () => {
    expect(withChanges({ readers: [reader("Reader"), reader("reader")] })).toEqual([
      'test: readers[1].roleName must differ from readers[0].roleName, got "reader"',
    ]);
  });
});

describe("data events", () => {
  const recording = (buckets: unknown, more: Overrides = {}) =>
    withMore({
      ...more,
      trail: {
        events: {
          data: [
            { kind: "lambda", functions: "all" },
            { kind: "s3", buckets },
          ],
        },
      },
    });

  test("of other buckets, or of all, are recorded", () => {
    expect(recording(["customer-data", { bucket: "reports", prefix: "" }])).toEqual([]);
    expect(recording("all")).toEqual([]);
  });

  test.each([
    ["test-state", "state"],
    ["test-logs", "logs"],
    ["test-access-logs", "accessLogs"],
    ["test-replica", "replica"],
  ])("of the bucket %s are not", (name, owner) => {
    const problem = (index: number) =>
      `test: trail.events.data[1].buckets[${index}] must not be the bucket of ${owner}.bucketName: ` +
      `access logs would generate more access logs, got "${name}"`;
    expect(recording(["customer-data", name, { bucket: name, prefix: "a/" }])).toEqual([problem(1), problem(2)]);
  });
});

describe("ARNs", () => {
  test("are of the Region's partition, whatever option they belong to", () => {
    const role = (partition: string) => `arn:${partition}:iam::111122223333:role/Ops`;
    const changes = (partition: string): Overrides => ({
      region: "cn-north-1",
      accounts: { archive: { assumeRole: role(partition) } },
      key: { administrators: [role("aws-cn"), role(partition)] },
      readers: [{ roleName: "Reader", trustedPrincipals: [role(partition)] }],
      trail: {
        events: { data: [{ kind: "other", resourceType: "AWS::SNS::Topic", arns: [`arn:${partition}:sns:`] }] },
      },
    });
    const problem = (path: string) =>
      `test: ${path} must be in partition aws-cn of Region cn-north-1, got "${role("aws")}"`;
    expect(withChanges(changes("aws-cn"))).toEqual([]);
    expect(withChanges(changes("aws"))).toEqual([
      problem("accounts.archive.assumeRole"),
      problem("key.administrators[1]"),
      problem("readers[0].trustedPrincipals[0]"),
    ]);
  });

  test.each([
    ["us-gov-west-1", "aws-us-gov"],
    ["eu-central-1", "aws"],
  ])("in %s are of partition %s", (region, partition) => {
    const administrators = ["arn:aws-cn:iam::111122223333:role/Ops", `arn:${partition}:iam::111122223333:role/Ops`];
    expect(withChanges({ region, key: { administrators } })).toEqual([
      `test: key.administrators[0] must be in partition ${partition} of Region ${region}, got "${administrators[0]}"`,
    ]);
  });
});

describe("the role to assume", () => {
  const foreign = "arn:aws:iam::777788889999:role/Deploy";

  test.each([
    ["accounts.archive", { accounts: { archive: { assumeRole: foreign } } }, "111122223333"],
    ["accounts.audited", { accounts: { audited: { assumeRole: foreign } } }, "444455556666"],
    ["replica.account", { replica: { account: { assumeRole: foreign } } }, "999999999999"],
  ])("of %s is a role of that account", (path, changes, id) => {
    expect(withMore(changes)).toEqual([`test: ${path}.assumeRole must be a role of account ${id}, got "${foreign}"`]);
  });
});

test("what Terraform would evaluate is refused wherever text is free", () => {
  const problems = problemsOf(uncheckedWith({ tags: { Owner: "${local.x}" } }));
  expect(problems).toEqual([
    'test: tags.Owner must be at most 256 letters, digits, spaces and _.:/=+-@, not beginning with "aws:", got "${local.x}"',
  ]);
});
