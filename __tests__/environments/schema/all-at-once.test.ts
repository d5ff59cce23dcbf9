import { checkEnvironments } from "../../../environments/schema/check";
import { COMPLETE } from "../../support/complete-environment";
import { problemsOf, SMALLEST, uncheckedWith } from "../../support/environment";

describe("all problems are reported in one error", () => {
  test("of shape and of combination, of several environments, and clashes between them", () => {
    const first = uncheckedWith({
      name: "first",
      protected: true,
      regoin: "eu-west-1",
      accounts: { archive: { id: "1111" } },
      key: { deletionWindowInDays: 5 },
      logs: { bucketName: "shared-logs", forceDestroy: true },
      trail: { includeGlobalServiceEvents: false },
    });
    const second = uncheckedWith({
      name: "second",
      state: { bucketName: "second-state" },
      logs: { bucketName: "shared-logs" },
      accessLogs: { bucketName: "second-state" },
      key: { alias: "second-key" },
      trail: { name: "second-trail" },
      readers: [{ trustedPrincipals: [] }],
    });
    expect(problemsOf(first, second).sort()).toEqual(
      [
        'first: accounts.archive.id must be 12 digits in quotes, got "1111"',
        "first: key.deletionWindowInDays must be a whole number of days from 7 to 30, got 5",
        "first: regoin is unknown; did you mean region?",
        "first: logs.forceDestroy must be false in a protected environment, got true",
        "first: trail.includeGlobalServiceEvents must be true for a multi-Region trail, got false",
        "second: readers[0].roleName is missing; it must be 1 to 64 letters, digits and +=,.@_-",
        "second: readers[0].trustedPrincipals must be a list of at least one, got an empty list",
        'second: accessLogs.bucketName must differ from state.bucketName, got "second-state"',
        'second: logs.bucketName must differ from that of first: logs.bucketName, got "shared-logs"',
      ].sort(),
    );
  });

  test("and none twice", () => {
    const problems = problemsOf(
      uncheckedWith({ key: { rotationPeriodInDays: 1e9 + 0.5 }, logs: { typo: 1, other: 2 }, region: 5 }),
    );
    expect(problems).toHaveLength(4);
    expect(new Set(problems).size).toBe(4);
  });
});

test("an environment that is listed twice is one problem", () => {
  const environment = uncheckedWith({ name: "first" });
  expect(problemsOf(environment, uncheckedWith({ name: "second", protected: "no" }), environment)).toContain(
    "environments[2]: first is listed already, as environments[0]",
  );
  expect(problemsOf(environment, environment)).toHaveLength(1);
});

describe("what is refused makes no second problem", () => {
  test.each([
    [{ region: "cn-nowhere", key: { administrators: ["arn:aws:iam::111122223333:role/Ops"] } }, "region"],
    [{ accounts: { archive: { id: "555" } } }, "accounts.archive.id"],
    [{ accounts: "555555555555" }, "accounts"],
    [{ organization: "o-a1b2c3d4e5" }, "organization"],
    [{ organization: { id: "a1b2c3d4e5" } }, "organization.id"],
    [{ replica: { region: "eu-central-1", account: { id: "555" } } }, "replica.account.id"],
    [{ replica: { region: "eu-central-1", account: "555555555555" } }, "replica.account"],
    [{ trail: { includeGlobalServiceEvents: false, multiRegion: "no" } }, "trail.multiRegion"],
    [{ readers: "nobody", logs: { onlyReaders: true } }, "readers"],
    [{ key: { administrators: "nobody", rootAccess: "nothing" } }, "key.administrators"],
    [{ logs: { objectLock: { days: "all" } } }, "logs.objectLock.days"],
    [{ logs: { lifecycle: "none" } }, "logs.lifecycle"],
  ])("%j", (changes, path) => {
    const [problem, ...others] = problemsOf(uncheckedWith(changes, COMPLETE));
    expect(problem).toMatch(/^test: \S+ must be /);
    expect(problem!.split(" ")[1]).toBe(path);
    expect(others).toEqual([]);
  });

  test("nor among the sources that a protected environment may not exclude", () => {
    const events = { excludeManagementSources: ["s3.amazonaws.com"] };
    expect(problemsOf(uncheckedWith({ protected: true, trail: { events } }))).toEqual([
      'test: trail.events.excludeManagementSources[0] must be one of "kms.amazonaws.com", "rdsdata.amazonaws.com", ' +
        'got "s3.amazonaws.com"',
    ]);
  });

  test("and what stands beside it keeps its place", () => {
    const reader = { roleName: "Reader", trustedPrincipals: ["arn:aws:iam::111122223333:role/Ops"] };
    expect(problemsOf(uncheckedWith({ readers: [reader, null, reader] }))).toEqual([
      "test: readers[1] must be an object with roleName (optional: trustedPrincipals, trustedPermissionSets, " +
        "externalId, requireMfa, maxSessionHours, accounts, regions), got null",
      'test: readers[2].roleName must differ from readers[0].roleName, got "Reader"',
    ]);
  });
});

test("checking throws one error whose lines are the problems", () => {
  const check = () => checkEnvironments([{ ...SMALLEST, region: "frankfurt", name: "x" }]);
  expect(check).toThrow(
    new Error(
      'x: name must be 2 to 16 lowercase letters, digits and single hyphens between them, beginning with a letter, got "x"\n' +
        'x: region must be a Region listed in environments/regions.ts, like "eu-central-1" (add newer ones there), got "frankfurt"',
    ),
  );
});

test("checking changes nothing", () => {
  const before = JSON.stringify(COMPLETE);
  checkEnvironments([COMPLETE]);
  problemsOf({ ...COMPLETE, region: 5 });
  expect(JSON.stringify(COMPLETE)).toBe(before);
});
