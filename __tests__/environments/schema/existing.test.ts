import { EXISTING } from "../../../tools/samples/existing";
import {
  ABSENT,
  changed,
  environmentWith,
  problemsOf,
  SMALLEST,
  uncheckedWith,
  type Overrides,
} from "../../support/environment";

const ARN = EXISTING.key.arn;

/** What is wrong with an environment whose things exist already, and these changes. */
const withChanges = (changes: Overrides) => problemsOf(uncheckedWith(changes, EXISTING));

test("an environment may bring its bucket, key, log group with its role, and topic", () => {
  expect(problemsOf(EXISTING)).toEqual([]);
});

describe("what the owner of an existing thing sets", () => {
  const owned = "must be left out with existing: its owner sets it, got";

  test.each([
    ["logs.lifecycle", {}, "an object"],
    ["logs.objectLock", { mode: "GOVERNANCE", days: 1 }, "an object"],
    ["logs.inventory", false, "false"],
    ["key.alias", "trail", '"trail"'],
    ["key.otherAliases", [], "an empty list"],
    ["key.rotationPeriodInDays", 365, "365"],
    ["key.deletionWindowInDays", 30, "30"],
    ["trail.cloudWatchLogs.retentionInDays", 365, "365"],
  ])("is no option: %s", (path, value, got) => {
    expect(problemsOf(changed(EXISTING, path, value))).toEqual([`existing: ${path} ${owned} ${got}`]);
  });

  test("includes the replication of the bucket", () => {
    const replica = { region: "eu-west-1", bucketName: "existing-replica", keyAlias: "existing-replica" };
    expect(withChanges({ replica })).toEqual([
      "existing: replica must be left out with logs.existing: the owner of the bucket configures replication, got an object",
    ]);
  });
});

describe("an existing thing", () => {
  test.each(["logs", "key", "trail.cloudWatchLogs"])("is said by true: %s.existing", (path) => {
    expect(problemsOf(changed(EXISTING, `${path}.existing`, "yes"))).toEqual([
      `existing: ${path}.existing must be true, or left out for a new one, got "yes"`,
    ]);
  });

  test.each(["key.arn", "logs.bucketName", "trail.cloudWatchLogs.logGroupName"])("needs %s", (path) => {
    const [problem, ...others] = problemsOf(changed(EXISTING, path, ABSENT));
    expect(problem).toMatch(`existing: ${path} is missing; it must be `);
    expect(others).toEqual([]);
  });

  test("may have a bucket's name of any age, and a topic of any account", () => {
    expect(withChanges({ logs: { bucketName: "Old_Bucket.Name" } })).toEqual([]);
    const topicArn = "arn:aws:sns:eu-central-1:444455556666:own";
    expect(withChanges({ trail: { deliveryTopic: { topicArn } } })).toEqual([]);
    expect(withChanges({ trail: { deliveryTopic: { topicArn: "own" } } })).toEqual([
      'existing: trail.deliveryTopic.topicArn must be the ARN of an SNS topic, got "own"',
    ]);
  });

  test.each([
    ["of an alias", ARN.replace("key/", "alias/"), "an ARN of kms (key/...) without wildcards"],
    ["of another account", ARN.replace("111122223333", "999999999999"), "in account 111122223333 of accounts.archive"],
    ["of another Region", ARN.replace("eu-central-1", "eu-west-1"), "in Region eu-central-1"],
  ])("is no key %s", (_, arn, allowed) => {
    expect(withChanges({ key: { arn } })).toEqual([`existing: key.arn must be ${allowed}, got "${arn}"`]);
  });

  test.each(["/leading", "trailing/", "a b", "*", ""])("is no role named %j", (roleName) => {
    expect(withChanges({ trail: { cloudWatchLogs: { roleName } } })).toEqual([
      'existing: trail.cloudWatchLogs.roleName must be the name of a role, like "CloudTrailWrites" or ' +
        `"team/CloudTrailWrites", got "${roleName}"`,
    ]);
  });
});

describe("names", () => {
  const twin = (changes: Overrides) =>
    environmentWith(
      {
        name: "twin",
        key: { alias: "twin" },
        logs: { bucketName: "twin-logs" },
        state: { bucketName: "twin-state" },
        accessLogs: { bucketName: "twin-access" },
        trail: { name: "twin-trail" },
        ...changes,
      },
      SMALLEST,
    );

  test("a key has its policy from one environment", () => {
    const other = twin({ key: { existing: true, arn: ARN, administrators: [], alias: ABSENT } });
    expect(problemsOf(EXISTING, other)).toEqual([
      `twin: key.arn must differ from that of existing: key.arn, got "${ARN}"`,
    ]);
  });

  test("a bucket has its policy from one environment", () => {
    expect(problemsOf(EXISTING, twin({ logs: { existing: true, bucketName: "company.audit.logs" } }))).toEqual([
      'twin: logs.bucketName must differ from that of existing: logs.bucketName, got "company.audit.logs"',
    ]);
  });

  test("an existing log group may take events of several environments, and what is not created takes no name", () => {
    const trail = { name: "existing-trail", cloudWatchLogs: { existing: true, logGroupName: "company/audit" } };
    expect(problemsOf(EXISTING, twin({ trail, readers: [] }))).toEqual([]);
    // The role of this name is created by the other one alone.
    const role = {
      roleName: "existing-trail-cloudwatch-logs",
      trustedPrincipals: ["arn:aws:iam::111122223333:user/a"],
    };
    expect(withChanges({ accounts: { audited: { id: "111122223333" } }, readers: [role] })).toEqual([]);
  });

  test("a long trail name fits where no role is named after it", () => {
    const name = "t".repeat(60);
    expect(withChanges({ trail: { name } })).toEqual([]);
    expect(withChanges({ trail: { name, cloudWatchLogs: { roleName: ABSENT } } })).toEqual([
      `existing: trail.name must be at most 48 characters with trail.cloudWatchLogs, whose role is "${name}-cloudwatch-logs" and may have 64, got 60`,
    ]);
  });
});

describe("the delegated administrator", () => {
  const organization = { id: "o-a1b2c3d4e5", managementAccount: "222233334444", delegatedAdministrator: {} };
  const delegated = (changes: Overrides = {}) =>
    problemsOf(uncheckedWith({ organization, trail: { ofOrganization: true }, ...changes }));

  test("makes the organization's trail", () => {
    expect(delegated()).toEqual([]);
    expect(delegated({ trail: {} })).toEqual([
      "test: organization.delegatedAdministrator requires trail.ofOrganization, because it creates the trail of the organization, got no such trail",
    ]);
  });

  test("is not the management account", () => {
    expect(delegated({ accounts: { audited: { id: "222233334444" } } })).toEqual([
      "test: organization.delegatedAdministrator must be left out where accounts.audited is the management account, which needs no delegation, got an object",
    ]);
  });

  test("is registered by a role of the management account", () => {
    const assumeRole = "arn:aws:iam::111122223333:role/Deploy";
    expect(delegated({ organization: { ...organization, delegatedAdministrator: { assumeRole } } })).toEqual([
      `test: organization.delegatedAdministrator.assumeRole must be a role of account 222233334444, got "${assumeRole}"`,
    ]);
  });
});
