import { DigestHeartbeat, RULES, SCOPES, type EventPattern } from "../../../modules/alerts";
import { alertsOf } from "../../../modules/alerts/handler/judge.js";
import { WATCHED } from "../../support/alert-records";
import { synthAlerts } from "../../support/alerts";
import { matchesPattern } from "../../support/event-pattern";

const BUCKET = "audit-logs";

const synthHeartbeat = (options: object = {}) =>
  synthAlerts({}, (alerts, stack) => {
    new DigestHeartbeat(stack, "Heartbeat", { alerts, bucketName: BUCKET, ...options });
  });

/** The event of an object that arrives. */
const arrival = (key: string, bucket = BUCKET) => ({
  source: "aws.s3",
  "detail-type": "Object Created",
  account: "111122223333",
  detail: { bucket: { name: bucket }, object: { key } },
});

const digest = (region: string, kind = "CloudTrail-Digest") =>
  `111122223333/${kind}/${region}/2026/11/27/111122223333_${kind}_${region}_audit_eu-central-1_20261127T010000Z.json.gz`;

const patternOf = (stack: ReturnType<typeof synthHeartbeat>) =>
  JSON.parse(String(stack.one("aws_cloudwatch_event_rule", "Heartbeat_")["event_pattern"])) as EventPattern;

test.each<[string, object, string]>([
  ["of an account", {}, `AWSLogs/${digest("eu-central-1")}`],
  ["of an organization's account", {}, `AWSLogs/o-a1b2c3d4e5/${digest("eu-central-1")}`],
  ["under a prefix", { prefix: "audit" }, `audit/AWSLogs/${digest("eu-central-1")}`],
])("counts a digest %s, in the home Region", (_, options, key) => {
  expect(matchesPattern(patternOf(synthHeartbeat(options)), arrival(key))).toBe(true);
});

test.each<[string, object]>([
  ["a log file", arrival(`AWSLogs/${digest("eu-central-1", "CloudTrail")}`)],
  ["a digest of another Region, of which there may be none", arrival(`AWSLogs/${digest("us-east-1")}`)],
  ["a digest in another bucket", arrival(`AWSLogs/${digest("eu-central-1")}`, "other")],
  ["a digest under a prefix of somebody else", arrival(`other/AWSLogs/${digest("eu-central-1")}`)],
])("does not count %s", (_, event) => {
  expect(matchesPattern(patternOf(synthHeartbeat()), event)).toBe(false);
});

test("raises an alarm after two hours without a digest, and if nothing counts them", () => {
  const stack = synthHeartbeat();
  expect(stack.one("aws_cloudwatch_metric_alarm", "Alerts_Alarmdigests")).toMatchObject({
    namespace: "AWS/Events",
    metric_name: "TriggeredRules",
    dimensions: { RuleName: stack.one("aws_cloudwatch_event_rule", "Heartbeat_")["name"] },
    statistic: "Sum",
    comparison_operator: "LessThanThreshold",
    threshold: 1,
    period: 3600,
    evaluation_periods: 2,
    treat_missing_data: "breaching",
  });
});

test("calls the function, which sends nothing for a digest", () => {
  expect(synthHeartbeat().one("aws_lambda_permission", "Alerts_Function_Permissiondigests")).toMatchObject({
    source_arn: "arn:aws:events:eu-central-1:111122223333:rule/audit-alerts-digests",
  });
  const { detail } = arrival(`AWSLogs/${digest("eu-central-1")}`);
  expect(alertsOf(detail, { rules: RULES, scopes: SCOPES }, { watched: WATCHED, deployRoles: [] })).toEqual([]);
});

test.each([
  [{ bucketName: "a" }, /bucketName must be the name of a bucket, got "a"/],
  [{ prefix: "/audit" }, /prefix must be .*, got "\/audit"/],
])("refuses %o", (options, message) => {
  expect(() => synthHeartbeat(options)).toThrow(message);
});
