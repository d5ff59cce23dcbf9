/** Which calls of a kind are recorded: those that read, those that change something, or both. */
export type Access = "all" | "read" | "write";

/** Objects in S3 buckets. The trail's own log, access-log, replica and state buckets are left out by itself. */
export interface S3DataEvents {
  readonly kind: "s3";
  /** Names, or names with a key prefix. `"all"` takes future buckets too. */
  readonly buckets: "all" | readonly (string | { readonly bucket: string; readonly prefix: string })[];
  /** @default "all" */
  readonly access?: Access;
}

export interface LambdaDataEvents {
  readonly kind: "lambda";
  /** Function ARNs. */
  readonly functions: "all" | readonly string[];
  /** @default "all" */
  readonly access?: Access;
}

export interface DynamoDbDataEvents {
  readonly kind: "dynamodb";
  /** Table ARNs. */
  readonly tables: "all" | readonly string[];
  /** @default "all" */
  readonly access?: Access;
}

/** Any other resource type that CloudTrail knows, by name. Advanced selectors only. */
export interface OtherDataEvents {
  readonly kind: "other";
  /** As CloudTrail's documentation spells it: `AWS::SQS::Queue`. */
  readonly resourceType: string;
  /** How the ARNs begin. */
  readonly arns: "all" | readonly string[];
  /** @default "all" */
  readonly access?: Access;
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
  readonly networkActivity?: readonly string[];
  /** @default none */
  readonly insights?: readonly Insight[];
  /**
   * `basic` for tools that cannot read the advanced kind. It knows S3, Lambda and DynamoDB only, and cannot
   * leave a bucket out. @default "advanced"
   */
  readonly selectors?: "advanced" | "basic";
}
