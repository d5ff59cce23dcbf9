import { notList, invalidArn, notOneOf, type Problem } from "../validation";
import { advancedSelectors, countConditions } from "./advanced-selectors";
import { recordsDefault } from "./basic-selectors";
import { conditionProblems, SELECTS_MORE, selectsMore } from "./condition-problems";
import {
  DATA_KINDS,
  DATA_FIELDS,
  NETWORK_FIELDS,
  type DataEvents,
  type NetworkActivityEvents,
  type TrailEvents,
} from "./events";
import { basicFeedbackProblems, feedbackProblems, isList, type LogBuckets } from "./log-buckets";

const ACCESSES = ["all", "read", "write"];

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html */
const BASIC_SELECTORS = 5;
const BASIC_DATA_RESOURCES = 250;
const ADVANCED_CONDITIONS = 500;

/** What AWS would refuse in a trail's events, and what would make the trail record itself. */
export function eventProblems(events: TrailEvents, logBuckets: LogBuckets): Problem[] {
  const { management = "all", excludeManagementSources = [], data = [], selectors = "advanced" } = events;
  if (!Array.isArray(data)) return [notList("events.data", data)];
  const kinds = data.map(({ kind }, index) => notOneOf(`events.data[${index}].kind`, kind, DATA_KINDS));
  if (kinds.some(Boolean)) return kinds;
  const recordsNothing = management === "none" && data.length === 0 && (events.networkActivity ?? []).length === 0;
  return [
    recordsNothing && "events must record something, got no management, data or network activity events",
    management === "none" &&
      excludeManagementSources.length > 0 &&
      `events.excludeManagementSources requires management events, got "none"`,
    notOneOf("events.management", management, [...ACCESSES, "none"]),
    notOneOf("events.selectors", selectors, ["advanced", "basic"]),
    ...data.map(({ access = "all" }, index) => notOneOf(`events.data[${index}].access`, access, ACCESSES)),
    ...insightProblems(events),
    ...data.flatMap((entry, index) => dataProblems(`events.data[${index}]`, entry, logBuckets)),
    ...(events.networkActivity ?? []).flatMap((entry, index) => {
      const { source, where }: NetworkActivityEvents = typeof entry === "string" ? { source: entry } : entry;
      return [
        !/^[a-z0-9-]+\.amazonaws\.com$/.test(source) &&
          `events.networkActivity must be event sources like "s3.amazonaws.com", got "${source}"`,
        ...conditionProblems(`events.networkActivity[${index}].where`, where, NETWORK_FIELDS),
      ];
    }),
    ...data.flatMap(({ where }, index) => conditionProblems(`events.data[${index}].where`, where, DATA_FIELDS)),
    ...data.map((entry, index) => selectsMore(entry) && `events.data[${index}].where: ${SELECTS_MORE}`),
    ...(selectors === "basic" ? basicProblems(events, logBuckets) : advancedProblems(events, logBuckets)),
  ];
}

/**
 * Insights events are computed from management events.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-insights-events-with-cloudtrail.html
 */
function insightProblems({ management = "all", insights = [] }: TrailEvents): Problem[] {
  const writes = management === "all" || management === "write";
  return [
    insights.includes("ApiCallRateInsight") &&
      !writes &&
      `events.insights: ApiCallRateInsight requires write management events, got "${management}"`,
    insights.includes("ApiErrorRateInsight") &&
      management === "none" &&
      `events.insights: ApiErrorRateInsight requires management events, got "none"`,
  ];
}

function dataProblems(option: string, events: DataEvents, logBuckets: LogBuckets): Problem[] {
  switch (events.kind) {
    case "s3":
      return [
        (isList(events.buckets) ? events.buckets : ["all"]).length === 0 &&
          `${option}.buckets must name at least one bucket, got none`,
        ...feedbackProblems(option, events, logBuckets),
      ];
    case "lambda":
      return arnProblems(`${option}.functions`, events.functions, "lambda", "function:");
    case "dynamodb":
      return arnProblems(`${option}.tables`, events.tables, "dynamodb", "table/");
    case "other":
      return [
        !/^AWS::[A-Za-z0-9]+::[A-Za-z0-9]+$/.test(events.resourceType) &&
          `${option}.resourceType must be like "AWS::SQS::Queue", got "${events.resourceType}"`,
        events.resourceType === "AWS::S3::Object" &&
          `${option}: AWS::S3::Object must be given with kind "s3", which leaves out the log buckets`,
        events.arns.length === 0 && `${option}.arns must not be empty`,
      ];
  }
}

function arnProblems(option: string, arns: "all" | readonly string[], service: string, resource: string): Problem[] {
  if (arns === "all") return [];
  if (arns.length === 0) return [`${option} must not be empty`];
  return arns.map((arn) => invalidArn(option, arn, service, resource));
}

function advancedProblems(events: TrailEvents, logBuckets: LogBuckets): Problem[] {
  const conditions = countConditions(advancedSelectors(events, logBuckets));
  return [
    conditions > ADVANCED_CONDITIONS &&
      `events must need at most ${ADVANCED_CONDITIONS} condition values in advanced selectors, got ${conditions}`,
  ];
}

function basicProblems(events: TrailEvents, logBuckets: LogBuckets): Problem[] {
  const { management = "all", data = [], networkActivity = [] } = events;
  const selectors = data.length + (management === "none" ? 0 : 1);
  const resources = data.map(namedResources).reduce((sum, count) => sum + count, 0);
  return [
    selectors > BASIC_SELECTORS && `events must need at most ${BASIC_SELECTORS} basic selectors, got ${selectors}`,
    resources > BASIC_DATA_RESOURCES &&
      `events must name at most ${BASIC_DATA_RESOURCES} resources in basic selectors, got ${resources}`,
    recordsDefault(events) &&
      'events.selectors must be "advanced" for all management events alone: a trail records these without selectors too, and Terraform cannot remove advanced ones, got "basic"',
    networkActivity.length > 0 && `events.networkActivity requires advanced selectors, got "basic"`,
    ...data.flatMap((entry, index) => basicDataProblems(`events.data[${index}]`, entry, logBuckets)),
  ];
}

function basicDataProblems(option: string, events: DataEvents, logBuckets: LogBuckets): Problem[] {
  const where = (events.where ?? []).length > 0 && `${option}.where requires advanced selectors, got "basic"`;
  if (events.kind === "s3") return [where, ...basicFeedbackProblems(option, events, logBuckets)];
  return [
    where,
    events.kind === "other" && `${option}: ${events.resourceType} requires advanced selectors, got "basic"`,
  ];
}

function namedResources(events: DataEvents): number {
  switch (events.kind) {
    case "s3":
      return isList(events.buckets) ? events.buckets.length : 1;
    case "lambda":
      return events.functions === "all" ? 1 : events.functions.length;
    case "dynamodb":
      return events.tables === "all" ? 1 : events.tables.length;
    case "other":
      return events.arns.length;
  }
}
