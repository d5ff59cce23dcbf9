import { arnsIn, type Statement } from "../../modules/policy";
import { impliedAttributes } from "../model/implied";
import { sourceOf } from "../model/policies";
import { OPERATORS, readSelectors, withDefault, type FieldSelector } from "../model/event-selectors";
import type { StackResource } from "../model/stack";
import type { Check } from "./control";
import type { Environment } from "../model/environment";
import { ofType, trailResource } from "../model/resources";
import { resourcePolicies, trustPolicies, type AssessedEnvironment } from "./environment";
import { at } from "../model/blocks";
import { comparesWith, differences, faultyAllows, forEach, listOf, principalsOf, unless } from "./rule";

const logGroups = (environment: Environment) => ofType(environment, "aws_cloudwatch_log_group");
/** The delivery topics and those of alerts. */
const topics = (environment: Environment) => {
  const { trails, channels } = environment;
  const arns = [...trails.map(({ topic }) => topic), ...channels].map((one) => one?.arn);
  return ofType(environment, "aws_sns_topic").filter((one) => arns.includes(String(impliedAttributes(one)["arn"])));
};

/** A check of the environment's trail. */
function ofTrail(faults: (trail: StackResource, environment: AssessedEnvironment) => readonly string[]): Check {
  return (environment) => faults(trailResource(environment), environment);
}

/** Terraform's state has an empty string where nothing is set. */
function isSet(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

const advancedOf = ({ values }: StackResource) => readSelectors(values).advanced;
const holdsOnly = (selector: FieldSelector, operator: (typeof OPERATORS)[number]) =>
  OPERATORS.every((one) => (one === operator) === selector[one].length > 0);

export const recordsEveryRegion = ofTrail((trail) =>
  differences(trail, { is_multi_region_trail: true, include_global_service_events: true, enable_logging: true }),
);

export const recordsAllManagementEvents = ofTrail((trail) => {
  const { basic, advanced } = withDefault(readSelectors(trail.values));
  const recordsAll =
    basic.some(
      ({ access, management, excludedSources }) => access === "All" && management && excludedSources.length === 0,
    ) ||
    // AWS Config and prowler recognize the selector by this name. Any further field would exclude events.
    advanced.some(
      ({ name, fields }) =>
        name === "Management events selector" &&
        fields.length === 1 &&
        fields[0]!.field === "eventCategory" &&
        fields[0]!.equals.join() === "Management",
    );
  return unless(recordsAll, `${sourceOf(trail)}: no event selector records all management events`);
});

export const validatesLogFiles = ofTrail((trail) => differences(trail, { enable_log_file_validation: true }));

export const encryptsLogFiles = ofTrail((trail, { trail: { arn, keyArn }, keys }) => {
  if (keyArn === undefined) return [`${sourceOf(trail)}: kms_key_id is absent`];
  const key = keys.find((one) => one.arn === keyArn);
  const encrypts = key?.policy.statements.some(
    (statement) =>
      statement.Effect === "Allow" &&
      principalsOf(statement, "Service").includes("cloudtrail.amazonaws.com") &&
      listOf(statement.Action).includes("kms:GenerateDataKey*") &&
      listOf(statement.Condition?.StringEquals?.["aws:SourceArn"]).includes(arn),
  );
  // If these stacks do not create the key, its policy is elsewhere.
  return unless(
    key === undefined || encrypts === true,
    `${key?.policy.source}: does not allow CloudTrail to encrypt for ${arn} and no other trail`,
  );
});

export const sendsEventsToCloudWatch = ofTrail((trail, environment) => {
  const { cloud_watch_logs_group_arn: group, cloud_watch_logs_role_arn: role } = trail.values;
  if (!isSet(group) || !isSet(role)) {
    return [`${sourceOf(trail)}: cloud_watch_logs_group_arn and cloud_watch_logs_role_arn must be set`];
  }
  const policies = environment.identities.find(({ arn }) => arn === role)?.policies ?? [];
  const writes = policies.some(({ statements }) =>
    statements.some(
      ({ Effect, Action, Resource }) =>
        Effect === "Allow" &&
        ["logs:CreateLogStream", "logs:PutLogEvents"].every((action) => listOf(Action).includes(action)) &&
        listOf(Resource).every((arn) => arn.startsWith(`${group.replace(/:\*$/, "")}:`)),
    ),
  );
  return [
    ...unless(group.endsWith(":*"), `${sourceOf(trail)}: cloud_watch_logs_group_arn must end with ":*", is ${group}`),
    ...unless(writes, `${sourceOf(trail)}: ${role} must be allowed to write to this log group and no other`),
  ];
});

/** Object-level events of all buckets except those of audit trails: two trails would record each other endlessly. */
export function recordsObjects(access: "read" | "write"): Check {
  return ofTrail((trail, { auditBuckets }) => {
    const own = auditBuckets.map((name) => `${arnsIn(trail).bucket(name)}/`);
    const isWide = (selector: FieldSelector) => {
      const { field, equals, notStartsWith: without } = selector;
      if (field === "readOnly") return equals.join() === (access === "read" ? "true" : "false");
      if (field === "resources.ARN") {
        return holdsOnly(selector, "notStartsWith") && without.every((start) => own.includes(start));
      }
      return field === "eventCategory" || field === "resources.type";
    };
    const isOfObjects = ({ field, equals }: FieldSelector) =>
      field === "resources.type" && equals.join() === "AWS::S3::Object";
    const records = advancedOf(trail).some(({ fields }) => fields.some(isOfObjects) && fields.every(isWide));
    return unless(records, `${sourceOf(trail)}: no event selector records ${access} events of all S3 objects`);
  });
}

export const findsUnusualActivity = ofTrail((trail) => {
  const types = listOf(trail.values["insight_selector"] as object[] | undefined).map((one) => at(one, "insight_type"));
  return ["ApiCallRateInsight", "ApiErrorRateInsight"].flatMap((type) =>
    unless(types.includes(type), `${sourceOf(trail)}: insight_selector lacks ${type}`),
  );
});

export const announcesLogFiles = ofTrail((trail) =>
  unless(isSet(trail.values["sns_topic_name"]), `${sourceOf(trail)}: sns_topic_name is absent`),
);

/** 0 means that events never expire. */
export const keepsEventsOneYear = forEach(logGroups, (group) => {
  const days = Number(group.values["retention_in_days"] ?? 0);
  return unless(days === 0 || days >= 365, `${sourceOf(group)}: retention_in_days must be 365 or more, is ${days}`);
});

export const encryptsLogGroups = forEach(logGroups, (group, { keys }) => {
  const keyArn = group.values["kms_key_id"];
  if (!isSet(keyArn)) return [`${sourceOf(group)}: kms_key_id is absent`];
  const key = keys.find(({ arn }) => arn === keyArn);
  if (key === undefined) return [];
  const forLogs = key.policy.statements.filter(
    (statement) =>
      statement.Effect === "Allow" &&
      principalsOf(statement, "Service").some((service) => /^logs\.[a-z0-9-]+\.amazonaws\.com/.test(service)),
  );
  return [
    ...unless(forLogs.length > 0, `${key.policy.source}: does not allow CloudWatch Logs to encrypt`),
    ...faultyAllows(
      { source: key.policy.source, statements: forLogs },
      (statement) => !comparesWith(statement, "kms:EncryptionContext:aws:logs:arn"),
      "is not limited to one log group",
    ),
  ];
});

export const encryptsTopics = forEach(topics, (topic) =>
  unless(isSet(topic.values["kms_master_key_id"]), `${sourceOf(topic)}: kms_master_key_id is absent`),
);

export const tiesServicesToSources = forEach(
  (environment) => [...resourcePolicies(environment), ...trustPolicies(environment)],
  (policy) =>
    faultyAllows(
      policy,
      (statement) => principalsOf(statement, "Service").some((service) => service !== "*") && !isTied(statement),
      "allows a service to act for any account",
    ),
);

/** AWS documents no source condition for the role of S3 replication. Only its own account can pass the role. */
function isTied(statement: Statement): boolean {
  const isReplication = statement.Action === "sts:AssumeRole" && isOnlyService(statement, "s3.amazonaws.com");
  const contexts = ["kms:EncryptionContext:aws:cloudtrail:arn", "kms:EncryptionContext:aws:logs:arn"];
  const keys = ["aws:SourceArn", "aws:SourceAccount", ...contexts];
  return isReplication || keys.some((key) => comparesWith(statement, key));
}

function isOnlyService(statement: Statement, service: string): boolean {
  return principalsOf(statement, "Service").join() === service;
}
