import { environmentWith, problemsOf, uncheckedWith, type Overrides } from "../../support/environment";

const ALERTS = { emails: ["security@example.com"] };
const HOME = ["eu-central-1"];
const ORGANIZATION = { id: "o-a1b2c3d4e5", managementAccount: "222233334444" };

const changesOf = (threats: object, changes: Overrides = {}) => ({
  alerts: ALERTS,
  threats: { regions: HOME, ...threats },
  ...changes,
});
const problemsWith = (threats: object, changes: Overrides = {}) =>
  problemsOf(uncheckedWith(changesOf(threats, changes)));

describe("what threats require", () => {
  test.each<[string, object, Overrides, string]>([
    ["alerts", {}, { alerts: undefined }, "threats requires alerts, which send the findings, got none"],
    [
      "each Region once",
      { regions: ["us-east-1", ...HOME, "us-east-1"] },
      {},
      'threats.regions[2] must differ from threats.regions[0], got "us-east-1"',
    ],
    [
      "Regions of the partition",
      { regions: [...HOME, "cn-north-1"] },
      {},
      'threats.regions[1] must be in partition aws, got "cn-north-1"',
    ],
    ["a Region", { regions: [] }, {}, "threats.regions must be a list of at least one, got an empty list"],
    [
      "features that exist",
      { features: ["S3_DATA_EVENT"] },
      {},
      'threats.features[0] must be one of "S3_DATA_EVENTS", "EKS_AUDIT_LOGS", "EBS_MALWARE_PROTECTION", ' +
        '"RDS_LOGIN_EVENTS", "LAMBDA_NETWORK_LOGS", "RUNTIME_MONITORING", got "S3_DATA_EVENT"',
    ],
    [
      "the feature of the agents",
      { agents: ["EC2_AGENT_MANAGEMENT"] },
      {},
      'threats.agents requires "RUNTIME_MONITORING" in threats.features, got none',
    ],
    [
      "an organization to enroll",
      { organization: true },
      {},
      "threats.organization requires organization with id and managementAccount, got none",
    ],
    [
      "an organization to administer",
      { delegatedAdministrator: {} },
      { organization: ORGANIZATION },
      "threats.delegatedAdministrator requires threats.organization, whose accounts it administers, got no such option",
    ],
    [
      "no delegation in the management account",
      { organization: true, delegatedAdministrator: {} },
      { organization: { ...ORGANIZATION, managementAccount: "111122223333" } },
      "threats.delegatedAdministrator must be left out where accounts.archive is the management account, which needs no " +
        "delegation, got an object",
    ],
    [
      "a role of the management account",
      { organization: true, delegatedAdministrator: { assumeRole: "arn:aws:iam::111122223333:role/Deploy" } },
      { organization: ORGANIZATION },
      "threats.delegatedAdministrator.assumeRole must be a role of account 222233334444, " +
        'got "arn:aws:iam::111122223333:role/Deploy"',
    ],
    ["a name for the buckets", { export: {} }, {}, "threats.export.bucketPrefix is missing; it must be 1 to 35"],
    [
      "readers of the accounts with detectors",
      { export: { bucketPrefix: "findings", readers: ["arn:aws:iam::999999999999:role/Analyst"] } },
      {},
      "threats.export.readers[0] must be of an account with a detector (111122223333), " +
        'got "arn:aws:iam::999999999999:role/Analyst"',
    ],
    [
      "expiration after the last transition",
      {
        export: {
          bucketPrefix: "findings",
          lifecycle: { transitions: [{ afterDays: 90, storageClass: "GLACIER" }], expireAfterDays: 90 },
        },
      },
      {},
      "threats.export.lifecycle.expireAfterDays must be more than the last transition's 90 days, got 90",
    ],
  ])("%s", (_, threats, changes, problem) => {
    expect(problemsWith(threats, changes)).toEqual([expect.stringContaining(`test: ${problem}`)]);
  });

  test("findings are not locked as log files are", () => {
    const changes = { logs: { objectLock: { mode: "GOVERNANCE", days: 365 } } };
    const exported = { export: { bucketPrefix: "findings", lifecycle: { expireAfterDays: 90 } } };
    expect(problemsWith(exported, changes)).toEqual([]);
  });

  test("readers may be of any account, but of the administrator's where it has the only detector", () => {
    const accounts = { archive: { id: "444455556666" }, audited: { id: "111122223333" } };
    const exported = { export: { bucketPrefix: "findings", readers: ["arn:aws:iam::111122223333:role/Analyst"] } };
    expect(problemsWith(exported, { accounts })).toEqual([]);
    expect(problemsWith({ ...exported, organization: true }, { accounts, organization: ORGANIZATION })).toEqual([
      "test: threats.export.readers[0] must be of an account with a detector (444455556666), " +
        'got "arn:aws:iam::111122223333:role/Analyst"',
    ]);
  });
});

describe("names that threats use are taken", () => {
  const exported = { export: { bucketPrefix: "test-findings" } };

  test.each<[string, object, Overrides, string]>([
    [
      "bucket",
      exported,
      { logs: { bucketName: "test-findings-111122223333-eu-central-1" } },
      'logs.bucketName must differ from a bucket of findings, got "test-findings-111122223333-eu-central-1"',
    ],
    [
      "alias",
      exported,
      { key: { alias: "test-findings-111122223333-eu-central-1" } },
      'key.alias must differ from the alias of a key of findings, got "test-findings-111122223333-eu-central-1"',
    ],
    [
      "role",
      { regions: ["us-east-1"] },
      {
        breakGlass: {
          roleName: "Test-audit-alerts-findings-us-east-1",
          trustedPrincipals: ["arn:aws:iam::111122223333:role/Ops"],
        },
      },
      'breakGlass.roleName must differ from the role of threats, got "Test-audit-alerts-findings-us-east-1"',
    ],
  ])("%s", (_, threats, changes, problem) => {
    expect(problemsWith(threats, changes)).toEqual([`test: ${problem}`]);
    expect(problemsOf(uncheckedWith(changes))).toEqual([]);
  });

  test("stacks of other environments", () => {
    const others = {
      state: { bucketName: "other-state" },
      key: { alias: "other-key" },
      logs: { bucketName: "other-logs" },
      accessLogs: { bucketName: "other-access-logs" },
      trail: { name: "other-trail" },
    };
    const one = (name: string, account: string, id: string) => ({
      ...changesOf({}),
      name,
      accounts: { archive: { id }, audited: { id, name: account } },
    });
    expect(
      problemsOf(
        uncheckedWith(one("prod", "threats-a", "111122223333")),
        uncheckedWith({ ...one("prod-threats", "a", "444455556666"), ...others }),
      ),
    ).toEqual([
      "prod-threats: name must give its stacks another name than that of prod: its stacks, " +
        'got "prod-threats-threats-a-eu-central-1"',
    ]);
  });
});

test("an account has one detector in a Region", () => {
  const second = {
    name: "other",
    state: { bucketName: "other-state" },
    key: { alias: "other-key" },
    logs: { bucketName: "other-logs" },
    accessLogs: { bucketName: "other-access-logs" },
    trail: { name: "other-trail" },
  };
  const first = environmentWith(changesOf({ regions: ["us-east-1", ...HOME] }));
  expect(problemsOf(first, uncheckedWith({ ...changesOf({}), ...second }))).toEqual([
    "other: threats.regions must leave out the Region where test has the detector of account 111122223333, " +
      'got "eu-central-1"',
  ]);
  expect(problemsOf(first, uncheckedWith({ ...changesOf({ regions: ["eu-west-1"] }), ...second }))).toEqual([]);
});
