import type { EnvironmentConfig } from "../../../environments/schema";

/** A third partition, and a log group. */
export const beijing = {
  name: "beijing",
  protected: true,
  region: "cn-north-1",
  accounts: { archive: { id: "210000000009" }, audited: { id: "210000000009" } },
  state: { bucketName: "acme-cn-terraform" },
  key: { alias: "cn-records", administrators: ["arn:aws-cn:iam::210000000009:user/root-of-keys"] },
  logs: { bucketName: "acme-cn-records", objectLock: { mode: "GOVERNANCE", days: 5 }, eventBridge: true },
  accessLogs: { bucketName: "acme-cn-records-access" },
  readers: [],
  trail: { name: "cn-records", cloudWatchLogs: { retentionInDays: 30 } },
} as const satisfies EnvironmentConfig;
