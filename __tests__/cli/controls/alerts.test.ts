import { alerted } from "../../fixtures/environments";
import { proveControls, type BrokenCase, type Copy, type Open, type Proof } from "../../support/controls";

const TRAIL = "prod-trail/aws_cloudtrail.Trail_8987F129";
const STACK = "prod-alerts";
const TOPIC = "arn:aws:sns:eu-central-1:777788889999:prod-audit-alerts";
const FUNCTION = `${STACK}/aws_lambda_function.Alerts_Function_EA3C1068`;
const RULE = `${STACK}/aws_cloudwatch_event_rule.Alerts_Rulecloudtrail_Rule_F140BB96`;

/** The one resource of the trail's account with this value of an argument. */
function find(copy: Copy, type: string, argument: string, value: string): Open {
  const { resources } = copy.stacks.find(({ name }) => name === STACK)!;
  const found = Object.values(resources[type] ?? {}).find((one) => one[argument] === value);
  if (!found) throw new Error(`no ${type} whose ${argument} is ${value}`);
  return found as Open;
}

function addressOf(type: string, id: RegExp): { readonly asymmetricMatch: (text: unknown) => boolean } {
  return expect.stringMatching(new RegExp(`^${STACK}/${type}\\.${id.source}`)) as never;
}

const set =
  (type: string, argument: string, value: string, changes: Open) =>
  (copy: Copy): void =>
    void Object.assign(find(copy, type, argument, value), changes);

const unsubscribed = {
  how: "nobody subscribed",
  change: (copy: Copy) => copy.remove("aws_sns_topic_subscription", `${STACK}/`),
};

const proof = (...broken: BrokenCase[]): Proof => ({ environment: alerted, broken });

const ALARM = "aws_cloudwatch_metric_alarm";
const FILTER = "aws_cloudwatch_log_metric_filter";

proveControls("alerts", {
  "alerts-cis-alarms": proof(
    {
      how: "a filter is narrower",
      change: set(FILTER, "name", "prod-audit-alerts-cis-5-5-1", { pattern: "{ $.eventName = StopLogging }" }),
      faults: [`${TRAIL}: no metric filter counts CloudTrail configuration changes (5.5)`],
    },
    {
      how: "an alarm watches something else",
      change: set(ALARM, "alarm_name", "prod-audit-alerts-cis-5-5", { metric_name: "other" }),
      faults: [addressOf(FILTER, /TrailAlarms_Cis5x2e5_Filter1_\w+: no alarm watches its metric$/) as never],
    },
    {
      how: "an alarm is off",
      change: set(ALARM, "alarm_name", "prod-audit-alerts-cis-5-5", { actions_enabled: false }),
      faults: [addressOf(ALARM, /Alerts_Alarmcisx2d5x2d5_\w+: actions_enabled is false$/) as never],
    },
    {
      how: "the trail has no log group",
      change: (copy) => delete copy.one("aws_cloudtrail")["cloud_watch_logs_group_arn"],
      faults: [`${TRAIL}: sends no events to a log group, which alarms could watch`],
    },
  ),
  "alerts-tampering": proof(
    {
      how: "no rule is about the trail",
      change: set("aws_cloudwatch_event_rule", "name", "prod-audit-alerts-cloudtrail", { event_pattern: "{}" }),
      faults: [`${TRAIL}: no event rule reports that it is stopped`],
    },
    {
      how: "the rule is off",
      change: set("aws_cloudwatch_event_rule", "name", "prod-audit-alerts-cloudtrail", { state: "DISABLED" }),
      faults: [`${RULE}: state is DISABLED`],
    },
    {
      how: "the rule has no target",
      change: (copy) => copy.remove("aws_cloudwatch_event_target", `${STACK}/Alerts_Function_Targetcloudtrail`),
      faults: [`${RULE}: has no target`],
    },
    {
      how: "the function may not run",
      change: set("aws_lambda_function", "function_name", "prod-audit-alerts", { reserved_concurrent_executions: 0 }),
      faults: [`${FUNCTION}: may not run`],
    },
    { ...unsubscribed, faults: [`${FUNCTION}: nobody is subscribed to ${TOPIC}`] },
  ),
  "alerts-delivery": proof(
    {
      how: "there is no alarm",
      change: set(ALARM, "alarm_name", "prod-audit-alerts-delivery", { dimensions: { Trail: "another" } }),
      faults: [`${TRAIL}: no alarm notices that it delivers nothing`],
    },
    {
      how: "silence is no alarm",
      change: set(ALARM, "alarm_name", "prod-audit-alerts-delivery", { treat_missing_data: "notBreaching" }),
      faults: [addressOf(ALARM, /Alerts_Alarmdelivery_\w+: missing data raises no alarm$/) as never],
    },
  ),
  "alerts-alarm-actions": proof(
    {
      how: "an alarm notifies nobody",
      change: set(ALARM, "alarm_name", "prod-audit-alerts-errors", { alarm_actions: [] }),
      faults: [addressOf(ALARM, /Alerts_Alarmerrors_\w+: alarm_actions is empty$/) as never],
    },
    {
      how: "an alarm is off",
      change: set(ALARM, "alarm_name", "prod-audit-alerts-errors", { actions_enabled: false }),
      faults: [addressOf(ALARM, /Alerts_Alarmerrors_\w+: actions_enabled is false$/) as never],
    },
  ),
  "alerts-queue-encryption": proof({
    how: "a queue is not encrypted",
    change: set("aws_sqs_queue", "name", "prod-audit-alerts-failed", { sqs_managed_sse_enabled: false }),
    faults: [
      `${STACK}/aws_sqs_queue.Alerts_DeadLetters_Queue_DEBFB30D: sqs_managed_sse_enabled or kms_master_key_id must be set`,
    ],
  }),
  "alerts-function-callers": proof({
    how: "any rule of any account",
    change: set("aws_lambda_permission", "statement_id", "prod-audit-alerts-cloudtrail", {
      source_arn: undefined,
      source_account: undefined,
    }),
    faults: ["source_arn", "source_account"].map(
      (name) => `${STACK}/aws_lambda_permission.Alerts_Function_Permissioncloudtrail_820FC51A: ${name} is absent`,
    ),
  }),
  "alerts-function-runtime": proof({
    how: "a runtime whose support has ended",
    change: set("aws_lambda_function", "function_name", "prod-audit-alerts", { runtime: "nodejs16.x" }),
    faults: [`${FUNCTION}: runtime must be nodejs22.x or nodejs24.x, is nodejs16.x`],
  }),
});
