import { arnsIn, dnsSuffixOf } from "../../modules/policy";
import type { StackResource } from "./stack";

/** The argument that names a resource of a type; without it, AWS or the provider generates a name. */
export function nameArgument(type: string): string {
  return NAME_ARGUMENTS.get(type) ?? "name";
}

const NAME_ARGUMENTS: ReadonlyMap<string, string> = new Map([
  ["aws_s3_bucket", "bucket"],
  ["aws_lambda_function", "function_name"],
  ["aws_cloudwatch_metric_alarm", "alarm_name"],
]);

/** A name that AWS has not generated yet is replaced by the address, like the id of a key. */
function nameOf({ type, stack, address, values }: StackResource): string {
  const name = values[nameArgument(type)];
  return typeof name === "string" && name !== "" ? name : `${stack}.${address}`;
}

/**
 * The attributes that a resource will have, as far as its configuration implies them. AWS assigns the ids of keys and
 * detectors; a key's address replaces its id, so that no two keys share an ARN.
 */
export function impliedAttributes(resource: StackResource): Readonly<Record<string, unknown>> {
  const { type, values } = resource;
  const arns = arnsIn(resource);
  const name = nameOf(resource);
  const path = typeof values["path"] === "string" ? values["path"] : undefined;
  switch (type) {
    case "aws_kms_key":
    case "aws_kms_replica_key": {
      const id = `${resource.stack}.${resource.address}`;
      return { id, key_id: id, arn: arns.key(id) };
    }
    case "aws_kms_alias":
      return { name, arn: arns.alias(name.replace(/^alias\//, "")) };
    case "aws_s3_bucket": {
      return { id: name, bucket: name, arn: arns.bucket(name) };
    }
    case "aws_iam_role":
      return { id: name, name, arn: arns.role(name, path) };
    case "aws_iam_user":
      return { id: name, name, arn: arns.user(path === undefined || path === "/" ? name : `${path.slice(1)}${name}`) };
    case "aws_iam_group":
      return { id: name, name };
    case "aws_iam_policy":
      return { id: arns.policy(name, path), name, arn: arns.policy(name, path) };
    case "aws_sns_topic":
      return { id: arns.topic(name), name, arn: arns.topic(name) };
    case "aws_sqs_queue": {
      const url = `https://sqs.${resource.region}.${dnsSuffixOf(resource.region)}/${resource.account}/${name}`;
      return { id: url, url, name, arn: arns.queue(name) };
    }
    case "aws_lambda_function":
      return { id: name, function_name: name, arn: arns.function(name) };
    case "aws_cloudwatch_event_rule":
      return { id: name, name, arn: arns.eventRule(name) };
    case "aws_cloudwatch_metric_alarm":
      return { id: name, alarm_name: name, arn: arns.alarm(name) };
    case "aws_cloudwatch_log_group":
      return { id: name, name, arn: arns.logGroup(name) };
    case "aws_guardduty_detector": {
      // AWS assigns the id, and takes one detector in an account and Region.
      const id = `of-${resource.account}-${resource.region}`;
      return { id, arn: arns.detector(id) };
    }
    case "aws_athena_workgroup":
    case "aws_glue_catalog_database":
      return { id: name, name };
    case "aws_cloudtrail":
      return { id: arns.trail(name), name, arn: arns.trail(name) };
    default:
      return {};
  }
}
