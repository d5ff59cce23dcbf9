import * as v from "valibot";
import { isBucketNameOfAnyAge } from "../../modules/limits/formats";
import { allOr, anyText, arn, atLeastOne, fields, isPlainObject, listOf, never, oneOf, only, text } from "./options";

const access = v.optional(oneOf("all", "read", "write"));

const values = atLeastOne(text((value) => value !== "" && !/[$%]\{/.test(value), 'text without "${" or "%{"'));

/** Conditions on fields of the events, as CloudTrail names them. */
const conditions = <const Fields extends readonly string[]>(fields: Fields) =>
  listOf(
    only({
      /**
       * Field of the event record. `errorCode`, `eventType`, `sessionCredentialFromConsole` and `vpcEndpointId` require AWS
       * provider 6.1, which the stack then demands.
       */
      field: oneOf(...fields),
      /** Records only events whose value is one of these, or matches `startsWith` or `endsWith`. @default none */
      equals: v.optional(values),
      /** Records only events whose value begins with one of these, or matches `equals` or `endsWith`. @default none */
      startsWith: v.optional(values),
      /** Records only events whose value ends with one of these, or matches `equals` or `startsWith`. @default none */
      endsWith: v.optional(values),
      /** Leaves out events with one of these values. @default none */
      notEquals: v.optional(values),
      /** Leaves out events whose value begins with one of these. @default none */
      notStartsWith: v.optional(values),
      /** Leaves out events whose value ends with one of these. @default none */
      notEndsWith: v.optional(values),
    }),
  );

const where = v.optional(
  conditions([
    "eventName",
    "eventSource",
    "eventType",
    "resources.ARN",
    "sessionCredentialFromConsole",
    "userIdentity.arn",
  ]),
);

const dataBucket = text(isBucketNameOfAnyAge, "a bucket name");
const recordedPart = only({
  /** Bucket name. */
  bucket: dataBucket,
  /** Object key prefix: which objects of the bucket are meant. */
  prefix: anyText,
});
const recordedBucket = v.lazy((input) => {
  if (typeof input === "string") return dataBucket;
  return isPlainObject(input) ? recordedPart : never("a bucket name or an object with bucket and prefix");
});
const listed = allOr(recordedBucket);
const allBut = only({
  /** Buckets, or parts of them, that are not recorded; all others are. */
  allBut: atLeastOne(recordedBucket),
});
const bucketList = v.lazy((input) => (isPlainObject(input) ? allBut : listed));
const resourceType = text(
  (value) => /^AWS::[A-Za-z0-9]+::[A-Za-z0-9]+$/.test(value),
  'a resource type like "AWS::SQS::Queue"',
);
const isEventSource = (value: string) => /^[a-z0-9-]+\.amazonaws\.com$/.test(value);
const EVENT_SOURCE = 'an event source like "s3.amazonaws.com"';

const networkSource = only({
  /** Service whose calls through VPC endpoints are recorded. */
  source: text(isEventSource, EVENT_SOURCE),
  /**
   * Conditions, all of which an event must meet; one per field. The only value of `errorCode` is `VpceAccessDenied`.
   * @default none
   * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-network-events-with-cloudtrail.html
   */
  where: v.optional(conditions(["eventName", "errorCode", "vpcEndpointId"])),
});
const sourceAlone = text(isEventSource, `${EVENT_SOURCE}, or an object with source and where`);
export const networkActivity = v.lazy((input) => (isPlainObject(input) ? networkSource : sourceAlone));

const byKind = v.variant(
  "kind",
  [
    fields({
      /** Object-level calls of S3. The log, access-log, replica and state buckets are never recorded. */
      kind: v.literal("s3"),
      /**
       * Bucket names, or names with a key prefix; `"all"` includes future buckets, and so does `allBut`, except those
       * it lists.
       */
      buckets: bucketList,
      /** Calls that read, calls that write, or both. @default "all" */
      access,
      /**
       * Further conditions, all of which an event must meet; one per field. Requires advanced selectors. @default none
       * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html
       */
      where,
    }),
    fields({
      /** Invocations of Lambda functions. */
      kind: v.literal("lambda"),
      /** Function ARNs; `"all"` includes future functions. */
      functions: allOr(arn("lambda", "function:")),
      /** Calls that read, calls that write, or both. @default "all" */
      access,
      /**
       * Further conditions, all of which an event must meet; one per field. Requires advanced selectors. @default none
       * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html
       */
      where,
    }),
    fields({
      /** Item-level calls of DynamoDB. */
      kind: v.literal("dynamodb"),
      /** Table ARNs; `"all"` includes future tables. */
      tables: allOr(arn("dynamodb", "table/")),
      /** Calls that read, calls that write, or both. @default "all" */
      access,
      /**
       * Further conditions, all of which an event must meet; one per field. Requires advanced selectors. @default none
       * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html
       */
      where,
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
      /**
       * Further conditions, all of which an event must meet; one per field. Requires advanced selectors. @default none
       * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html
       */
      where,
    }),
  ],
  'one of "s3", "lambda", "dynamodb", "other"',
);
export const dataEvents = v.lazy((input) =>
  isPlainObject(input) ? byKind : never('an object whose kind is "s3", "lambda", "dynamodb" or "other"'),
);
