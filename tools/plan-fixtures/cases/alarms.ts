import { edit, resource } from "../edit";
import { caseOf, type Case } from "./case";

const alarms = caseOf("full-alarms");

/** Changes to alarms and notifications. */
export const alarmCases: readonly Case[] = [
  alarms("alarms-off", (stack) => {
    edit(resource(stack, "aws_cloudwatch_metric_alarm"), { actions_enabled: false, alarm_actions: [] });
    edit(resource(stack, "aws_cloudwatch_event_rule"), { state: "DISABLED" });
  }),
  alarms("alarms-changed", (stack) => {
    edit(resource(stack, "aws_cloudwatch_metric_alarm"), { threshold: 100, evaluation_periods: 12 });
    edit(resource(stack, "aws_cloudwatch_log_metric_filter"), { pattern: '{ $.eventName = "Nothing" }' });
    edit(resource(stack, "aws_cloudwatch_event_rule"), {
      event_pattern: JSON.stringify({ source: ["aws.cloudtrail"], detail: { eventName: ["CreateTrail"] } }),
    });
    edit(resource(stack, "aws_cloudwatch_event_target"), {
      arn: "arn:aws:sns:eu-central-1:111122223333:example-elsewhere",
    });
    edit(resource(stack, "aws_cloudwatch_log_subscription_filter"), { filter_pattern: '{ $.eventName = "Nothing" }' });
    edit(resource(stack, "aws_sns_topic_subscription"), { filter_policy: JSON.stringify({ team: ["nobody"] }) });
  }),
  alarms("alarms-destroyed", (stack) => {
    Reflect.deleteProperty(stack, "resource");
  }),
];
