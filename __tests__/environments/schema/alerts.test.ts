import { environmentWith, problemsOf, uncheckedWith, type Overrides } from "../../support/environment";

const MAIL = ["security@example.com"];
const ALERTS = { emails: MAIL };
const REPLICA = { region: "eu-west-1", bucketName: "test-replica", keyAlias: "replica" };
const APART = {
  archive: { id: "444455556666", assumeRole: "arn:aws:iam::444455556666:role/Deploy" },
  audited: [{ id: "111122223333" }, { id: "123456789012", name: "payments" }],
};

const problemsWith = (changes: Overrides) => problemsOf(uncheckedWith(changes));

describe("what alerts require", () => {
  test.each<[string, Overrides, string]>([
    [
      "somebody who receives them",
      { alerts: {} },
      "alerts must name who receives the alerts in emails or queues, got none",
    ],
    [
      "all management events",
      { alerts: ALERTS, trail: { events: { management: "write" } } },
      'trail.events.management must be "all" with alerts, which see only calls that the trail records, got "write"',
    ],
    [
      "KMS's events",
      {
        alerts: ALERTS,
        trail: { events: { excludeManagementSources: ["rdsdata.amazonaws.com", "kms.amazonaws.com"] } },
      },
      "trail.events.excludeManagementSources must not name KMS with alerts, which see only calls that the trail records, " +
        'got "kms.amazonaws.com"',
    ],
    [
      "every Region",
      { alerts: ALERTS, trail: { multiRegion: false } },
      "trail.multiRegion must be true with alerts: calls of IAM and of Organizations are recorded in a Region of their own, " +
        "got false",
    ],
    [
      "a trail in the account of the copy",
      { alerts: ALERTS, replica: { ...REPLICA, account: { id: "999999999999" } } },
      "replica.account.id must be recorded for alerts about the copy: add the account to accounts.audited, or say in " +
        'replica.account.recordedBy what records it, got "999999999999"',
    ],
    [
      "a log group for the CIS alarms",
      { alerts: { ...ALERTS, cis: true } },
      "alerts.cis requires trail.cloudWatchLogs, whose log group its alarms read, got none",
    ],
    [
      "a year of the functions' own logs with the CIS alarms",
      {
        alerts: { ...ALERTS, cis: true, logRetentionInDays: 180 },
        trail: { cloudWatchLogs: { retentionInDays: 365 } },
      },
      "alerts.logRetentionInDays must be at least 365 with alerts.cis, as Security Hub's CloudWatch.16 asks, got 180",
    ],
    [
      "a year of events for the CIS alarms",
      { alerts: { ...ALERTS, cis: true }, trail: { cloudWatchLogs: { retentionInDays: 180 } } },
      "trail.cloudWatchLogs.retentionInDays must be at least 365 with alerts.cis, as Security Hub's CloudWatch.16 asks, got 180",
    ],
    [
      "deploy roles of their accounts",
      { alerts: { ...ALERTS, deployRoles: ["arn:aws:iam::999999999999:role/Deploy"] } },
      "alerts.deployRoles[0] must be a role of an account of the environment (111122223333), " +
        'got "arn:aws:iam::999999999999:role/Deploy"',
    ],
    [
      "each address once",
      { alerts: { emails: [...MAIL, ...MAIL] } },
      'alerts.emails[1] must differ from alerts.emails[0], got "security@example.com"',
    ],
    [
      "another name than that of the archive's stack",
      {
        alerts: ALERTS,
        accounts: { ...APART, audited: [{ id: "111122223333", name: "archive" }] },
        trail: { ofOrganization: true },
        organization: { id: "o-a1b2c3d4e5", managementAccount: "111122223333" },
      },
      'accounts.audited[0].name must differ from that of the alerts of accounts.archive, got "archive"',
    ],
  ])("%s", (_, changes, problem) => {
    expect(problemsWith(changes)).toEqual([`test: ${problem}`]);
  });

  test.each<[string, Overrides]>([
    [
      "a copy that something else records",
      { replica: { ...REPLICA, account: { id: "999999999999", recordedBy: "Control Tower" } } },
    ],
    ["a copy in an audited account", { accounts: APART, replica: { ...REPLICA, account: { id: "123456789012" } } }],
    [
      "a copy of an organization's trail",
      {
        organization: { id: "o-a1b2c3d4e5", managementAccount: "111122223333" },
        trail: { ofOrganization: true },
        replica: { ...REPLICA, account: { id: "999999999999" } },
      },
    ],
    [
      "an archive that something else records",
      { accounts: { archive: { id: "444455556666", recordedBy: "Control Tower" } } },
    ],
    [
      "a trail without events of the RDS Data API",
      { trail: { events: { excludeManagementSources: ["rdsdata.amazonaws.com"] } } },
    ],
    [
      "deploy roles of any of them",
      { accounts: APART, alerts: { deployRoles: ["arn:aws:iam::123456789012:role/Deploy"] } },
    ],
  ])("takes %s", (_, changes) => {
    expect(
      problemsWith({
        alerts: ALERTS,
        ...changes,
        ...(changes["alerts"] ? { alerts: { ...ALERTS, ...(changes["alerts"] as object) } } : {}),
      }),
    ).toEqual([]);
  });
});

test("an address among the queues, or the reverse, is refused with advice", () => {
  expect(problemsWith({ alerts: { queues: MAIL } })).toEqual([
    'test: alerts.queues[0] must be the ARN of a standard SQS queue, got "security@example.com": an e-mail address ' +
      "belongs into alerts.emails, and receives text, not JSON",
  ]);
  const queue = "arn:aws:sqs:eu-central-1:111122223333:events";
  expect(problemsWith({ alerts: { emails: [queue] } })).toEqual([
    `test: alerts.emails[0] must be an e-mail address like "security@example.com", got "${queue}": a queue belongs into alerts.queues`,
  ]);
  expect(problemsWith({ alerts: { queues: [`${queue}.fifo`] } })).toEqual([
    `test: alerts.queues[0] must be the ARN of a standard SQS queue, got "${queue}.fifo": a topic does not send to a FIFO queue`,
  ]);
});

describe("names that alerts use are taken", () => {
  const trusted = { trustedPrincipals: ["arn:aws:iam::111122223333:role/Ops"] };

  test.each<[string, Overrides, string]>([
    [
      "role",
      { readers: [{ roleName: "TEST-audit-alerts-function", ...trusted }] },
      'readers[0].roleName must differ from the role of alerts, got "TEST-audit-alerts-function"',
    ],
    [
      "role of another Region",
      { breakGlass: { roleName: "test-audit-alerts-from-us-east-1", ...trusted } },
      'breakGlass.roleName must differ from the role of alerts, got "test-audit-alerts-from-us-east-1"',
    ],
    [
      "alias",
      { key: { alias: "test-audit-alerts" } },
      'key.alias must differ from the alias of alerts, got "test-audit-alerts"',
    ],
    [
      "log group",
      { trail: { cloudWatchLogs: { retentionInDays: 365, logGroupName: "/aws/lambda/test-audit-alerts-health" } } },
      "trail.cloudWatchLogs.logGroupName must differ from the log group of alerts, " +
        'got "/aws/lambda/test-audit-alerts-health"',
    ],
  ])("%s", (_, changes, problem) => {
    expect(problemsWith({ alerts: ALERTS, ...changes })).toEqual([`test: ${problem}`]);
    expect(problemsWith(changes)).toEqual([]);
  });
});

test("without the option there is nothing to check", () => {
  expect(environmentWith().alerts).toBeUndefined();
  expect(problemsWith({ trail: { multiRegion: false, events: { management: "write" } } })).toEqual([]);
});
