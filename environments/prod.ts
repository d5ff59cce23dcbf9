import type { EnvironmentConfig } from "./schema";

/** The whole organization; logs kept for seven years under a lock that nobody can lift; a sealed copy in a second Region; alerts. */
export const prod = {
  name: "prod",
  protected: true,
  region: "eu-central-1",
  accounts: {
    archive: { id: "555555555555", assumeRole: "arn:aws:iam::555555555555:role/AuditTrailDeploy" },
    audited: { id: "777788889999", assumeRole: "arn:aws:iam::777788889999:role/AuditTrailDeploy" },
  },
  organization: { id: "o-a1b2c3d4e5", managementAccount: "777788889999" },
  state: { bucketName: "example-prod-audit-state" },
  key: {
    alias: "prod-audit-trail",
    administrators: ["arn:aws:iam::555555555555:role/KeyAdministrators"],
  },
  logs: {
    bucketName: "example-prod-audit-logs",
    lifecycle: {
      transitions: [
        { afterDays: 90, storageClass: "GLACIER_IR" },
        { afterDays: 400, storageClass: "DEEP_ARCHIVE" },
      ],
      expireAfterDays: 2557,
    },
    objectLock: { mode: "COMPLIANCE", days: 365 },
    onlyReaders: true,
    eventBridge: true,
    inventory: true,
  },
  accessLogs: {
    bucketName: "example-prod-audit-access-logs",
    lifecycle: { expireAfterDays: 400 },
  },
  replica: {
    region: "eu-west-1",
    bucketName: "example-prod-audit-logs-replica",
    keyAlias: "prod-audit-trail-replica",
    storageClass: "GLACIER_IR",
    lifecycle: { expireAfterDays: 2557 },
  },
  blockPublicAccessOfAccount: true,
  readers: [
    {
      roleName: "prod-audit-log-reader",
      trustedPrincipals: ["arn:aws:iam::555555555555:role/SecurityEngineers"],
    },
    {
      roleName: "prod-audit-external-auditor",
      trustedPrincipals: ["arn:aws:iam::999999999999:role/Auditor"],
      externalId: "audit-2026",
      requireMfa: false,
      maxSessionHours: 4,
    },
  ],
  breakGlass: {
    roleName: "prod-audit-break-glass",
    trustedPrincipals: ["arn:aws:iam::555555555555:user/break-glass"],
  },
  trail: {
    name: "prod-audit-trail",
    ofOrganization: true,
    events: {
      data: [
        { kind: "s3", buckets: "all", access: "write" },
        { kind: "lambda", functions: "all" },
      ],
      insights: ["ApiCallRateInsight", "ApiErrorRateInsight"],
    },
    cloudWatchLogs: { retentionInDays: 365 },
    deliveryTopic: true,
  },
  alerts: {
    emails: ["security@example.com"],
    runbook: "https://wiki.example.com/audit-alerts",
    cis: true,
  },
  tags: { Environment: "prod", Project: "audit-trail" },
} as const satisfies EnvironmentConfig;
