import { CIS_FILTERS, RULES, TrailAlarms, watchedTexts, type TrailAlarmsProps } from "../../../modules/alerts";
import { ALERT_CASES, recordOf, type CloudTrailRecord } from "../../support/alert-records";
import { ALERTS, synthAlerts } from "../../support/alerts";
import { matchesFilter } from "../../support/filter-pattern";

const LOG_GROUP = "/aws/cloudtrail/audit";
const BREAK_GLASS = "arn:aws:iam::111122223333:role/break-glass";

function synthAlarms(options: Partial<TrailAlarmsProps> = {}, watch = ALERTS.watch) {
  return synthAlerts({ watch }, (alerts, stack) => {
    new TrailAlarms(stack, "TrailAlarms", { alerts, logGroupName: LOG_GROUP, ...options });
  });
}

/** Names of the metrics in which a record counts. */
function metricsOf(stack: ReturnType<typeof synthAlarms>, record: CloudTrailRecord): string[] {
  const filters = stack.all("aws_cloudwatch_log_metric_filter");
  const counting = filters.filter(({ pattern }) => matchesFilter(pattern as string, record));
  return [...new Set(counting.map((filter) => (filter["metric_transformation"] as { name: string }).name))];
}

test("every metric counts from 0 by 1, has an alarm at 1, and comes from the log group of the trail", () => {
  const stack = synthAlarms({ cis: true });
  const filters = stack.all("aws_cloudwatch_log_metric_filter");
  const alarms = stack.all("aws_cloudwatch_metric_alarm").filter(({ namespace }) => namespace === "LogMetrics");
  const metrics = filters.map((filter) => (filter["metric_transformation"] as { name: string }).name);
  expect(alarms.map(({ metric_name }) => metric_name)).toEqual([...new Set(metrics)]);
  for (const filter of filters) {
    expect(filter).toMatchObject({
      log_group_name: LOG_GROUP,
      metric_transformation: { namespace: "LogMetrics", value: "1", default_value: "0" },
    });
    expect((filter["pattern"] as string).length).toBeLessThanOrEqual(1024);
  }
  for (const alarm of alarms) {
    expect(alarm).toMatchObject({
      statistic: "Sum",
      threshold: 1,
      period: 300,
      evaluation_periods: 1,
      treat_missing_data: "notBreaching",
      alarm_actions: ["arn:aws:sns:eu-central-1:111122223333:audit-alerts"],
    });
  }
});

test("the break-glass role is seen in every Region and account of the trail", () => {
  const watch = { accounts: ["444455556666"], breakGlassRoles: [BREAK_GLASS.replace("111122223333", "444455556666")] };
  const stack = synthAlarms({ watch });
  const taken = (recipientAccountId: string, roleArn: string) =>
    metricsOf(
      stack,
      recordOf({
        eventSource: "sts.amazonaws.com",
        eventName: "AssumeRole",
        awsRegion: "ap-southeast-2",
        readOnly: true,
        recipientAccountId,
        requestParameters: { roleArn },
      }),
    );
  expect(taken("444455556666", watch.breakGlassRoles[0]!)).toEqual(["audit-alerts-break-glass-used"]);
  expect(taken("444455556666", BREAK_GLASS)).toEqual([]);
  expect(taken("111122223333", watch.breakGlassRoles[0]!)).toEqual([]);
});

test("refused calls on what is watched are counted, and no others", () => {
  const watch = {
    trails: ALERTS.watch.trails,
    buckets: ["audit-logs", "audit-access-logs"],
    roles: ["arn:aws:iam::111122223333:role/audit/reader"],
    policies: ["arn:aws:iam::111122223333:policy/audit/reader"],
    breakGlassRoles: [BREAK_GLASS],
    logGroups: [`arn:aws:logs:eu-central-1:111122223333:log-group:${LOG_GROUP}`],
    keys: ["arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555"],
  };
  const stack = synthAlarms({}, watch);
  const about = RULES.filter(({ scope }) => !["account", "root", "signInWithoutMfa"].includes(scope));
  for (const { id } of about) {
    const { eventSource, events, naming, silent } = ALERT_CASES[id]!;
    for (const eventName of events) {
      const call = { eventSource, eventName, ...naming[0] };
      const refused = { errorCode: "AccessDenied" };
      expect({ eventName, metrics: metricsOf(stack, recordOf({ ...call, ...refused })) }).toEqual({
        eventName,
        metrics: ["audit-alerts-refused-calls"],
      });
      expect(metricsOf(stack, recordOf({ ...call, ...refused, ...silent["another resource"] }))).toEqual([]);
      expect(metricsOf(stack, recordOf(call))).toEqual(
        id === "break-glass-used" ? ["audit-alerts-break-glass-used"] : [],
      );
    }
  }
});

describe("the CIS benchmark", () => {
  const stack = synthAlarms({ cis: true });
  const only = (filter: string, record: CloudTrailRecord) =>
    expect(metricsOf(stack, recordOf(record)).filter((metric) => metric.includes("-cis-"))).toEqual(
      filter === "" ? [] : [`audit-alerts-cis-${filter}`],
    );

  test("is asked for by an option", () => {
    expect(
      metricsOf(synthAlarms(), recordOf({ eventSource: "cloudtrail.amazonaws.com", eventName: "StartLogging" })),
    ).toEqual([]);
  });

  test("has 15 filters, of which Security Hub checks 14", () => {
    expect(CIS_FILTERS.map(({ id }) => id)).toEqual(Array.from({ length: 15 }, (_, index) => `5.${index + 1}`));
    const controls = CIS_FILTERS.flatMap(({ securityHub = [] }) => securityHub);
    expect(new Set(controls)).toEqual(new Set(Array.from({ length: 14 }, (_, index) => `CloudWatch.${index + 1}`)));
  });

  test.each<[string, CloudTrailRecord]>([
    ["5-1", { eventSource: "ec2.amazonaws.com", eventName: "RunInstances", errorCode: "Client.UnauthorizedOperation" }],
    ["5-1", { eventSource: "s3.amazonaws.com", eventName: "GetObject", errorCode: "AccessDenied" }],
    [
      "5-2",
      {
        eventName: "ConsoleLogin",
        userIdentity: { type: "IAMUser" },
        additionalEventData: { MFAUsed: "No" },
        responseElements: { ConsoleLogin: "Success" },
      },
    ],
    ["5-3", { eventName: "DescribeInstances", userIdentity: { type: "Root" } }],
    ["5-4", { eventSource: "iam.amazonaws.com", eventName: "AttachUserPolicy" }],
    ["5-5", { eventSource: "cloudtrail.amazonaws.com", eventName: "UpdateTrail" }],
    ["5-6", { eventName: "ConsoleLogin", errorMessage: "Failed authentication" }],
    ["5-7", { eventSource: "kms.amazonaws.com", eventName: "DisableKey" }],
    ["5-8", { eventSource: "s3.amazonaws.com", eventName: "PutBucketCors" }],
    ["5-9", { eventSource: "config.amazonaws.com", eventName: "StopConfigurationRecorder" }],
    ["5-10", { eventSource: "ec2.amazonaws.com", eventName: "RevokeSecurityGroupEgress" }],
    ["5-10", { eventSource: "ec2.amazonaws.com", eventName: "ModifySecurityGroupRules" }],
    ["5-11", { eventSource: "ec2.amazonaws.com", eventName: "ReplaceNetworkAclEntry" }],
    ["5-12", { eventSource: "ec2.amazonaws.com", eventName: "DetachInternetGateway" }],
    ["5-13", { eventSource: "ec2.amazonaws.com", eventName: "DisassociateRouteTable" }],
    ["5-14", { eventSource: "ec2.amazonaws.com", eventName: "AcceptVpcPeeringConnection" }],
    ["5-15", { eventSource: "organizations.amazonaws.com", eventName: "EnableAllFeatures" }],
    ["", { eventSource: "organizations.amazonaws.com", eventName: "ListAccounts" }],
    ["", { eventName: "DescribeInstances", userIdentity: { type: "Root", invokedBy: "support.amazonaws.com" } }],
    ["", { eventSource: "iam.amazonaws.com", eventName: "GetPolicy" }],
  ])("%s counts its calls alone", only);
});

test("what the trail records elsewhere must be named as such", () => {
  expect(() => synthAlarms({ watch: { accounts: ["1"], trails: ["audit"] } })).toThrow(
    /watch.accounts must be 12 digits[^]*watch.trails must be an ARN/,
  );
  expect(watchedTexts({ accounts: ["111122223333"] }).trails).toEqual([]);
});
