import type { EnvironmentConfig } from "../../environments/schema";

/** 12 digits, another for each index. */
export function accountId(index: number): string {
  return String(200000000000 + index);
}

/**
 * An environment of several audited accounts, with readers, a key administrator and all that a trail can have. The
 * archive account is another, and gets its own trail.
 */
export function fleet(count: number) {
  const audited = Array.from({ length: count }, (_, index) => ({
    name: `account-${String(index + 1).padStart(2, "0")}`,
    id: accountId(index + 1),
    assumeRole: `arn:aws:iam::${accountId(index + 1)}:role/AuditTrailDeploy`,
  }));
  return {
    name: "fleet",
    protected: false,
    region: "eu-central-1",
    accounts: {
      archive: { id: "111122223333", assumeRole: "arn:aws:iam::111122223333:role/AuditTrailDeploy" },
      audited,
    },
    state: { bucketName: "fleet-audit-state" },
    key: { alias: "fleet-key", administrators: ["arn:aws:iam::111122223333:role/KeyAdministrators"] },
    logs: { bucketName: "fleet-audit-logs" },
    accessLogs: { bucketName: "fleet-audit-access-logs" },
    readers: [{ roleName: "fleet-reader", trustedPrincipals: ["arn:aws:iam::111122223333:role/SecurityEngineers"] }],
    breakGlass: { roleName: "fleet-glass", trustedPrincipals: ["arn:aws:iam::111122223333:user/break-glass"] },
    trail: { name: "fleet-trail", cloudWatchLogs: { retentionInDays: 90 }, deliveryTopic: true },
  } as const satisfies EnvironmentConfig;
}
