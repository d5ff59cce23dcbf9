/** A field of a record, as CloudTrail writes it: `["userIdentity", "arn"]`. */
export type FieldPath = readonly [string, ...string[]];

/** A column of the view of events. All columns are text; a field that is absent is null. */
export interface ViewColumn {
  readonly name: string;
  /** What it holds, and where that is not obvious, in which form. */
  readonly about: string;
  /**
   * The fields that hold it; the first that is present counts. `requestParameters` and its like are their JSON text.
   * `"partition"` is read from the path of the log file, and `"resourceArns"` is the ARNs of `resources`, separated by
   * spaces.
   */
  readonly from: readonly FieldPath[] | "partition" | "resourceArns";
}

/** Name of the view. Queries read it, and nothing else. */
export const VIEW = "ct";

/**
 * The view of events: one text for DuckDB and Athena. What the two write differently (nested fields, JSON, arrays)
 * happens inside the view, which each of them builds from this list.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export const VIEW_COLUMNS: readonly ViewColumn[] = [
  { name: "account", about: "account whose folder holds the log file", from: "partition" },
  { name: "region", about: "Region whose folder holds the log file", from: "partition" },
  { name: "day", about: "day of the log file, in UTC: 2026/01/31", from: "partition" },
  { name: "event_id", about: "unique; a late correction repeats it", from: [["eventID"]] },
  { name: "event_time", about: "in UTC: 2026-01-31T21:45:00Z", from: [["eventTime"]] },
  { name: "event_source", about: "the service: kms.amazonaws.com", from: [["eventSource"]] },
  { name: "event_name", about: "the call: Decrypt", from: [["eventName"]] },
  { name: "event_type", about: "AwsApiCall, AwsServiceEvent, AwsConsoleSignIn and others", from: [["eventType"]] },
  { name: "event_category", about: "Management, Data, Insight or NetworkActivity", from: [["eventCategory"]] },
  { name: "aws_region", about: "Region of the call", from: [["awsRegion"]] },
  { name: "recipient_account", about: "account that received the event", from: [["recipientAccountId"]] },
  { name: "read_only", about: "true or false", from: [["readOnly"]] },
  { name: "source_ip", about: "address, or the name of a service", from: [["sourceIPAddress"]] },
  { name: "user_agent", about: "what the caller said it is", from: [["userAgent"]] },
  { name: "error_code", about: "AccessDenied and others; null if the call succeeded", from: [["errorCode"]] },
  { name: "error_message", about: "null if the call succeeded", from: [["errorMessage"]] },
  {
    name: "principal_type",
    about: "IAMUser, AssumedRole, Root, AWSService and others",
    from: [["userIdentity", "type"]],
  },
  { name: "principal_arn", about: "ARN of the caller", from: [["userIdentity", "arn"]] },
  { name: "principal_id", about: "unique id of the caller", from: [["userIdentity", "principalId"]] },
  { name: "principal_account", about: "account of the caller", from: [["userIdentity", "accountId"]] },
  { name: "user_name", about: "name of a user", from: [["userIdentity", "userName"]] },
  { name: "invoked_by", about: "service that called for somebody", from: [["userIdentity", "invokedBy"]] },
  { name: "access_key", about: "access key id that signed the call", from: [["userIdentity", "accessKeyId"]] },
  {
    name: "role_arn",
    about: "role of the caller's session",
    from: [["userIdentity", "sessionContext", "sessionIssuer", "arn"]],
  },
  {
    name: "session_mfa",
    about: "true if the session began with MFA",
    from: [["userIdentity", "sessionContext", "attributes", "mfaAuthenticated"]],
  },
  {
    name: "issued_access_key",
    about: "access key id that the call returned: of a session, or a new one of a user",
    from: [
      ["responseElements", "credentials", "accessKeyId"],
      ["responseElements", "accessKey", "accessKeyId"],
    ],
  },
  { name: "requested_role", about: "role that the call assumes", from: [["requestParameters", "roleArn"]] },
  { name: "bucket", about: "bucket of the request", from: [["requestParameters", "bucketName"]] },
  { name: "object_key", about: "object of the request", from: [["requestParameters", "key"]] },
  {
    name: "kms_key",
    about: "KMS key of the request, or the one that encrypts the object of the response: id, ARN or alias",
    from: [
      ["requestParameters", "keyId"],
      ["requestParameters", "x-amz-server-side-encryption-aws-kms-key-id"],
      ["responseElements", "x-amz-server-side-encryption-aws-kms-key-id"],
      ["responseElements", "keyId"],
    ],
  },
  {
    name: "encrypted_arn",
    about: "ARN of the object that a KMS key encrypts for S3, or of its bucket with a Bucket Key",
    from: [["requestParameters", "encryptionContext", "aws:s3:arn"]],
  },
  {
    name: "login_result",
    about: "Success or Failure of a console sign-in",
    from: [["responseElements", "ConsoleLogin"]],
  },
  { name: "login_mfa", about: "Yes or No, of a console sign-in", from: [["additionalEventData", "MFAUsed"]] },
  { name: "resource_arns", about: "ARNs of the resources, separated by spaces", from: "resourceArns" },
  { name: "request", about: "parameters of the request, as JSON", from: [["requestParameters"]] },
  { name: "response", about: "what the call returned, as JSON", from: [["responseElements"]] },
  { name: "additional", about: "further data of the service, as JSON", from: [["additionalEventData"]] },
  { name: "shared_event_id", about: "the same in all accounts that received the event", from: [["sharedEventID"]] },
];
