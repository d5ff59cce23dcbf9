import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { AlertSettings } from "../../../modules/alerts";
import { AuditTrail, type AuditTrailProps } from "../../../modules/archive";
import { synthStack, type Synthesized } from "../../support/synth";

const ACCOUNT = "111122223333";
const TRUSTED = [`arn:aws:iam::${ACCOUNT}:role/SecurityEngineers`];
const EMAILS = { emails: ["security@example.com"] };

function synthAlerted(options: (providers: Record<"usEast1" | "euWest1", AwsProvider>) => Partial<AuditTrailProps>) {
  return synthStack((stack) => {
    const usEast1 = new AwsProvider(stack, "UsEast1", { region: "us-east-1", alias: "us_east_1" });
    const euWest1 = new AwsProvider(stack, "EuWest1", { region: "eu-west-1", alias: "eu_west_1" });
    new AuditTrail(stack, "AuditTrail", {
      account: ACCOUNT,
      region: "eu-central-1",
      name: "Audit.trail",
      bucketName: "example-audit-logs",
      alerts: EMAILS,
      ...options({ usEast1, euWest1 }),
    });
  });
}

function watchedIn(stack: Synthesized) {
  const { environment } = stack.one("aws_lambda_function", "AuditTrail_Alerts") as unknown as {
    environment: { variables: { SETTINGS: string } };
  };
  return (JSON.parse(environment.variables.SETTINGS) as AlertSettings).watched;
}

/** Services whose rules a provider makes. */
function servicesOf(stack: Synthesized, provider: string): string[] {
  const rules = stack.all("aws_cloudwatch_event_rule").filter((rule) => rule["provider"] === provider);
  return rules.map(({ name }) => String(name).replace("audit-trail-alerts-", ""));
}

test("one option watches every part of the trail and its archive", () => {
  const stack = synthAlerted(({ euWest1 }) => ({
    readers: [{ roleName: "reader", trustedPrincipals: TRUSTED }],
    breakGlass: { roleName: "break-glass", trustedPrincipals: TRUSTED },
    cloudWatchLogs: {},
    deliveryTopic: true,
    iam: { path: "/audit/" },
    replica: { region: "eu-west-1", bucketName: "example-replica", provider: euWest1 },
  }));
  const watched = watchedIn(stack);
  const keys = stack.all("aws_kms_key").map(({ address }) => `\${${address}.arn}`);
  expect(keys).toHaveLength(3);
  expect([...watched.keys].sort()).toEqual([...keys].sort());
  expect(watched).toMatchObject({
    trails: [`arn:aws:cloudtrail:eu-central-1:${ACCOUNT}:trail/Audit.trail`, "Audit.trail"],
    buckets: ["example-audit-logs", "example-audit-logs-access-logs", "example-replica"],
    policies: [`arn:aws:iam::${ACCOUNT}:policy/audit/reader`],
    breakGlassRoles: [`arn:aws:iam::${ACCOUNT}:role/audit/break-glass`],
  });
  const roles = stack.all("aws_iam_role").map(({ name }) => name);
  expect([...watched.roles].sort()).toEqual(roles.filter((name) => !String(name).includes("-from-")).sort());
  const groups = stack.all("aws_cloudwatch_log_group").map(({ name }) => name);
  expect([...watched.logGroups].sort()).toEqual(groups.sort());
  expect(watched.topics).toHaveLength(stack.all("aws_sns_topic").length);
  expect(servicesOf(stack, "aws.eu_west_1").sort()).toEqual(["any", "events", "kms", "s3", "sts"]);
});

test("alarms count in the trail's log group, and delivery is watched with it", () => {
  const stack = synthAlerted(() => ({ cloudWatchLogs: {}, alerts: { ...EMAILS, cis: true } }));
  const group = stack.one("aws_cloudwatch_log_group", "AuditTrail_CloudWatchLogs");
  const filters = stack.all("aws_cloudwatch_log_metric_filter");
  expect(new Set(filters.map(({ log_group_name }) => log_group_name))).toEqual(new Set([`\${${group.address}.name}`]));
  expect(filters.filter(({ name }) => String(name).includes("-cis-"))).toHaveLength(17);
  expect(JSON.stringify(stack.one("aws_lambda_function", "AuditTrail_TrailHealth"))).toContain(
    'cloudWatchLogs\\":true',
  );
});

test("without a log group, delivery is watched all the same", () => {
  const stack = synthAlerted(() => ({}));
  expect(stack.counts).not.toHaveProperty("aws_cloudwatch_log_metric_filter");
  expect(stack.all("aws_lambda_function").map(({ function_name }) => function_name)).toEqual([
    "audit-trail-alerts",
    "audit-trail-alerts-health",
  ]);
});

test("the global services are passed on from their Region; a copy in the same Region shares the forwarder", () => {
  const global = synthAlerted(({ usEast1 }) => ({
    alerts: { ...EMAILS, global: { region: "us-east-1", provider: usEast1 } },
  }));
  expect(servicesOf(global, "aws.us_east_1").sort()).toEqual(["any", "events", "iam", "organizations", "signin"]);
  const both = synthAlerted(({ usEast1 }) => ({
    replica: { region: "us-east-1", bucketName: "example-replica", provider: usEast1 },
    alerts: { ...EMAILS, global: { region: "us-east-1", provider: usEast1 } },
  }));
  expect(servicesOf(both, "aws.us_east_1").sort()).toEqual([
    ...["any", "events", "iam", "kms", "organizations", "s3", "signin"],
  ]);
});

test("no alerts unless asked for", () => {
  expect(synthAlerted(() => ({ alerts: undefined })).counts).not.toHaveProperty("aws_lambda_function");
});

test("filters of the benchmark without a log group are refused", () => {
  expect(() => synthAlerted(() => ({ alerts: { ...EMAILS, cis: true } }))).toThrow(
    "test/AuditTrail: alerts.cis requires cloudWatchLogs, whose log group its filters read, got none",
  );
});
