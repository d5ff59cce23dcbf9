import { queriedLogs, queryingRoles } from "../../../environments/schema/queried";
import type { EnvironmentConfig } from "../../../environments/schema";
import { environmentWith, problemsOf, uncheckedWith, type Overrides } from "../../support/environment";

const READERS = [{ roleName: "test-reader", trustedPrincipals: ["arn:aws:iam::111122223333:role/Security"] }];
const QUERY = { bucketName: "test-query-results" };
const ORGANIZATION = {
  trail: { ofOrganization: true },
  organization: { id: "o-a1b2c3d4e5", managementAccount: "111122223333" },
};

const problemsWith = (changes: Overrides) => problemsOf(uncheckedWith({ readers: READERS, query: QUERY, ...changes }));

describe("what queries require", () => {
  test.each<[string, Overrides, string]>([
    ["readers", { readers: [] }, "query requires readers, whose roles query the logs that they read, got none"],
    [
      "roles that are readers",
      { query: { ...QUERY, readers: ["test-reader", "Another"] } },
      'query.readers[1] must be the roleName of one of readers (test-reader), got "Another"',
    ],
    [
      "roles of which none is named constructor by chance",
      { query: { ...QUERY, readers: ["constructor"] } },
      'query.readers[0] must be the roleName of one of readers (test-reader), got "constructor"',
    ],
    [
      "each role once",
      { query: { ...QUERY, readers: ["test-reader", "test-reader"] } },
      'query.readers[1] must differ from query.readers[0], got "test-reader"',
    ],
    [
      "accounts that are recorded",
      { query: { ...QUERY, accounts: ["999999999999"] } },
      'query.accounts[0] must be an account that the trail records (111122223333), got "999999999999"',
    ],
    [
      "Regions of the partition",
      { query: { ...QUERY, regions: ["eu-central-1", "cn-north-1"] } },
      'query.regions[1] must be in partition aws, got "cn-north-1"',
    ],
    [
      "a bucket of their own",
      { query: { bucketName: "test-logs" } },
      'query.bucketName must differ from logs.bucketName, got "test-logs"',
    ],
    [
      "a policy whose name no reader's policy has",
      { readers: [{ ...READERS[0], roleName: "Test-audit-query" }] },
      'readers[0].roleName must differ from the policy of query, got "Test-audit-query"',
    ],
    [
      "an alias that no other key has",
      { key: { alias: "test-audit-query" } },
      'key.alias must differ from the alias of query, got "test-audit-query"',
    ],
    ["no other options", { query: { ...QUERY, bucket: "a" } }, "query.bucket is unknown; did you mean bucketName?"],
  ])("%s", (_, changes, problem) => {
    expect(problemsWith(changes)).toEqual([`test: ${problem}`]);
  });

  test("nothing else", () => {
    expect(problemsWith({})).toEqual([]);
    expect(problemsWith({ ...ORGANIZATION, query: { ...QUERY, accounts: ["999999999999"] } })).toEqual([]);
  });
});

describe("what is queried", () => {
  const queried = (changes: Overrides) => {
    const environment = environmentWith({ readers: READERS, query: QUERY, ...changes });
    return { ...environment, query: environment.query! } satisfies EnvironmentConfig;
  };

  test("all that the trail records, as long as logs are kept", () => {
    const { accounts, regions, days } = queriedLogs(queried({ logs: { lifecycle: { expireAfterDays: 400 } } }));
    expect(accounts).toEqual(["111122223333"]);
    expect(regions).toEqual(expect.arrayContaining(["eu-central-1", "us-east-1", "ap-southeast-2"]));
    expect(regions.filter((region) => /^(cn|us-gov|eusc)-/.test(region))).toEqual([]);
    expect(days).toBe(400);
  });

  test("one Region and that of global services, for a trail of one Region", () => {
    const { regions } = queriedLogs(queried({ trail: { multiRegion: false } }));
    expect(regions).toEqual(["eu-central-1", "us-east-1"]);
  });

  test("accounts that a query names, for an organization", () => {
    expect(queriedLogs(queried(ORGANIZATION)).accounts).toBe("all");
  });

  test("by every reader, or by those that are named", () => {
    const two = [...READERS, { ...READERS[0], roleName: "Second" }];
    expect(queryingRoles(queried({ readers: two }))).toEqual(["test-reader", "Second"]);
    expect(queryingRoles(queried({ readers: two, query: { ...QUERY, readers: ["Second"] } }))).toEqual(["Second"]);
  });
});
