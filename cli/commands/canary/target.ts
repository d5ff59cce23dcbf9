import { arnsIn, parseArn } from "../../../modules/policy";
import type { Environment } from "../../model/environment";
import { UserError } from "../../framework/user-error";
import { impliedAttributes } from "../../model/implied";
import { trailResource } from "../../model/resources";
import {
  namedBuckets,
  readSelectors,
  records,
  type EventSelectors,
  type SelectedEvent,
} from "../../model/event-selectors";

/** The target of a canary: a bucket whose data events the trail records, and a key. */
export interface Target {
  readonly environment: Environment;
  readonly bucket: string;
  readonly bucketArn: string;
  /** Prefix that the object's key must have so that the trail records it: "" or the selector's prefix. */
  readonly objectPrefix: string;
  /** The key to use, as DescribeKey accepts it: an ARN, an id, or an alias. */
  readonly keyName: string | undefined;
  /** The trail's key, by its alias if it has one; `undefined` if its id is not known before AWS assigns it. */
  readonly trailKeyName: string | undefined;
  /** The events that the trail records. */
  readonly selectors: EventSelectors;
}

export interface TargetOptions {
  /** @default the first bucket in the trail's data-event selectors */
  readonly bucket: string | undefined;
  /** Id, ARN or `alias/NAME`. @default the key of the bucket's objects, otherwise the trail's */
  readonly key: string | undefined;
}

/** Throws a `UserError` if the stacks do not name a bucket, or the trail would not record the upload. */
export function readTarget(environment: Environment, options: TargetOptions): Target {
  const { name } = environment;
  const trail = trailResource(environment);
  const selectors = readSelectors(trail.values);
  const { bucket, prefix: objectPrefix } = pickBucket(name, selectors, options.bucket);
  const bucketArn = arnsIn(trail).bucket(bucket);
  const put = { eventName: "PutObject", readOnly: false };
  if (!records(selectors, objectEvent(put, `${bucketArn}/${objectPrefix}`))) {
    throw new UserError(
      `the trail of ${name} records no PutObject in ${bucket}; give --bucket with one that it records, or let it record this one`,
    );
  }
  const trailKeyName = nameOfTrailKey(environment);
  return { environment, bucket, bucketArn, objectPrefix, keyName: options.key, trailKeyName, selectors };
}

/** A call on an object, in the form that selectors compare. */
export function objectEvent({ eventName, readOnly }: ObjectCall, arn: string): SelectedEvent {
  const source = "s3.amazonaws.com";
  // Fields that depend on the caller are not known here: they match.
  return { category: "Data", resourceType: "AWS::S3::Object", source, arn, readOnly, fields: { eventName } };
}

interface ObjectCall {
  readonly eventName: string;
  readonly readOnly: boolean;
}

function pickBucket(name: string, selectors: EventSelectors, chosen: string | undefined) {
  const named = namedBuckets(selectors);
  if (chosen !== undefined) {
    return named.find(({ bucket }) => bucket === chosen) ?? { bucket: chosen, prefix: "" };
  }
  const [first] = named;
  if (first) return first;
  throw new UserError(
    `the trail of ${name} names no bucket whose data events it records; give --bucket, or add a bucket to trail.events.data`,
  );
}

/** The ARN of the alias, which also works from another account. */
function nameOfTrailKey({ trail, logBucket, resources }: Environment): string | undefined {
  const keyArn = trail.keyArn ?? logBucket.keyArn;
  const alias = resources.find(
    ({ type, values, ...at }) => type === "aws_kms_alias" && arnsIn(at).key(String(values["target_key_id"])) === keyArn,
  );
  if (alias) return String(impliedAttributes(alias)["arn"]);
  // A key of other stacks is known by its ARN or alias.
  return keyArn !== undefined && !isInvented(keyArn) ? keyArn : undefined;
}

/** Whether the id in an ARN is a resource's address, because AWS has not assigned an id yet. */
function isInvented(keyArn: string): boolean {
  return parseArn(keyArn)?.resource.includes("aws_kms_") ?? false;
}
