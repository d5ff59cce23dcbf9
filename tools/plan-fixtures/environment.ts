import { local } from "../local/local-environment";
import type { EnvironmentConfig } from "../../environments/schema";

const { alerts: _, ...withoutAlerts } = local;

/** What `npm run local` deploys, but for the alerts, which plans of the archive and the trail do not show. */
export const plain: EnvironmentConfig = withoutAlerts;

/** Adds to `plain`: Object Lock, a replica in another Region, a log group, a topic, Insights, an organization. */
export const full = {
  ...plain,
  name: "full",
  protected: true,
  organization: { id: "o-a1b2c3d4e5", managementAccount: local.accounts.audited.id },
  state: { bucketName: "example-full-audit-state" },
  key: { ...local.key, alias: "full-audit-trail", deletionWindowInDays: 30 },
  logs: {
    bucketName: "example-full-audit-logs",
    lifecycle: { expireAfterDays: 400 },
    objectLock: { mode: "COMPLIANCE", days: 365 },
  },
  accessLogs: { bucketName: "example-full-audit-access-logs", lifecycle: { expireAfterDays: 400 } },
  replica: {
    region: "eu-west-1",
    bucketName: "example-full-audit-logs-replica",
    keyAlias: "full-audit-trail-replica",
  },
  blockPublicAccessOfAccount: false,
  readers: [{ ...local.readers[0], roleName: "full-audit-log-reader" }],
  trail: {
    name: "full-audit-trail",
    ofOrganization: true,
    events: { insights: ["ApiCallRateInsight", "ApiErrorRateInsight"] },
    cloudWatchLogs: { retentionInDays: 365 },
    deliveryTopic: true,
  },
  tags: { Environment: "full", Project: "audit-trail" },
} as const satisfies EnvironmentConfig;
