import type { EnvironmentConfig } from "../../environments/schema";
import { prod, staging } from "../fixtures/environments";
import { environmentWith, type Overrides } from "../support/environment";
import { stacksOf } from "../support/stacks-in-memory";
import { statement, type Synthesized } from "../support/synth";

const ALERTS = { emails: ["security@example.com"] };
const HOME = "eu-central-1";
const AWAY = "us-east-1";
const ORGANIZATION = { id: "o-a1b2c3d4e5", managementAccount: "222233334444" };
const APART = { archive: { id: "444455556666" }, audited: { id: "111122223333" } };

interface Provider {
  readonly alias?: string;
  readonly region: string;
  readonly allowed_account_ids: readonly string[];
  readonly assume_role?: readonly { readonly role_arn: string }[];
}

const withThreats = (threats: object, changes: Overrides = {}) =>
  stacksOf(environmentWith({ alerts: ALERTS, threats: { regions: [HOME, AWAY], ...threats }, ...changes }));
const providersOf = ({ json }: Synthesized) => (json["provider"] as { aws: Provider[] }).aws;
const placesOf = (stacks: readonly Synthesized[]) =>
  stacks.map((stack) => providersOf(stack).map(({ region, allowed_account_ids: [id] }) => `${id} ${region}`));
const backendKeys = (stacks: readonly Synthesized[]) =>
  stacks.map(({ json }) => (json["terraform"] as { backend: { s3: { key: string } } }).backend.s3.key);
const labelOf = ({ json }: Synthesized) => (json["//"] as Record<string, unknown>)["audit-trail"];

test("without the option there is no stack, and the alerts receive no findings", () => {
  const { threats, alerts } = stacksOf(environmentWith({ alerts: ALERTS }));
  expect(threats).toEqual([]);
  expect(JSON.stringify(alerts[0]!.json)).not.toContain("findings");
});

describe("each account with alerts has a stack for each Region, with one provider and a state of its own", () => {
  test.each<[string, EnvironmentConfig, string[]]>([
    ["one account", environmentWith(), ["111122223333 eu-central-1", "111122223333 us-east-1"]],
    [
      "an archive apart",
      staging,
      [
        ...["123456789012 eu-central-1", "123456789012 us-east-1"],
        ...["444455556666 eu-central-1", "444455556666 us-east-1"],
      ],
    ],
    [
      "an organization without enrolment",
      prod,
      [
        ...["777788889999 eu-central-1", "777788889999 us-east-1"],
        ...["555555555555 eu-central-1", "555555555555 us-east-1"],
      ],
    ],
  ])("%s", (_, environment, places) => {
    const { threats } = stacksOf({ ...environment, alerts: ALERTS, threats: { regions: [HOME, AWAY] } });
    expect(placesOf(threats)).toEqual(places.map((place) => [place]));
  });

  test("the names of the stacks, states and labels", () => {
    const { threats } = withThreats({ regions: [AWAY] }, { accounts: APART });
    expect(backendKeys(threats)).toEqual(["test/threats-us-east-1", "test/threats-archive-us-east-1"]);
    expect(threats.map(labelOf)).toEqual([
      { environment: "test", kind: "threats", region: AWAY },
      { environment: "test", kind: "threats", account: "archive", region: AWAY },
    ]);
  });
});

describe("findings reach the alerts of their account", () => {
  const { threats, alerts } = withThreats({});
  const [home, away] = threats;

  test("at home the alerts receive them", () => {
    const rules = alerts[0]!.all("aws_cloudwatch_event_rule").map(({ name }) => name);
    expect(rules).toContain("test-audit-alerts-findings");
    expect(home!.counts).not.toHaveProperty("aws_cloudwatch_event_rule");
  });

  test("elsewhere they are passed on, with the calls that switch GuardDuty off", () => {
    const rules = away!.all("aws_cloudwatch_event_rule").map(({ name }) => name);
    expect(rules.sort()).toEqual(["test-audit-alerts-findings", "test-audit-alerts-guardduty"]);
    expect(away!.one("aws_iam_role")["name"]).toBe("test-audit-alerts-findings-us-east-1");
  });

  test("the alerts watch the role that passes them on", () => {
    const { environment } = alerts[0]!.one("aws_lambda_function", "Alerts_") as unknown as {
      environment: { variables: { SETTINGS: string } };
    };
    const { watched } = JSON.parse(environment.variables.SETTINGS) as { watched: { roles: string[] } };
    expect(watched.roles).toContain("test-audit-alerts-findings-us-east-1");
    expect(watched.roles).not.toContain("test-audit-alerts-findings-eu-central-1");
  });
});

test("features are those of the option, in each Region", () => {
  for (const stack of withThreats({ features: ["RDS_LOGIN_EVENTS"] }).threats) {
    const on = stack.all("aws_guardduty_detector_feature").filter(({ status }) => status === "ENABLED");
    expect(on.map(({ name }) => name)).toEqual(["RDS_LOGIN_EVENTS"]);
  }
});

describe("an organization", () => {
  const changes = { accounts: APART, organization: ORGANIZATION };

  test("is enrolled by the archive account, which alone has detectors and receives findings", () => {
    const { threats, alerts } = withThreats({ organization: true }, changes);
    expect(placesOf(threats)).toEqual([["444455556666 eu-central-1"], ["444455556666 us-east-1"]]);
    for (const stack of threats) {
      expect(stack.counts).toHaveProperty("aws_guardduty_organization_configuration", 1);
      expect(stack.counts).not.toHaveProperty("aws_guardduty_organization_admin_account");
    }
    const receives = alerts.map((stack) => stack.all("aws_cloudwatch_event_rule").map(({ name }) => name));
    expect(receives.map((names) => names.includes("test-audit-alerts-findings"))).toEqual([false, true]);
  });

  test("its administrator is registered with the management account's credentials, once its detector exists", () => {
    const assumeRole = "arn:aws:iam::222233334444:role/Deploy";
    const { threats } = withThreats({ organization: true, delegatedAdministrator: { assumeRole } }, changes);
    for (const [index, stack] of threats.entries()) {
      const region = [HOME, AWAY][index]!;
      expect(providersOf(stack)[1]).toMatchObject({
        alias: "management",
        region,
        allowed_account_ids: ["222233334444"],
        assume_role: [{ role_arn: assumeRole }],
      });
      const administrator = stack.one("aws_guardduty_organization_admin_account");
      expect(administrator).toMatchObject({
        admin_account_id: "444455556666",
        provider: "aws.management",
        depends_on: [stack.one("aws_guardduty_detector").address],
      });
      expect(stack.one("aws_guardduty_organization_configuration")["depends_on"]).toEqual([administrator.address]);
    }
  });
});

function watchedBuckets(alerts: Synthesized): string[] {
  const { environment } = alerts.one("aws_lambda_function", "Alerts_") as unknown as {
    environment: { variables: { SETTINGS: string } };
  };
  return (JSON.parse(environment.variables.SETTINGS) as { watched: { buckets: string[] } }).watched.buckets;
}

describe("the export", () => {
  const READER = "arn:aws:iam::444455556666:role/Analyst";
  const exported = { export: { bucketPrefix: "findings", readers: [READER], lifecycle: { expireAfterDays: 400 } } };

  test("each detector has a bucket and a key beside it", () => {
    const { threats } = withThreats({ export: { ...exported.export, readers: undefined } });
    const names = threats.map((stack) => stack.one("aws_s3_bucket")["bucket"]);
    expect(names).toEqual(["findings-111122223333-eu-central-1", "findings-111122223333-us-east-1"]);
    for (const stack of threats) {
      expect(stack.counts).toMatchObject({ aws_kms_key: 1, aws_guardduty_publishing_destination: 1 });
      expect(Object.keys(stack.json["output"] as object)).toEqual(
        expect.arrayContaining(["detector_arn", "findings_bucket_name", "findings_key_arn"]),
      );
      expect(JSON.stringify(stack.one("aws_s3_bucket_lifecycle_configuration"))).toContain('"days":400');
    }
  });

  const unread = { export: { bucketPrefix: "findings" } };

  test("the alerts watch the buckets, of which other Regions pass on the changes", () => {
    const s3Rules = (stack: Synthesized) =>
      stack.all("aws_cloudwatch_event_rule").filter(({ name }) => name === "test-audit-alerts-findings-s3");
    const { threats, alerts } = withThreats(unread);
    expect(watchedBuckets(alerts[0]!)).toEqual(
      expect.arrayContaining(["findings-111122223333-eu-central-1", "findings-111122223333-us-east-1"]),
    );
    expect(threats.map((stack) => s3Rules(stack).length)).toEqual([0, 1]);
    // The alerts already pass on what concerns the copy, and would report each change twice.
    const replica = { region: AWAY, bucketName: "test-replica", keyAlias: "replica" };
    expect(withThreats(unread, { replica }).threats.map((stack) => s3Rules(stack).length)).toEqual([0, 0]);
  });

  test("readers decrypt in their own account alone, through S3", () => {
    const { threats } = withThreats({ ...exported, regions: [HOME] }, { accounts: APART });
    const policies = threats.map((stack) => String(stack.one("aws_kms_key")["policy"]));
    expect(policies.map((policy) => policy.includes(READER))).toEqual([false, true]);
    expect(policies[0]).not.toContain("kms:Decrypt");
    const [reading] = (
      JSON.parse(policies[1]!) as { Statement: { Sid: string; Principal: object }[] }
    ).Statement.filter(({ Principal }) => JSON.stringify(Principal).includes(READER));
    expect(statement(policies[1], reading!.Sid)).toMatchObject({
      Action: "kms:Decrypt",
      Condition: { StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" } },
    });
  });

  test("the buckets are protected as the log bucket is", () => {
    const kept = (changes: Overrides) => {
      const stack = withThreats({ ...exported, regions: [HOME] }, { accounts: APART, ...changes }).threats[0]!;
      const { force_destroy, lifecycle } = stack.one("aws_s3_bucket");
      return { force_destroy, lifecycle };
    };
    const protectedOnes = { force_destroy: false, lifecycle: { prevent_destroy: true } };
    expect(kept({})).toEqual(protectedOnes);
    expect(kept({ protected: true })).toEqual(protectedOnes);
    expect(kept({ logs: { forceDestroy: true } })).toEqual({ force_destroy: true, lifecycle: undefined });
  });
});
