import type { EnvironmentConfig } from "./schema";

/**
 * For `npm run local`: a whole audit trail on an AWS emulator, gone when the command ends. It is none of the
 * environments that are deployed, so the registry does not list it.
 */
export const local = {
  name: "local",
  protected: false,
  region: "eu-central-1",
  accounts: {
    archive: { id: "111122223333" },
    audited: { id: "111122223333" },
  },
  state: { bucketName: "example-local-audit-state" },
  key: {
    alias: "local-audit-trail",
    administrators: ["arn:aws:iam::111122223333:role/LocalKeyAdministrators"],
    deletionWindowInDays: 7,
  },
  logs: {
    bucketName: "example-local-audit-logs",
    lifecycle: { expireAfterDays: 30, keepNoncurrentDays: 7 },
    forceDestroy: true,
  },
  accessLogs: {
    bucketName: "example-local-audit-access-logs",
    lifecycle: { expireAfterDays: 30, keepNoncurrentDays: 7 },
  },
  blockPublicAccessOfAccount: true,
  readers: [
    {
      roleName: "local-audit-log-reader",
      trustedPrincipals: ["arn:aws:iam::111122223333:role/LocalAuditors"],
      requireMfa: false,
    },
  ],
  trail: {
    name: "local-audit-trail",
    // The one bucket whose objects the trail records; `npm run local` makes it.
    events: { data: [{ kind: "s3", buckets: ["example-local-audited"] }] },
  },
  tags: { Environment: "local", Project: "audit-trail" },
} as const satisfies EnvironmentConfig;
