import { watchedTexts } from "../../modules/alerts";

const ACCOUNT = "111122223333";
const KEY = `arn:aws:kms:eu-central-1:${ACCOUNT}:key/11111111-2222-3333-4444-555555555555`;
const FUNCTION = `arn:aws:lambda:eu-central-1:${ACCOUNT}:function:audit-alerts`;
const TOPIC = `arn:aws:sns:eu-central-1:${ACCOUNT}:audit-alerts`;

/** What the alerts of an account watch, one of each kind. */
export const WATCHED = watchedTexts({
  accounts: [ACCOUNT],
  trails: [`arn:aws:cloudtrail:eu-central-1:${ACCOUNT}:trail/audit`],
  keys: [KEY],
  buckets: ["audit-logs", "audit-access-logs"],
  roles: [`arn:aws:iam::${ACCOUNT}:role/audit/reader`],
  policies: [`arn:aws:iam::${ACCOUNT}:policy/audit/reader`],
  breakGlassRoles: [`arn:aws:iam::${ACCOUNT}:role/break-glass`],
  logGroups: [`arn:aws:logs:eu-central-1:${ACCOUNT}:log-group:/aws/cloudtrail/audit`],
  eventRulePrefixes: ["audit-alerts-"],
  functions: [FUNCTION],
  topics: [TOPIC],
  queues: [`arn:aws:sqs:eu-central-1:${ACCOUNT}:audit-alerts-failed`],
  alarmPrefixes: ["audit-alerts-"],
});

export type CloudTrailRecord = Readonly<Record<string, unknown>>;

/** A call by a role, in the form in which CloudTrail records those that succeed. */
export function recordOf(fields: CloudTrailRecord): CloudTrailRecord {
  return {
    eventVersion: "1.11",
    userIdentity: {
      type: "AssumedRole",
      principalId: "AROAEXAMPLE:mallory",
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/Administrators/mallory`,
      accountId: ACCOUNT,
      sessionContext: {
        sessionIssuer: { type: "Role", arn: `arn:aws:iam::${ACCOUNT}:role/Administrators`, userName: "Administrators" },
        attributes: { creationDate: "2026-11-27T00:50:00Z", mfaAuthenticated: "false" },
      },
    },
    eventTime: "2026-11-27T01:00:00Z",
    awsRegion: "eu-central-1",
    sourceIPAddress: "198.51.100.7",
    userAgent: "aws-cli/2.31.0",
    requestParameters: null,
    responseElements: null,
    requestID: "aaaaaaaa-2222-3333-4444-555555555555",
    eventID: "11111111-2222-3333-4444-555555555555",
    readOnly: false,
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: ACCOUNT,
    eventCategory: "Management",
    ...fields,
  };
}

/** The event that EventBridge makes of a record. */
export function eventOf(record: CloudTrailRecord) {
  return {
    version: "0",
    "detail-type": "AWS API Call via CloudTrail",
    source: `aws.${String(record["eventSource"]).split(".")[0]}`,
    account: record["recipientAccountId"],
    region: record["awsRegion"],
    detail: record,
  };
}

export interface AlertCase {
  /** Every name by which CloudTrail may record such a call. */
  readonly events: readonly string[];
  readonly eventSource: string;
  /** Each way in which a call names what is watched. */
  readonly naming: readonly CloudTrailRecord[];
  /** What must not raise the alert: fields that replace those of the first call. */
  readonly silent: { readonly [title: string]: CloudTrailRecord };
}

const parameters = (requestParameters: CloudTrailRecord) => ({ requestParameters });

const key = (arn: string) => ({
  // KMS takes over what the caller wrote, here an alias.
  ...parameters({ keyId: "alias/audit" }),
  resources: [
    { accountId: ACCOUNT, type: "AWS::IAM::Role", ARN: `arn:aws:iam::${ACCOUNT}:role/other` },
    { accountId: ACCOUNT, type: "AWS::KMS::Key", ARN: arn },
  ],
});

const bucket = (bucketName: string) => parameters({ bucketName, Host: `${bucketName}.s3.eu-central-1.amazonaws.com` });

/** Another resource, the read-only twin, the refused call. */
function calls(
  service: string,
  events: string,
  naming: readonly CloudTrailRecord[],
  elsewhere: CloudTrailRecord,
  readTwin: string,
): AlertCase {
  return {
    eventSource: `${service}.amazonaws.com`,
    events: events.split(" "),
    naming,
    silent: {
      "another resource": elsewhere,
      "the read-only twin": { eventName: readTwin, readOnly: true },
      "the refused call": { errorCode: "AccessDenied", errorMessage: "not authorized" },
      "the record in another account": { recipientAccountId: "999999999999" },
    },
  };
}

const TRAILS = ["audit", `arn:aws:cloudtrail:eu-central-1:${ACCOUNT}:trail/audit`];
const BUCKETS = [bucket("audit-logs"), bucket("audit-access-logs")];
const KEYS = [key(KEY)];
const OTHER_KEY = key(KEY.replace("1111", "9999"));

/** For every rule, by its id, what raises it and what does not. The names are written out: they test the table. */
export const ALERT_CASES: { readonly [rule: string]: AlertCase } = {
  "trail-stopped": calls(
    "cloudtrail",
    "StopLogging DeleteTrail",
    TRAILS.map((name) => parameters({ name })),
    parameters({ name: "audit2" }),
    "GetTrailStatus",
  ),
  "trail-narrowed": calls(
    "cloudtrail",
    "PutEventSelectors PutInsightSelectors UpdateTrail",
    TRAILS.flatMap((name) => [parameters({ trailName: name }), parameters({ name })]),
    parameters({ trailName: "other", name: "other" }),
    "GetEventSelectors",
  ),
  "log-group": calls(
    "logs",
    "DeleteLogGroup DeleteLogStream PutRetentionPolicy DeleteRetentionPolicy DisassociateKmsKey PutMetricFilter " +
      "DeleteMetricFilter PutSubscriptionFilter DeleteSubscriptionFilter PutDataProtectionPolicy",
    [
      parameters({ logGroupName: "/aws/cloudtrail/audit" }),
      parameters({ logGroupIdentifier: `arn:aws:logs:eu-central-1:${ACCOUNT}:log-group:/aws/cloudtrail/audit` }),
    ],
    parameters({ logGroupName: "/aws/cloudtrail/audit2" }),
    "DescribeMetricFilters",
  ),
  "key-disabled": calls(
    "kms",
    "DisableKey ScheduleKeyDeletion DeleteImportedKeyMaterial",
    KEYS,
    OTHER_KEY,
    "DescribeKey",
  ),
  "key-policy": calls("kms", "PutKeyPolicy", KEYS, OTHER_KEY, "GetKeyPolicy"),
  "key-grant": calls("kms", "CreateGrant RevokeGrant RetireGrant", KEYS, OTHER_KEY, "ListGrants"),
  "key-rotation": calls("kms", "DisableKeyRotation", KEYS, OTHER_KEY, "GetKeyRotationStatus"),
  "bucket-deleted": calls("s3", "DeleteBucket", BUCKETS, bucket("audit-logs-2"), "HeadBucket"),
  "bucket-policy": calls(
    "s3",
    "PutBucketPolicy DeleteBucketPolicy PutBucketAcl",
    BUCKETS,
    bucket("other"),
    "GetBucketPolicy",
  ),
  "bucket-public": calls(
    "s3",
    "PutBucketPublicAccessBlock DeleteBucketPublicAccessBlock PutBucketOwnershipControls DeleteBucketOwnershipControls",
    BUCKETS,
    bucket("other"),
    "GetBucketPublicAccessBlock",
  ),
  "bucket-keeps-less": calls(
    "s3",
    "PutBucketLifecycle DeleteBucketLifecycle PutBucketVersioning PutObjectLockConfiguration " +
      "PutBucketObjectLockConfiguration",
    BUCKETS,
    bucket("other"),
    "GetBucketLifecycle",
  ),
  "bucket-encryption": calls(
    "s3",
    "PutBucketEncryption DeleteBucketEncryption",
    BUCKETS,
    bucket("other"),
    "GetBucketEncryption",
  ),
  "bucket-observers": calls(
    "s3",
    "PutBucketLogging PutBucketNotification PutBucketReplication DeleteBucketReplication",
    BUCKETS,
    bucket("other"),
    "GetBucketNotification",
  ),
  "account-public": calls(
    "s3",
    "PutAccountPublicAccessBlock DeleteAccountPublicAccessBlock",
    [{}],
    { recipientAccountId: "444455556666" },
    "GetAccountPublicAccessBlock",
  ),
  "break-glass-used": calls(
    "sts",
    "AssumeRole",
    [parameters({ roleArn: `arn:aws:iam::${ACCOUNT}:role/break-glass`, roleSessionName: "mallory" })],
    parameters({ roleArn: `arn:aws:iam::${ACCOUNT}:role/break-glass-2`, roleSessionName: "mallory" }),
    "GetCallerIdentity",
  ),
  "role-changed": calls(
    "iam",
    "UpdateAssumeRolePolicy PutRolePolicy DeleteRolePolicy AttachRolePolicy DetachRolePolicy " +
      "PutRolePermissionsBoundary DeleteRolePermissionsBoundary UpdateRole DeleteRole",
    [parameters({ roleName: "reader" })],
    parameters({ roleName: "readers" }),
    "GetRole",
  ),
  "policy-changed": calls(
    "iam",
    "CreatePolicyVersion SetDefaultPolicyVersion DeletePolicy",
    [parameters({ policyArn: `arn:aws:iam::${ACCOUNT}:policy/audit/reader` })],
    parameters({ policyArn: `arn:aws:iam::${ACCOUNT}:policy/reader` }),
    "GetPolicyVersion",
  ),
  "alert-rule": calls(
    "events",
    "DeleteRule DisableRule PutRule PutTargets RemoveTargets",
    [parameters({ name: "audit-alerts-kms" }), parameters({ rule: "audit-alerts-kms" })],
    parameters({ name: "nightly-backup", rule: "nightly-backup" }),
    "DescribeRule",
  ),
  "alert-function": calls(
    "lambda",
    // With the version of the API, as Lambda's records have it.
    "DeleteFunction20150331 UpdateFunctionCode20150331v2 UpdateFunctionConfiguration20150331v2 " +
      "PutFunctionConcurrency20171031 AddPermission20150331v2 RemovePermission20150331v2",
    ["audit-alerts", FUNCTION, `${ACCOUNT}:function:audit-alerts`, "audit-alerts:$LATEST", `${FUNCTION}:live`].map(
      (functionName) => parameters({ functionName }),
    ),
    parameters({ functionName: "audit-alerts-2" }),
    "GetFunction20150331v2",
  ),
  "alert-topic": calls(
    "sns",
    "DeleteTopic SetTopicAttributes AddPermission RemovePermission SetSubscriptionAttributes Unsubscribe",
    [parameters({ topicArn: TOPIC }), parameters({ subscriptionArn: `${TOPIC}:99999999-2222-3333-4444-555555555555` })],
    parameters({ topicArn: `${TOPIC}-2`, subscriptionArn: `${TOPIC}-2:99999999-2222-3333-4444-555555555555` }),
    "GetTopicAttributes",
  ),
  "alert-queue": calls(
    "sqs",
    "DeleteQueue PurgeQueue SetQueueAttributes AddPermission RemovePermission",
    ["sqs.eu-central-1.amazonaws.com", "eu-central-1.queue.amazonaws.com"].map((host) =>
      parameters({ queueUrl: `https://${host}/${ACCOUNT}/audit-alerts-failed` }),
    ),
    parameters({ queueUrl: `https://sqs.eu-central-1.amazonaws.com/${ACCOUNT}/orders` }),
    "GetQueueAttributes",
  ),
  "alarm-muted": calls(
    "monitoring",
    "DeleteAlarms DisableAlarmActions SetAlarmState PutMetricAlarm",
    [parameters({ alarmName: "audit-alerts-errors" }), parameters({ alarmNames: ["cpu", "audit-alerts-errors"] })],
    parameters({ alarmName: "cpu", alarmNames: ["cpu"] }),
    "DescribeAlarms",
  ),
  "root-used": {
    eventSource: "ec2.amazonaws.com",
    events: ["RunInstances", "DescribeInstances"],
    naming: [
      { userIdentity: { type: "Root", arn: `arn:aws:iam::${ACCOUNT}:root`, accountId: ACCOUNT } },
      { userIdentity: { type: "Root", accountId: ACCOUNT }, errorCode: "Client.UnauthorizedOperation" },
      { userIdentity: { type: "Root", accountId: ACCOUNT }, eventType: "AwsConsoleSignIn" },
    ],
    silent: {
      "another identity": { userIdentity: { type: "IAMUser", arn: `arn:aws:iam::${ACCOUNT}:user/root` } },
      "AWS on the account's behalf": { userIdentity: { type: "Root", invokedBy: "support.amazonaws.com" } },
      "an event of a service": { eventType: "AwsServiceEvent" },
      "the record in another account": { recipientAccountId: "999999999999" },
    },
  },
  "sign-in-without-mfa": {
    eventSource: "signin.amazonaws.com",
    events: ["ConsoleLogin"],
    naming: [
      {
        userIdentity: { type: "IAMUser", userName: "mallory", arn: `arn:aws:iam::${ACCOUNT}:user/mallory` },
        responseElements: { ConsoleLogin: "Success" },
        additionalEventData: { LoginTo: "https://console.aws.amazon.com/", MobileVersion: "No", MFAUsed: "No" },
        eventType: "AwsConsoleSignIn",
      },
      {
        userIdentity: { type: "IAMUser", userName: "mallory", arn: `arn:aws:iam::${ACCOUNT}:user/mallory` },
        responseElements: { ConsoleLogin: "Success" },
        additionalEventData: { LoginTo: "https://console.aws.amazon.com/" },
        eventType: "AwsConsoleSignIn",
      },
    ],
    silent: {
      "with MFA": { additionalEventData: { MFAUsed: "Yes" } },
      "through an identity provider": { userIdentity: { type: "AssumedRole" } },
      "the refused sign-in": { responseElements: { ConsoleLogin: "Failure" }, errorMessage: "Failed authentication" },
      "another call of the sign-in": { eventName: "SwitchRole" },
      "the record in another account": { recipientAccountId: "999999999999" },
    },
  },
  "organization-changed": calls(
    "organizations",
    "LeaveOrganization RemoveAccountFromOrganization DisableAWSServiceAccess DeregisterDelegatedAdministrator " +
      "DisablePolicyType DetachPolicy DeletePolicy UpdatePolicy",
    [{}],
    { recipientAccountId: "444455556666" },
    "DescribeOrganization",
  ),
  "guardduty-off": calls(
    "guardduty",
    "DeleteDetector UpdateDetector UpdateMemberDetectors CreateFilter UpdateFilter CreateIPSet UpdateIPSet " +
      "CreateTrustedEntitySet UpdateTrustedEntitySet ArchiveFindings DeletePublishingDestination " +
      "UpdatePublishingDestination DisassociateFromAdministratorAccount DisassociateFromMasterAccount " +
      "DisassociateMembers StopMonitoringMembers DeleteMembers DisableOrganizationAdminAccount " +
      "UpdateOrganizationConfiguration",
    [{}],
    { recipientAccountId: "444455556666" },
    "GetDetector",
  ),
};
