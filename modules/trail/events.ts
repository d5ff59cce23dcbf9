import type { KeysOf } from "../known-options";

/** Which calls of a kind are recorded: those that read, those that change something, or both. */
export type Access = "all" | "read" | "write";

/**
 * A condition on one field of the events. With several operators, an event must match one of those that select and none
 * of those that begin with `not`. No wildcards.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/filtering-data-events.html
 */
export interface FieldCondition<Field extends string> {
  readonly field: Field;
  /** @default none */
  readonly equals?: readonly string[];
  /** @default none */
  readonly startsWith?: readonly string[];
  /** @default none */
  readonly endsWith?: readonly string[];
  /** @default none */
  readonly notEquals?: readonly string[];
  /** @default none */
  readonly notStartsWith?: readonly string[];
  /** @default none */
  readonly notEndsWith?: readonly string[];
}

/**
 * Fields of data events; `readOnly` is `access`, and the resource type follows from `kind`. `eventType` and
 * `sessionCredentialFromConsole` require AWS provider 6.1: the stack then accepts no earlier version.
 */
export const DATA_FIELDS = [
  "eventName",
  "eventSource",
  "eventType",
  "resources.ARN",
  "sessionCredentialFromConsole",
  "userIdentity.arn",
] as const;

/**
 * Fields of network activity events. The only `errorCode` is `VpceAccessDenied`. It and `vpcEndpointId` require AWS
 * provider 6.1: the stack then accepts no earlier version.
 */
export const NETWORK_FIELDS = ["eventName", "errorCode", "vpcEndpointId"] as const;

export type DataField = (typeof DATA_FIELDS)[number];
export type NetworkField = (typeof NETWORK_FIELDS)[number];

/** A bucket by name, by name with a prefix of its object keys, or as a construct of this app. */
export type RecordedBucket =
  | string
  | { readonly bucket: string; readonly prefix: string }
  | { readonly bucketName: string }
  | { readonly bucketInput?: string | undefined };

/** Objects in S3 buckets. The trail's own log, access-log, replica and state buckets are always left out. */
export interface S3DataEvents {
  readonly kind: "s3";
  /** `"all"` includes future buckets, and so does `allBut`, except those it names. */
  readonly buckets: "all" | readonly RecordedBucket[] | { readonly allBut: readonly RecordedBucket[] };
  /** @default "all" */
  readonly access?: Access;
  /** Further conditions, all of which an event must meet; one per field. Advanced selectors only. @default none */
  readonly where?: readonly FieldCondition<DataField>[];
}

export interface LambdaDataEvents {
  readonly kind: "lambda";
  /** Function ARNs. */
  readonly functions: "all" | readonly string[];
  /** @default "all" */
  readonly access?: Access;
  /** Further conditions, all of which an event must meet; one per field. Advanced selectors only. @default none */
  readonly where?: readonly FieldCondition<DataField>[];
}

export interface DynamoDbDataEvents {
  readonly kind: "dynamodb";
  /** Table ARNs. */
  readonly tables: "all" | readonly string[];
  /** @default "all" */
  readonly access?: Access;
  /** Further conditions, all of which an event must meet; one per field. Advanced selectors only. @default none */
  readonly where?: readonly FieldCondition<DataField>[];
}

/** Any other resource type that CloudTrail knows, by name. Advanced selectors only. */
export interface OtherDataEvents {
  readonly kind: "other";
  /** As CloudTrail's documentation spells it: `AWS::SQS::Queue`. */
  readonly resourceType: string;
  /** What the ARNs begin with. */
  readonly arns: "all" | readonly string[];
  /** @default "all" */
  readonly access?: Access;
  /** Further conditions, all of which an event must meet; one per field. Advanced selectors only. @default none */
  readonly where?: readonly FieldCondition<DataField>[];
}

/** Calls of a service through VPC endpoints, for instance only those that an endpoint's policy denied. */
export interface NetworkActivityEvents {
  /** `s3.amazonaws.com` */
  readonly source: string;
  /** Conditions, all of which an event must meet; one per field. @default none */
  readonly where?: readonly FieldCondition<NetworkField>[];
}

export type DataEvents = S3DataEvents | LambdaDataEvents | DynamoDbDataEvents | OtherDataEvents;

/** The two event sources that CloudTrail lets a trail leave out of its management events. */
export type ExcludableSource = "kms.amazonaws.com" | "rdsdata.amazonaws.com";

export type Insight = "ApiCallRateInsight" | "ApiErrorRateInsight";

/** What a trail records. */
export interface TrailEvents {
  /** @default "all" */
  readonly management?: Access | "none";
  /** High-volume sources to leave out of the management events. Gives up the record of each use of a key. @default none */
  readonly excludeManagementSources?: readonly ExcludableSource[];
  /** @default none */
  readonly data?: readonly DataEvents[];
  /** Services whose calls through VPC endpoints are recorded, such as `s3.amazonaws.com`. @default none */
  readonly networkActivity?: readonly (string | NetworkActivityEvents)[];
  /** @default none */
  readonly insights?: readonly Insight[];
  /**
   * `basic` for tools that cannot read advanced selectors. It supports only S3, Lambda and DynamoDB, and cannot leave
   * out a bucket. @default "advanced"
   */
  readonly selectors?: "advanced" | "basic";
}

const CONDITION_OPTIONS: KeysOf<FieldCondition<string>> = {
  endsWith: "list",
  equals: "list",
  field: true,
  notEndsWith: "list",
  notEquals: "list",
  notStartsWith: "list",
  startsWith: "list",
};

const BUCKET_OPTIONS = { bucket: true, prefix: true } as const;

/** A bucket that is known by name, with a prefix or as the bucket of another app. Others are constructs. */
const bucketOptions = (entry: object) => ("bucketName" in entry ? { bucketName: true as const } : BUCKET_OPTIONS);

const COMMON_OPTIONS = { access: true, kind: true, where: CONDITION_OPTIONS } as const;

const DATA_OPTIONS: { readonly [Kind in DataEvents["kind"]]: KeysOf<Extract<DataEvents, { kind: Kind }>> } = {
  s3: {
    ...COMMON_OPTIONS,
    buckets: (buckets) => ("allBut" in buckets ? { allBut: bucketOptions } : bucketOptions(buckets)),
  },
  lambda: { ...COMMON_OPTIONS, functions: true },
  dynamodb: { ...COMMON_OPTIONS, tables: true },
  other: { ...COMMON_OPTIONS, arns: true, resourceType: true },
};

export const DATA_KINDS = Object.keys(DATA_OPTIONS);

export const EVENTS_OPTIONS: KeysOf<TrailEvents> = {
  // What has no kind of these is refused for that.
  data: ({ kind }) => (DATA_KINDS.includes(kind) ? DATA_OPTIONS[kind] : undefined),
  excludeManagementSources: "list",
  insights: "list",
  management: true,
  networkActivity: () => ({ source: true, where: CONDITION_OPTIONS }),
  selectors: true,
};
