import type { EnvironmentConfig } from "./schema";

/** One account for everything, cheap to run and easy to delete. */
export const dev = {
  name: "dev",
  protected: false,
  region: "eu-central-1",
  accounts: {
    archive: { id: "111122223333" },
    audited: { id: "111122223333" },
  },
  state: { bucketName: "example-dev-audit-state" },
  key: {
    alias: "dev-audit-trail",
    administrators: [],
    deletionWindowInDays: 7,
  },
  logs: {
    bucketName: "example-dev-audit-logs",
    lifecycle: { expireAfterDays: 30, keepNoncurrentDays: 7 },
    forceDestroy: true,
  },
  accessLogs: {
    bucketName: "example-dev-audit-access-logs",
    lifecycle: { expireAfterDays: 30, keepNoncurrentDays: 7 },
  },
  readers: [
    {
      roleName: "dev-audit-log-reader",
      trustedPrincipals: ["arn:aws:iam::111122223333:role/Developers"],
      requireMfa: false,
    },
  ],
  trail: { name: "dev-audit-trail" },
  tags: { Environment: "dev", Project: "audit-trail" },
} as const satisfies EnvironmentConfig;
