import * as v from "valibot";
import { isBucketNameOfAnyAge } from "../modules/limits";
import { allOr, anyText, arn, fields, isPlainObject, never, oneOf, only, text } from "./options";

const access = v.optional(oneOf("all", "read", "write"));

const dataBucket = text(isBucketNameOfAnyAge, "a bucket name");
const recordedPart = only({
  /** Bucket name. */
  bucket: dataBucket,
  /** Object key prefix; only objects below it are recorded. */
  prefix: anyText,
});
const recordedBucket = v.lazy((input) => {
  if (typeof input === "string") return dataBucket;
  return isPlainObject(input) ? recordedPart : never("a bucket name or an object with bucket and prefix");
});
const resourceType = text(
  (value) => /^AWS::[A-Za-z0-9]+::[A-Za-z0-9]+$/.test(value),
  'a resource type like "AWS::SQS::Queue"',
);
export const eventSource = text(
  (value) => /^[a-z0-9-]+\.amazonaws\.com$/.test(value),
  'an event source like "s3.amazonaws.com"',
);

const byKind = v.variant(
  "kind",
  [
    fields({
      /** Object-level calls of S3. The log, access-log, replica and state buckets are never recorded. */
      kind: v.literal("s3"),
      /** Bucket names, or names with a key prefix; `"all"` includes future buckets. */
      buckets: allOr(recordedBucket),
      /** Calls that read, calls that write, or both. @default "all" */
      access,
    }),
    fields({
      /** Invocations of Lambda functions. */
      kind: v.literal("lambda"),
      /** Function ARNs; `"all"` includes future functions. */
      functions: allOr(arn("lambda", "function:")),
      /** Calls that read, calls that write, or both. @default "all" */
      access,
    }),
    fields({
      /** Item-level calls of DynamoDB. */
      kind: v.literal("dynamodb"),
      /** Table ARNs; `"all"` includes future tables. */
      tables: allOr(arn("dynamodb", "table/")),
      /** Calls that read, calls that write, or both. @default "all" */
      access,
    }),
    fields({
      /** Any other resource type that CloudTrail supports. Requires advanced selectors. */
      kind: v.literal("other"),
      /**
       * The type as CloudTrail's documentation writes it.
       * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
       */
      resourceType,
      /** Beginnings of ARNs; `"all"` includes future resources. */
      arns: allOr(text((value) => value.startsWith("arn:"), "the beginning of an ARN")),
      /** Calls that read, calls that write, or both. @default "all" */
      access,
    }),
  ],
  'one of "s3", "lambda", "dynamodb", "other"',
);
export const dataEvents = v.lazy((input) =>
  isPlainObject(input) ? byKind : never('an object whose kind is "s3", "lambda", "dynamodb" or "other"'),
);
