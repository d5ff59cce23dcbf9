import type { EnvironmentConfig } from "../../../environments/schema";

/** Another partition, one Region, and AWS's older event selectors. */
export const government = {
  name: "gov2",
  protected: false,
  region: "us-gov-west-1",
  accounts: { archive: { id: "210000000007" }, audited: { id: "210000000008" } },
  state: { bucketName: "acme-gov-terraform" },
  key: { alias: "gov-records", administrators: [], rootAccess: "iamDecides", deletionWindowInDays: 10 },
  logs: { bucketName: "acme-gov-records", forceDestroy: true },
  accessLogs: { bucketName: "acme-gov-records-access", lifecycle: { expireAfterDays: 3 } },
  readers: [{ roleName: "gov-records-reader", trustedPrincipals: ["arn:aws-us-gov:iam::210000000007:user/reader"] }],
  trail: {
    name: "gov-records",
    multiRegion: false,
    includeGlobalServiceEvents: false,
    events: {
      management: "write",
      excludeManagementSources: ["kms.amazonaws.com"],
      data: [{ kind: "s3", buckets: ["acme-gov-data"] }],
      selectors: "basic",
    },
  },
  tags: { Team: "records" },
} as const satisfies EnvironmentConfig;
