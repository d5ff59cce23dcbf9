import { problemsOf, uncheckedWith, type Overrides } from "../../support/environment";

const problemsWith = (changes: Overrides) => problemsOf(uncheckedWith(changes));
const READER = { roleName: "reader", trustedPrincipals: ["arn:aws:iam::111122223333:role/Ops"] };

describe("a reader reads what is recorded", () => {
  const accounts = (ids: string[], changes: Overrides = {}) =>
    problemsWith({ ...changes, readers: [{ ...READER, accounts: ids }] });
  const regions = (codes: string[], multiRegion: boolean) =>
    problemsWith({ trail: { multiRegion }, readers: [{ ...READER, regions: codes }] });

  test("of the audited account, and of no other", () => {
    expect(accounts(["111122223333"])).toEqual([]);
    expect(accounts(["111122223333", "222233334444"])).toEqual([
      "test: readers[0].accounts[1] must be an account that the environment records (111122223333), " +
        'got "222233334444"',
    ]);
  });

  test("of any account where the trail records the organization", () => {
    const organization = { id: "o-a1b2c3d4e5", managementAccount: "111122223333" };
    expect(accounts(["222233334444"], { organization, trail: { ofOrganization: true } })).toEqual([]);
  });

  test("of the trail's Region, and of others where it records all", () => {
    expect(regions(["us-east-1"], true)).toEqual([]);
    expect(regions(["eu-central-1"], false)).toEqual([]);
    expect(regions(["us-east-1"], false)).toEqual([
      'test: readers[0].regions[0] must be "eu-central-1", the one Region that the trail records, got "us-east-1"',
    ]);
  });
});

describe("a trail with a log group", () => {
  const named = (length: number, changes: Overrides) =>
    problemsWith({ trail: { name: "a".repeat(length), ...changes } });
  const cloudWatchLogs = { retentionInDays: 30 };

  test("has a name that leaves room for its role's", () => {
    expect(named(48, { cloudWatchLogs })).toEqual([]);
    expect(named(128, {})).toEqual([]);
    expect(named(49, { cloudWatchLogs })).toEqual([
      "test: trail.name must be at most 48 characters with trail.cloudWatchLogs, whose role is " +
        `"${"a".repeat(49)}-cloudwatch-logs" and may have 64, got 49`,
    ]);
  });
});

describe("tags", () => {
  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`key${at}`, ""]));

  test("are at most 50", () => {
    expect(problemsWith({ tags: many(50) })).toEqual([]);
    expect(problemsWith({ tags: many(51) })).toEqual(["test: tags must be at most 50, got 51"]);
  });

  test("differ in more than case", () => {
    expect(problemsWith({ tags: { Owner: "a", owner: "b" } })).toEqual([
      'test: tags must differ in more than upper and lower case, got "Owner" and "owner"',
    ]);
  });

  test.each(["aws:owner", "R&D", "a".repeat(129)])("have no key %.12s", (key) => {
    const [problem, ...others] = problemsWith({ tags: { [key]: "x" } });
    expect(problem).toContain(
      ' must be a tag key of 1 to 128 letters, digits, spaces and _.:/=+-@, not beginning with "aws:", got "',
    );
    expect(others).toEqual([]);
  });
});

test("a Region of an ISO partition is refused with the reason", () => {
  expect(problemsWith({ region: "us-iso-east-1" })).toEqual([
    'test: region must be a Region listed in environments/regions.ts, like "eu-central-1" (add newer ones there), ' +
      'got "us-iso-east-1": the ISO partitions are not supported: their endpoints and service names cannot be tested from outside',
  ]);
});

test.each([
  ["us-east-9", "us-east-1"],
  ["eu-centrl-1", "eu-central-1"],
  ["eu-central", "eu-central-1"],
  ["EU-CENTRAL-1", "eu-central-1"],
])("a Region that does not exist suggests the one that is meant: %s", (region, meant) => {
  expect(problemsWith({ region })).toEqual([
    'test: region must be a Region listed in environments/regions.ts, like "eu-central-1" (add newer ones there), ' +
      `got "${region}": did you mean "${meant}"?`,
  ]);
});
