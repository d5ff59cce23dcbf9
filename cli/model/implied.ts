import { arnsIn } from "../../modules/policy";
import type { StackResource } from "./stack";

/**
 * The attributes that a resource will have, as far as its configuration implies them. AWS assigns the id of a key; the
 * key's address replaces it, so that no two keys share an ARN.
 */
export function impliedAttributes(resource: StackResource): Readonly<Record<string, unknown>> {
  const { type, values } = resource;
  const arns = arnsIn(resource);
  const name = String(values["name"]);
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
      const bucket = String(values["bucket"]);
      return { id: bucket, bucket, arn: arns.bucket(bucket) };
    }
    case "aws_iam_role":
      return { id: name, name, arn: arns.role(name, path) };
    case "aws_iam_policy":
      return { id: arns.policy(name, path), name, arn: arns.policy(name, path) };
    case "aws_sns_topic":
      return { id: arns.topic(name), name, arn: arns.topic(name) };
    case "aws_cloudwatch_log_group":
      return { id: name, name, arn: arns.logGroup(name) };
    case "aws_cloudtrail":
      return { id: arns.trail(name), name, arn: arns.trail(name) };
    default:
      return {};
  }
}
