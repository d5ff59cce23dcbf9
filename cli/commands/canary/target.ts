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

/** What a canary is sent through: a bucket that the trail watches, and a key. */
export interface Target {
  readonly environment: Environment;
  readonly bucket: string;
  readonly bucketArn: string;
  /** How the canary's object must be called so that the trail records it: "" or the selector's prefix. */
  readonly objectPrefix: string;
  /** The key that is asked for, as DescribeKey takes it: an ARN, an id, or an alias. */
  readonly keyName: string | undefined;
  /** The trail's key, by its alias where it has one; `undefined` where nothing names it before AWS invents its id. */
  readonly trailKeyName: string | undefined;
  /** What the trail records. */
  readonly selectors: EventSelectors;
}

export interface TargetOptions {
  /** @default the first that the trail's data-event selectors name */
  readonly bucket: string | undefined;
  /** Id, ARN or `alias/NAME`. @default the key of the bucket's objects, else the trail's */
  readonly key: string | undefined;
}

/** Throws a `UserError` where the stacks do not say what to use, or the trail would record nothing of it. */
export function readTarget(environment: Environment, options: TargetOptions): Target {
  const { name } = environment;
  const trail = trailResource(environment);
  const selectors = readSelectors(trail.values);
  const { bucket, prefix: objectPrefix } = pickBucket(name, selectors, options.bucket);
  const bucketArn = arnsIn(trail).bucket(bucket);
  const put = { eventName: "PutObject", readOnly: false };
  if (!records(selectors, objectEvent(put, `${bucketArn}/${objectPrefix}`))) {
    throw new UserError(
      `the trail of ${name} records no PutObject in ${bucket}; give --bucket with one that it records, or record it`,
    );
  }
  const trailKeyName = nameOfTrailKey(environment);
  return { environment, bucket, bucketArn, objectPrefix, keyName: options.key, trailKeyName, selectors };
}

/** A call on an object, as selectors look at it. */
export function objectEvent({ eventName, readOnly }: ObjectCall, arn: string): SelectedEvent {
  const source = "s3.amazonaws.com";
  // Fields that depend on the caller's identity are not known here: they match.
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
  throw new UserError(`the trail of ${name} names no bucket whose data events it records; give --bucket or record one`);
}

/** The alias as an ARN, so that it can be told from another account too. */
function nameOfTrailKey({ trail, logBucket, resources }: Environment): string | undefined {
  const keyArn = trail.keyArn ?? logBucket.keyArn;
  const alias = resources.find(
    ({ type, values, ...at }) => type === "aws_kms_alias" && arnsIn(at).key(String(values["target_key_id"])) === keyArn,
  );
  if (alias) return String(impliedAttributes(alias)["arn"]);
  // A key that is not made here is named by its own ARN or alias.
  return keyArn !== undefined && !isInvented(keyArn) ? keyArn : undefined;
}

/** The address of a resource in the place of an id that AWS will invent. */
function isInvented(keyArn: string): boolean {
  return parseArn(keyArn)?.resource.includes("aws_kms_") ?? false;
}
