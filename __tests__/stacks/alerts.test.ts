import { tmpdir } from "node:os";
import { App, type TerraformStack } from "cdktf";
import { alertsOf } from "../../modules/alerts/handler/judge.js";
import { RULES, SCOPES, type AlertSettings } from "../../modules/alerts";
import { addStacks } from "../../stacks";
import type { EnvironmentConfig } from "../../environments/schema";
import { eventOf, recordOf } from "../support/alert-records";
import { environmentWith, type Overrides } from "../support/environment";
import { matchesPattern } from "../support/event-pattern";
import { matchesFilter } from "../support/filter-pattern";
import { fleetOf } from "../support/fleet";
import { prod, staging } from "../fixtures/environments";
import { stacksOf } from "../support/stacks-in-memory";
import type { Synthesized } from "../support/synth";

const ALERTS = { emails: ["security@example.com"] };
const REPLICA = { region: "eu-west-1", bucketName: "test-replica", keyAlias: "replica" };

const alertsStacks = (environment: EnvironmentConfig) => stacksOf(environment).alerts;
const withAlerts = (changes: Overrides = {}) => alertsStacks(environmentWith({ alerts: ALERTS, ...changes }));
const alertsIn = (environment: EnvironmentConfig, alerts = ALERTS) => alertsStacks({ ...environment, alerts });

interface Provider {
  readonly alias?: string;
  readonly region: string;
  readonly allowed_account_ids: readonly string[];
}

const providersOf = ({ json }: Synthesized) => (json["provider"] as { aws: Provider[] }).aws;
const accountsOf = (stacks: readonly Synthesized[]) =>
  stacks.map((stack) => [...new Set(providersOf(stack).flatMap((provider) => provider.allowed_account_ids))]);
const regionsOf = (stack: Synthesized) => providersOf(stack).map(({ region }) => region);

function settingsOf(stack: Synthesized): AlertSettings {
  const { environment } = stack.one("aws_lambda_function", "Alerts_") as unknown as {
    environment: { variables: { SETTINGS: string } };
  };
  return JSON.parse(environment.variables.SETTINGS) as AlertSettings;
}

test("without the option there are no alerts", () => {
  expect(alertsStacks(environmentWith())).toEqual([]);
});

describe("there is a stack for each account that holds something", () => {
  test.each<[string, EnvironmentConfig, string[]]>([
    ["one account", environmentWith(), ["111122223333"]],
    ["an archive apart", staging, ["123456789012", "444455556666"]],
    ["an organization", prod, ["777788889999", "555555555555"]],
    [
      "a copy in a third account",
      environmentWith({ replica: { ...REPLICA, account: { id: "999999999999", recordedBy: "Control Tower" } } }),
      ["111122223333", "999999999999"],
    ],
  ])("%s", (_, environment, accounts) => {
    expect(accountsOf(alertsIn(environment))).toEqual(accounts.map((account) => [account]));
  });

  test("where the archive is apart, an alarm tells that no digest arrives there, and S3 sends the events for it", () => {
    const rules = (environment: EnvironmentConfig) =>
      alertsIn(environment).map((stack) =>
        stack.all("aws_cloudwatch_event_rule").flatMap(({ name }) => (/-digests$/.test(String(name)) ? [name] : [])),
      );
    expect(rules(staging)).toEqual([[], ["staging-audit-alerts-digests"]]);
    expect(rules(environmentWith())).toEqual([[]]);
    const { eventBridge: _, ...logs } = staging.logs;
    const announced = stacksOf({ ...staging, logs, alerts: ALERTS });
    expect(announced.archive.one("aws_s3_bucket_notification")).toMatchObject({ eventbridge: true });
    expect(rules({ ...staging, logs })).toEqual([[], ["staging-audit-alerts-digests"]]);
    expect(rules({ ...staging, logs: { ...logs, eventBridge: false } })).toEqual([[], []]);
    expect(stacksOf({ ...staging, logs }).archive.counts).not.toHaveProperty("aws_s3_bucket_notification");
  });

  test("a fleet", () => {
    expect(alertsIn(fleetOf(3))).toHaveLength(4);
  });
});

describe("each account's alerts watch what the account holds", () => {
  const [audited, archive] = alertsIn(prod).map((stack) => settingsOf(stack).watched);

  test("the audited account: trail, log group, topic", () => {
    expect(audited).toMatchObject({
      accounts: ["777788889999"],
      trails: ["arn:aws:cloudtrail:eu-central-1:777788889999:trail/prod-audit-trail", "prod-audit-trail"],
      buckets: [],
      breakGlassRoles: [],
    });
    expect(audited!.logGroups).toContain("/aws/cloudtrail/prod-audit-trail");
    expect(audited!.roles).toContain("prod-audit-trail-cloudwatch-logs");
    expect(audited!.topics).toContain("arn:aws:sns:eu-central-1:777788889999:prod-audit-trail-deliveries");
  });

  test("the archive: key, buckets, roles, and those of the copy", () => {
    expect(archive).toMatchObject({
      accounts: ["555555555555"],
      buckets: [
        "example-prod-audit-logs",
        "example-prod-audit-access-logs",
        "example-prod-audit-state",
        "example-prod-audit-logs-replica",
      ],
      breakGlassRoles: ["arn:aws:iam::555555555555:role/prod-audit-break-glass"],
    });
    expect(archive!.keys).toEqual([
      "${data.terraform_remote_state.ArchiveState.outputs.key_arn}",
      "${data.terraform_remote_state.ArchiveState.outputs.replica_key_arn}",
      expect.stringMatching(/^\$\{aws_kms_key\.Alerts_Key_\w+\.arn\}$/),
    ]);
    expect(archive!.roles).toEqual(
      expect.arrayContaining([
        ...["prod-audit-log-reader", "prod-audit-external-auditor", "prod-audit-break-glass"],
        ...["prod-audit-log-replication", "prod-audit-alerts-function", "prod-audit-alerts-from-us-east-1"],
      ]),
    );
    expect(archive!.policies).toContain("arn:aws:iam::555555555555:policy/prod-audit-log-reader");
  });

  test("the archive: what queries find, which is copied from the logs", () => {
    const query = { bucketName: "example-prod-audit-results" };
    const [ofTrail, ofArchive] = alertsIn({ ...prod, query }).map((stack) => settingsOf(stack).watched.buckets);
    expect(ofArchive).toEqual([...archive!.buckets.slice(0, 3), query.bucketName, ...archive!.buckets.slice(3)]);
    expect(ofTrail).toEqual([]);
  });

  test("another account's trail is none of theirs, unless it records the organization", () => {
    expect(settingsOf(alertsIn(staging)[1]!).watched.trails).toEqual([
      "arn:aws:cloudtrail:eu-central-1:444455556666:trail/staging-audit-trail",
      "staging-audit-trail",
    ]);
    expect(archive!.trails[0]).toBe("arn:aws:cloudtrail:eu-central-1:777788889999:trail/prod-audit-trail");
  });
});

describe("other Regions pass on their calls", () => {
  test.each<[string, EnvironmentConfig, string[][]]>([
    ["us-east-1 has the global services", environmentWith(), [["eu-central-1", "us-east-1"]]],
    ["none where home has them", environmentWith({ region: "us-east-1" }), [["us-east-1"]]],
    ["the copy's Region", environmentWith({ replica: REPLICA }), [["eu-central-1", "us-east-1", "eu-west-1"]]],
    [
      "a copy beside the global services",
      environmentWith({ replica: { ...REPLICA, region: "us-east-1" } }),
      [["eu-central-1", "us-east-1"]],
    ],
    ["GovCloud", environmentWith({ region: "us-gov-east-1" }), [["us-gov-east-1", "us-gov-west-1"]]],
    ["China", environmentWith({ region: "cn-north-1" }), [["cn-north-1", "cn-northwest-1"]]],
  ])("%s", (_, environment, regions) => {
    expect(alertsIn(environment).map(regionsOf)).toEqual(regions);
  });

  test("calls on the copy are picked in its Region, and IAM's in us-east-1", () => {
    const [stack] = withAlerts({ replica: REPLICA });
    const rules = (id: string) => stack!.all("aws_cloudwatch_event_rule").filter(({ address }) => address.includes(id));
    const picked = (id: string, record: object) =>
      rules(id).some(({ event_pattern }) =>
        matchesPattern(JSON.parse(event_pattern as string) as never, eventOf(recordOf({ ...record }))),
      );
    const copy = {
      eventSource: "s3.amazonaws.com",
      eventName: "PutBucketPolicy",
      requestParameters: { bucketName: "test-replica" },
    };
    expect(picked("Fromeuwest1", copy)).toBe(true);
    expect(picked("Fromuseast1", copy)).toBe(false);
    const role = {
      eventSource: "iam.amazonaws.com",
      eventName: "DeleteRole",
      requestParameters: { roleName: "test-audit-log-replication" },
    };
    expect(picked("Fromuseast1", role)).toBe(true);
    expect(picked("Fromeuwest1", role)).toBe(false);
  });
});

describe("deploy roles", () => {
  const deployRolesOf = (stacks: readonly Synthesized[]) => stacks.map((stack) => settingsOf(stack).deployRoles);

  test("are those that Terraform assumes, each in its account", () => {
    expect(deployRolesOf(alertsIn(staging))).toEqual([
      ["arn:aws:iam::123456789012:role/AuditTrailDeploy"],
      ["arn:aws:iam::444455556666:role/AuditTrailDeploy"],
    ]);
  });

  test("or those that the environment names, also none", () => {
    const named = { ...ALERTS, deployRoles: ["arn:aws:iam::444455556666:role/Pipeline"] };
    expect(deployRolesOf(alertsIn(staging, named))).toEqual([[], named.deployRoles]);
    expect(deployRolesOf(alertsIn(staging, { ...ALERTS, deployRoles: [] } as typeof ALERTS))).toEqual([[], []]);
  });

  test("lower an alert of a deployment, and not that of a stopped trail", () => {
    const settings = settingsOf(alertsIn(staging)[1]!);
    const [arn] = settings.deployRoles;
    const userIdentity = { type: "AssumedRole", sessionContext: { sessionIssuer: { type: "Role", arn } } };
    const severity = (fields: object) =>
      alertsOf(
        recordOf({ userIdentity, recipientAccountId: "444455556666", ...fields }),
        { rules: RULES, scopes: SCOPES },
        settings,
      ).map((alert: { severity: string }) => alert.severity);
    const bucketName = staging.logs.bucketName;
    const s3 = { eventSource: "s3.amazonaws.com", requestParameters: { bucketName } };
    expect(severity({ ...s3, eventName: "PutBucketPolicy" })).toEqual(["info"]);
    expect(severity({ ...s3, eventName: "DeleteBucket" })).toEqual(["critical"]);
  });
});

describe("the trail's own account", () => {
  test("asks whether the trail delivers, and so does the archive's for its own trail", () => {
    const health = (stack: Synthesized) =>
      stack.all("aws_lambda_function").filter(({ address }) => address.includes("TrailHealth"));
    expect(alertsIn(staging).map((stack) => health(stack).length)).toEqual([1, 1]);
    expect(alertsIn(prod).map((stack) => health(stack).length)).toEqual([1, 0]);
  });

  test("counts calls in the log group of the organization's trail for all accounts", () => {
    const [stack] = alertsIn(prod);
    const filters = stack!.all("aws_cloudwatch_log_metric_filter");
    const metrics = (record: object) =>
      filters
        .filter(({ pattern }) => matchesFilter(pattern as string, recordOf({ ...record })))
        .map(({ metric_transformation }) => (metric_transformation as { name: string }).name);
    const taken = {
      eventSource: "sts.amazonaws.com",
      eventName: "AssumeRole",
      requestParameters: { roleArn: "arn:aws:iam::555555555555:role/prod-audit-break-glass" },
    };
    expect(metrics({ ...taken, recipientAccountId: "555555555555" })).toEqual(["prod-audit-alerts-break-glass-used"]);
    expect(metrics({ ...taken, recipientAccountId: "999999999999" })).toEqual([]);
    expect(filters.every((filter) => filter["log_group_name"] === "/aws/cloudtrail/prod-audit-trail")).toBe(true);
  });

  test("has the alarms of the CIS benchmark if asked", () => {
    const named = (alerts: typeof ALERTS) =>
      alertsIn(prod, alerts)[0]!
        .all("aws_cloudwatch_metric_alarm")
        .filter(({ alarm_name }) => /-cis-/.test(String(alarm_name)));
    expect(named(ALERTS)).toHaveLength(0);
    expect(named({ ...ALERTS, cis: true } as typeof ALERTS)).toHaveLength(15);
  });
});

test("each stack is deployed after what it watches", () => {
  const app = new App({ outdir: tmpdir(), stackTraces: false });
  addStacks(app, { ...staging, alerts: ALERTS }, { localState: false });
  const before = (name: string) => (app.node.findChild(name) as TerraformStack).dependencies.map(({ node }) => node.id);
  expect(before("staging-alerts")).toContain("staging-trail");
  expect(before("staging-alerts-archive")).toContain("staging-trail-archive");
});

test("alerts do not use the key that they watch", () => {
  for (const stack of alertsIn(prod)) {
    expect(stack.one("aws_sns_topic")["kms_master_key_id"]).toMatch(/^\$\{aws_kms_key\.Alerts_Key_/);
    for (const { kms_key_id } of stack.all("aws_cloudwatch_log_group")) expect(kms_key_id).toMatch(/Alerts_Key_/);
  }
});

test("roles have the path and the boundary of the account", () => {
  const stacks = alertsIn({ ...staging, iam: { path: "/audit/", permissionsBoundary: "Boundary" } });
  const accounts = ["123456789012", "444455556666"];
  for (const [index, stack] of stacks.entries()) {
    for (const role of stack.all("aws_iam_role")) {
      expect(role).toMatchObject({
        path: "/audit/",
        permissions_boundary: `arn:aws:iam::${accounts[index]}:policy/Boundary`,
      });
    }
  }
});

test("the longest names fit", () => {
  const long = "x".repeat(64);
  const [stack] = withAlerts({
    name: "abcdefghijklmnop",
    alerts: { ...ALERTS, cis: true },
    replica: {
      ...REPLICA,
      bucketName: "r".repeat(63),
      readers: [{ roleName: `${"r".repeat(63)}1`, trustedPrincipals: ["arn:aws:iam::111122223333:role/Ops"] }],
    },
    readers: [1, 2, 3].map((index) => ({
      roleName: `${"r".repeat(62)}-${index}`.slice(-64),
      trustedPrincipals: ["arn:aws:iam::111122223333:role/Ops"],
    })),
    breakGlass: { roleName: long, trustedPrincipals: ["arn:aws:iam::111122223333:role/Ops"] },
    trail: { name: "t".repeat(48), deliveryTopic: true, cloudWatchLogs: { retentionInDays: 365 } },
  });
  expect(stack!.all("aws_cloudwatch_log_metric_filter").length).toBeLessThanOrEqual(100);
});
