import type { EnvironmentConfig } from "../../environments/schema";

/**
 * The environment of `npm run local`: a complete audit trail on an AWS emulator, destroyed when the command ends. It is
 * never deployed to AWS, so `environments/` does not list it.
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
    // The only bucket whose objects the trail records; `npm run local` creates it.
    events: { data: [{ kind: "s3", buckets: ["example-local-audited"] }] },
  },
  // `npm run local` creates the queue, as whoever reads alerts would.
  alerts: { queues: ["arn:aws:sqs:eu-central-1:111122223333:example-local-alert-inbox"] },
  tags: { Environment: "local", Project: "audit-trail" },
} as const satisfies EnvironmentConfig;
