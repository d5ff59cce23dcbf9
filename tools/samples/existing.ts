import type { EnvironmentConfig } from "../../environments/schema";
import { COMPLETE } from "./complete";

/** An environment whose log bucket, key, log group with its role, and topic exist already. */
export const EXISTING = {
  name: "existing",
  protected: true,
  region: "eu-central-1",
  accounts: {
    archive: { id: "111122223333", recordedBy: "the trail of Control Tower" },
    audited: { id: "444455556666", name: "payments" },
  },
  state: { bucketName: "existing-state" },
  key: {
    existing: true,
    arn: "arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-4333-8444-555555555555",
    administrators: ["arn:aws:iam::111122223333:role/SecurityEngineers"],
  },
  logs: { existing: true, bucketName: "company.audit.logs", prefix: "trails", onlyReaders: true },
  accessLogs: { bucketName: "existing-access-logs" },
  readers: COMPLETE.readers.map((reader) => ({ ...reader, roleName: "existing-reader" })),
  breakGlass: { roleName: "existing-break-glass", trustedPrincipals: COMPLETE.breakGlass.trustedPrincipals },
  trail: {
    name: "existing-trail",
    cloudWatchLogs: { existing: true, logGroupName: "company/audit", roleName: "service/CloudTrailWrites" },
    deliveryTopic: { topicArn: "arn:aws:sns:eu-central-1:777788889999:audit-events" },
  },
  alerts: { emails: ["security@example.com"], cis: true },
} as const satisfies EnvironmentConfig;
