import type { EnvironmentConfig } from "../../environments/schema";

// Principal and NotPrincipal of a statement exclude each other.
type Complete<T> = T extends readonly (infer Item)[]
  ? readonly Complete<Item>[]
  : T extends { readonly Sid: string }
    ? T
    : T extends object
      ? { readonly [Key in keyof T]-?: Complete<T[Key]> }
      : T;

const ROLE = "arn:aws:iam::111122223333:role/SecurityEngineers";
const LIFECYCLE = {
  transitions: [{ afterDays: 90, storageClass: "GLACIER" }],
  smallObjects: "stay",
  expireAfterDays: 400,
  noncurrentTransitions: [{ afterDays: 7, storageClass: "GLACIER" }],
  keepNoncurrentDays: 30,
  keepNoncurrentVersions: 3,
  abortUploadsAfterDays: 7,
  rules: [
    {
      id: "Digests",
      prefix: "trails/test/AWSLogs/444455556666/CloudTrail-Digest/",
      largerThan: 1024,
      smallerThan: 1048576,
      tags: { Kind: "digest" },
      transitions: [{ afterDays: 30, storageClass: "GLACIER" }],
      expireAfterDays: 800,
      noncurrentTransitions: [{ afterDays: 7, storageClass: "GLACIER" }],
      keepNoncurrentDays: 30,
      keepNoncurrentVersions: 3,
    },
  ],
} as const;

const TRUST = {
  trustedPrincipals: [ROLE],
  trustedPermissionSets: [{ account: "111122223333", name: "SecurityAudit" }],
  externalId: "audit-2026",
  requireMfa: true,
  maxSessionHours: 1,
  accounts: ["444455556666"],
  regions: ["eu-central-1"],
} as const;

const WHERE = [
  {
    field: "eventName",
    equals: ["PutObject"],
    startsWith: ["Put"],
    endsWith: ["Item"],
    notEquals: ["PutObjectAcl"],
    notStartsWith: ["List"],
    notEndsWith: ["Tagging"],
  },
] as const;

/**
 * An environment with every option, which its type enforces, except in subscribers, whose options exclude each other.
 * Its policies are changed too.
 */
export const COMPLETE = {
  name: "test",
  protected: false,
  region: "eu-central-1",
  accounts: {
    archive: {
      id: "111122223333",
      assumeRole: "arn:aws:iam::111122223333:role/Deploy",
      recordedBy: "the organization's trail",
    },
    audited: { id: "444455556666", assumeRole: "arn:aws:iam::444455556666:role/Deploy", name: "payments" },
  },
  organization: {
    id: "o-a1b2c3d4e5",
    managementAccount: "222233334444",
    delegatedAdministrator: { assumeRole: "arn:aws:iam::222233334444:role/Deploy" },
  },
  state: { bucketName: "test-state" },
  key: {
    alias: "test-key",
    otherAliases: ["former-key"],
    administrators: [ROLE],
    rootAccess: "administers",
    statements: [
      {
        Sid: "BackupDecryptsLogs",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::444455556666:role/Backup" },
        Action: "kms:Decrypt",
        Resource: "*",
        Condition: { StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" } },
      },
    ],
    rotationPeriodInDays: 365,
    deletionWindowInDays: 30,
  },
  logs: {
    bucketName: "test-logs",
    prefix: "trails/test",
    lifecycle: LIFECYCLE,
    objectLock: { mode: "GOVERNANCE", days: 365 },
    forceDestroy: false,
    onlyReaders: true,
    requireKeyHeader: false,
    minimumTlsVersion: "1.2",
    statements: [
      {
        Sid: "BackupListsLogs",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::444455556666:role/Backup" },
        Action: ["s3:ListBucket"],
        Resource: "arn:aws:s3:::test-logs",
      },
    ],
    eventBridge: true,
    inventory: true,
  },
  accessLogs: { bucketName: "test-access-logs", lifecycle: LIFECYCLE },
  replica: {
    region: "eu-west-1",
    bucketName: "test-replica",
    keyAlias: "test-replica-key",
    account: {
      id: "999999999999",
      assumeRole: "arn:aws:iam::999999999999:role/Deploy",
      recordedBy: "the organization's trail",
    },
    storageClass: "GLACIER_IR",
    timeControl: true,
    metrics: true,
    readers: [{ roleName: "test-recovery", ...TRUST }],
    lifecycle: LIFECYCLE,
  },
  blockPublicAccessOfAccount: true,
  readers: [{ roleName: "test-reader", ...TRUST }],
  iam: { path: "/audit/", permissionsBoundary: "team/Boundary" },
  breakGlass: { roleName: "test-break-glass", trustedPrincipals: [ROLE] },
  trail: {
    name: "test-trail",
    ofOrganization: true,
    formerly: [
      {
        name: "test-trail-before",
        account: "444455556666",
        region: "eu-central-1",
        ofOrganization: true,
        managementAccount: "222233334444",
        prefix: "trails/test",
      },
    ],
    multiRegion: true,
    includeGlobalServiceEvents: true,
    events: {
      management: "all",
      excludeManagementSources: ["rdsdata.amazonaws.com"],
      data: [
        {
          kind: "s3",
          buckets: ["customer-data", { bucket: "reports", prefix: "2026/" }],
          access: "write",
          where: WHERE,
        },
        {
          kind: "lambda",
          functions: ["arn:aws:lambda:eu-central-1:444455556666:function:pay"],
          access: "all",
          where: WHERE,
        },
        {
          kind: "dynamodb",
          tables: ["arn:aws:dynamodb:eu-central-1:444455556666:table/orders"],
          access: "read",
          where: WHERE,
        },
        {
          kind: "other",
          resourceType: "AWS::SQS::Queue",
          arns: ["arn:aws:sqs:eu-central-1:444455556666:pay"],
          access: "all",
          where: WHERE,
        },
      ],
      networkActivity: ["s3.amazonaws.com", { source: "kms.amazonaws.com", where: WHERE }],
      insights: ["ApiCallRateInsight"],
      selectors: "advanced",
    },
    cloudWatchLogs: { retentionInDays: 365, logGroupName: "/audit/test-trail" },
    deliveryTopic: true,
  },
  alerts: {
    emails: ["security@example.com"],
    queues: ["arn:aws:sqs:eu-central-1:111122223333:security-events"],
    runbook: "https://wiki.example.com/alerts",
    deployRoles: ["arn:aws:iam::111122223333:role/Deploy"],
    cis: true,
    logRetentionInDays: 365,
    runtime: "nodejs22.x",
  },
  threats: {
    regions: ["us-east-1"],
    features: ["S3_DATA_EVENTS", "RUNTIME_MONITORING"],
    agents: ["EKS_ADDON_MANAGEMENT"],
    organization: true,
    delegatedAdministrator: { assumeRole: "arn:aws:iam::222233334444:role/Deploy" },
    export: { bucketPrefix: "test-findings", readers: [ROLE], lifecycle: LIFECYCLE },
  },
  siem: {
    subscribers: [
      {
        name: "splunk",
        via: "queue",
        trustedPrincipals: ["arn:aws:iam::888888888888:role/Splunk"],
        externalId: "agreed-with-splunk",
        maxSessionHours: 1,
        visibilityTimeoutSeconds: 900,
      },
      { name: "sentinel", existingRole: "arn:aws:iam::111122223333:role/OIDC_Sentinel", regions: ["eu-central-1"] },
      {
        name: "panther",
        via: "topic",
        trustedPrincipals: ["arn:aws:iam::888888888888:role/Panther"],
        externalId: "agreed-with-panther",
        accounts: ["444455556666"],
        subscribers: ["arn:aws:iam::888888888888:root"],
      },
    ],
  },
  query: {
    bucketName: "test-query-results",
    expireAfterDays: 7,
    readers: ["test-reader"],
    accounts: ["444455556666"],
    regions: ["eu-central-1"],
    maxScanGigabytes: 10,
  },
  namePrefix: "acme-",
  tags: { Environment: "test" },
} as const satisfies Complete<Omit<EnvironmentConfig, "siem">> & Pick<EnvironmentConfig, "siem">;
