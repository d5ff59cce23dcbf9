import { healthArchive, TrailHealth, type HealthSettings, type TrailHealthProps } from "../../../modules/alerts";
import { assessDelivery, DIGEST_LIMIT, LOGS_LIMIT } from "../../../modules/alerts/handler/delivery.js";
import { ALERTS, synthAlerts } from "../../support/alerts";
import { invoke } from "../../support/function-archive";
import { statement } from "../../support/synth";

const NOW = new Date("2026-11-27T12:00:00Z");
const TRAIL = ALERTS.watch.trails![0]!;
const ago = (milliseconds: number) => new Date(NOW.getTime() - milliseconds);

describe("the judgment of a trail's status", () => {
  test.each([
    ["LatestDeliveryTime", "logFiles", LOGS_LIMIT],
    ["LatestDigestDeliveryTime", "digests", DIGEST_LIMIT],
    ["LatestCloudWatchLogsDeliveryTime", "cloudWatchLogs", LOGS_LIMIT],
  ] as const)("%s may be as old as its limit, and no older", (field, part, limit) => {
    const state = (status: object) => assessDelivery(status, NOW)[part].state;
    expect(state({ [field]: ago(limit) })).toBe("pass");
    expect(state({ [field]: ago(limit + 1) })).toBe("fail");
    expect(state({ StartLoggingTime: ago(limit) })).toBe("warn");
    expect(state({ StartLoggingTime: ago(limit + 1) })).toBe("fail");
    expect(state({})).toBe("fail");
  });

  test("names every error that CloudTrail reports", () => {
    const { errors } = assessDelivery(
      {
        LatestDeliveryError: "AccessDenied",
        LatestDigestDeliveryError: "NoSuchBucket",
        LatestNotificationError: "NotFound",
        LatestCloudWatchLogsDeliveryError: "Throttled",
      },
      NOW,
    );
    expect(errors).toEqual([
      "log files: AccessDenied",
      "digests: NoSuchBucket",
      "notices: NotFound",
      "CloudWatch Logs: Throttled",
    ]);
  });

  test("takes only true for logging", () => {
    expect(assessDelivery({ IsLogging: true }, NOW).isLogging).toBe(true);
    expect(assessDelivery({}, NOW).isLogging).toBe(false);
  });
});

describe("the function", () => {
  const SETTINGS: HealthSettings = {
    trailArn: TRAIL,
    cloudWatchLogs: false,
    namespace: "AuditTrail",
    metric: "TrailHealthy",
  };
  const HEALTHY = "{ IsLogging: true, LatestDeliveryTime: new Date(), LatestDigestDeliveryTime: new Date() }";

  /** Runs it with a CloudTrail that answers so, in JavaScript. */
  function ask(status: string, settings: Partial<HealthSettings> = {}) {
    const cloudtrail = `exports.GetTrailStatusCommand = class { constructor(input) { this.input = input; } };
      exports.CloudTrailClient = class { async send({ input }) {
        if (input.Name !== ${JSON.stringify(TRAIL)}) throw new Error("TrailNotFoundException");
        return ${status};
      } };`;
    const all = { ...SETTINGS, ...settings };
    return invoke({ archive: healthArchive(), settings: all, event: {}, sdk: { "client-cloudtrail": cloudtrail } });
  }

  test("writes the metric that the alarm reads as one line in CloudWatch's own format", () => {
    const { status, output } = ask(HEALTHY);
    expect(status).toBe(0);
    expect(output.map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        _aws: {
          Timestamp: expect.any(Number) as number,
          CloudWatchMetrics: [
            { Namespace: "AuditTrail", Dimensions: [["Trail"]], Metrics: [{ Name: "TrailHealthy" }] },
          ],
        },
        Trail: TRAIL,
        TrailHealthy: 1,
        problems: [],
      },
    ]);
  });

  test.each([
    ["{ ...HEALTHY, IsLogging: false }", {}, ["the trail is not logging"]],
    ["{ ...HEALTHY, LatestDeliveryTime: new Date(0) }", {}, ["log files do not arrive"]],
    ["{ ...HEALTHY, LatestDigestDeliveryTime: new Date(0) }", {}, ["digests do not arrive"]],
    ["HEALTHY", { cloudWatchLogs: true }, ["events do not arrive in CloudWatch Logs"]],
    ['{ ...HEALTHY, LatestDeliveryError: "AccessDenied" }', {}, ["log files: AccessDenied"]],
    ["{}", {}, ["the trail is not logging", "log files do not arrive", "digests do not arrive"]],
  ])("of %s, %j, it says what is wrong", (status, settings, problems) => {
    const { output } = ask(status.replaceAll("HEALTHY", HEALTHY), settings);
    expect(output.map((line) => JSON.parse(line) as unknown)).toMatchObject([{ TrailHealthy: 0, problems }]);
  });

  test("fails without a metric if CloudTrail does not answer: missing data is an alarm", () => {
    expect(ask("(() => { throw new Error('AccessDenied') })()")).toEqual({
      status: 1,
      output: [],
      errors: ["AccessDenied"],
    });
  });
});

describe("the construct", () => {
  const synthHealth = (options: Partial<TrailHealthProps> = {}) =>
    synthAlerts({}, (alerts, stack) => {
      new TrailHealth(stack, "Health", { alerts, trailArn: TRAIL, ...options });
    });
  const stack = synthHealth({ cloudWatchLogs: true });

  test("asks every 15 minutes, with a role that reads the status of this trail and nothing else", () => {
    expect(stack.one("aws_cloudwatch_event_rule", "Health_")).toMatchObject({
      name: "audit-alerts-health",
      schedule_expression: "rate(15 minutes)",
    });
    expect(statement(stack.one("aws_iam_role_policy", "Health_")["policy"], "ReadTrailStatus")).toMatchObject({
      Action: "cloudtrail:GetTrailStatus",
      Resource: TRAIL,
    });
    expect(stack.one("aws_lambda_function", "Health_")).toMatchObject({
      handler: "health.handler",
      filename: "${path.module}/audit-alerts-health.zip",
      environment: {
        variables: {
          SETTINGS: JSON.stringify({
            trailArn: TRAIL,
            cloudWatchLogs: true,
            namespace: "AuditTrail",
            metric: "TrailHealthy",
          }),
        },
      },
    });
  });

  test("raises an alarm after three bad quarters of an hour, and after three without an answer", () => {
    expect(stack.one("aws_cloudwatch_metric_alarm", "Alerts_Alarmdelivery")).toMatchObject({
      namespace: "AuditTrail",
      metric_name: "TrailHealthy",
      dimensions: { Trail: TRAIL },
      statistic: "Minimum",
      comparison_operator: "LessThanThreshold",
      threshold: 1,
      period: 900,
      evaluation_periods: 3,
      treat_missing_data: "breaching",
    });
  });

  test("lets its schedule call the function and leave dead letters", () => {
    const rule = "arn:aws:events:eu-central-1:111122223333:rule/audit-alerts-health";
    expect(stack.one("aws_lambda_permission", "Health_")).toMatchObject({ source_arn: rule });
    const letters = statement(stack.one("aws_sqs_queue")["policy"], "RulesSendLetters");
    expect(letters.Condition!.ArnEquals!["aws:SourceArn"]).toBe(rule.replace("-health", "-*"));
  });

  test("refuses what is no trail", () => {
    expect(() => synthHealth({ trailArn: "audit" })).toThrow("test/Health: trailArn must be an ARN like");
  });
});
