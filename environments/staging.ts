import type { EnvironmentConfig } from "./schema";

/** Separate archive and audited accounts, as in production, and an Object Lock that can be lifted. */
export const staging = {
  name: "staging",
  protected: true,
  region: "eu-central-1",
  accounts: {
    archive: { id: "444455556666", assumeRole: "arn:aws:iam::444455556666:role/AuditTrailDeploy" },
    audited: { id: "123456789012", assumeRole: "arn:aws:iam::123456789012:role/AuditTrailDeploy" },
  },
  state: { bucketName: "example-staging-audit-state" },
  key: {
    alias: "staging-audit-trail",
    administrators: ["arn:aws:iam::444455556666:role/KeyAdministrators"],
  },
  logs: {
    bucketName: "example-staging-audit-logs",
    lifecycle: { transitions: [{ afterDays: 90, storageClass: "GLACIER_IR" }], expireAfterDays: 400 },
    objectLock: { mode: "GOVERNANCE", days: 30 },
    eventBridge: true,
  },
  accessLogs: {
    bucketName: "example-staging-audit-access-logs",
    lifecycle: { expireAfterDays: 400 },
  },
  readers: [
    {
      roleName: "staging-audit-log-reader",
      trustedPrincipals: ["arn:aws:iam::444455556666:role/SecurityEngineers"],
    },
  ],
  breakGlass: {
    roleName: "staging-audit-break-glass",
    trustedPrincipals: ["arn:aws:iam::444455556666:user/break-glass"],
  },
  trail: {
    name: "staging-audit-trail",
    events: {
      data: [{ kind: "s3", buckets: ["example-staging-customer-data"], access: "write" }],
      insights: ["ApiErrorRateInsight"],
    },
    cloudWatchLogs: { retentionInDays: 90 },
  },
  tags: { Environment: "staging", Project: "audit-trail" },
} as const satisfies EnvironmentConfig;
