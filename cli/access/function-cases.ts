import { arnsIn, parseArn, type Location } from "../../modules/policy";
import type { Environment, Trail } from "../model/environment";
import { idFor } from "../model/ids";
import { ofType } from "../model/resources";
import type { StackResource } from "../model/stack";
import type { AccessCase } from "./access-case";

/**
 * Event rules, and Lambda functions with what calls them or reports their failures: who can silence alerts and feeds.
 * Only IAM decides.
 */
export function functionCases(environment: Environment): AccessCase[] {
  const functions = ofType(environment, "aws_lambda_function");
  const rules = eachPlace(ofType(environment, "aws_cloudwatch_event_rule")).flatMap(ruleCases);
  if (functions.length === 0) return rules;
  return [
    ...functions.flatMap(casesOfFunction),
    ...rules,
    ...eachPlace(ofType(environment, "aws_cloudwatch_metric_alarm")).flatMap(alarmCases),
    ...busesOf(environment).flatMap(busCases),
    ...environment.trails.flatMap(statusCases),
  ];
}

/** `alerts-function-111122223333-eu-central-1-prod-audit-alerts-mute` */
function caseOn(what: string, name: string, { account, region }: Location) {
  const ofAccount = name === "" ? account : `${name} of ${account}`;
  return (id: string, title: string, resource: string, ...actions: readonly string[]): AccessCase => ({
    id: ["alerts", what.replaceAll(" ", "-"), account, region, ...(name === "" ? [] : [idFor(name)]), id].join("-"),
    target: name === "" ? `${what} of ${account} in ${region}` : `${what} ${ofAccount}`,
    title,
    steps: (caller) =>
      actions.map((action) => ({ caller, action, resource, account, context: {}, resourcePolicy: undefined })),
  });
}

function casesOfFunction(resource: StackResource): AccessCase[] {
  const name = String(resource.values["function_name"]);
  const arns = arnsIn(resource);
  const arn = arns.function(name);
  const on = caseOn("function", name, resource);
  const group = `/aws/lambda/${name}`;
  return [
    on("code", "change the code", arn, "lambda:UpdateFunctionCode"),
    on("configure", "change the configuration", arn, "lambda:UpdateFunctionConfiguration"),
    on("mute", "mute the function", arn, "lambda:PutFunctionConcurrency"),
    on("permit", "change who may call it", arn, "lambda:AddPermission", "lambda:RemovePermission"),
    on("delete", "delete the function", arn, "lambda:DeleteFunction"),
    on("log", "write its log", arns.logStreams(group, "stream"), "logs:CreateLogStream", "logs:PutLogEvents"),
    on("log-elsewhere", "write another log", arns.logStreams(`${group}-other`, "stream"), "logs:PutLogEvents"),
    on("log-delete", "delete its log", arns.logStreams(group, "stream"), "logs:DeleteLogStream"),
  ];
}

/** The first resource in each account and Region: IAM decides on all of them alike. */
function eachPlace(resources: readonly StackResource[]): StackResource[] {
  const placeOf = ({ account, region }: StackResource) => `${account} ${region}`;
  return resources.filter((one, index) => resources.findIndex((other) => placeOf(other) === placeOf(one)) === index);
}

function ruleCases(rule: StackResource): AccessCase[] {
  const on = caseOn("event rules", "", rule);
  const arn = arnsIn(rule).eventRule(String(rule.values["name"]));
  return [
    on("disable", "disable a rule", arn, "events:DisableRule"),
    on("change", "change a rule", arn, "events:PutRule"),
    on("targets", "change the targets of a rule", arn, "events:PutTargets", "events:RemoveTargets"),
    on("delete", "delete a rule", arn, "events:DeleteRule"),
  ];
}

function alarmCases(alarm: StackResource): AccessCase[] {
  const on = caseOn("alarms", "", alarm);
  const arn = arnsIn(alarm).alarm(String(alarm.values["alarm_name"]));
  return [
    on("mute", "mute an alarm", arn, "cloudwatch:DisableAlarmActions"),
    on("set", "set the state of an alarm", arn, "cloudwatch:SetAlarmState"),
    on("change", "change an alarm", arn, "cloudwatch:PutMetricAlarm"),
    on("delete", "delete an alarm", arn, "cloudwatch:DeleteAlarms"),
  ];
}

/** Buses to which rules of other Regions pass events. */
function busesOf(environment: Environment): string[] {
  const targets = ofType(environment, "aws_cloudwatch_event_target").map(({ values }) => String(values["arn"]));
  return [...new Set(targets.filter((arn) => parseArn(arn)?.resource.startsWith("event-bus/")))];
}

function busCases(arn: string): AccessCase[] {
  const { account, region } = parseArn(arn)!;
  const on = caseOn("event bus", "", { account, region });
  return [
    on("put", "put events on the bus", arn, "events:PutEvents"),
    on("put-elsewhere", "put events on another bus", `${arn}-other`, "events:PutEvents"),
    on("policy", "change who may put events on the bus", arn, "events:PutPermission"),
  ];
}

function statusCases({ name, arn, account, region }: Trail): AccessCase[] {
  const on = caseOn("trail", name, { account, region });
  return [
    on("status", "read the trail's status", arn, "cloudtrail:GetTrailStatus"),
    on("status-elsewhere", "read the status of another trail", `${arn}-other`, "cloudtrail:GetTrailStatus"),
  ];
}
