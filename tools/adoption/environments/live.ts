import type { EnvironmentConfig } from "../../../environments/schema";

const archive = "210000000002";
const security = `arn:aws:iam::${archive}:role/acme/Security` as const;

/** Almost every option, most with values that the examples do not have. */
export const live = {
  name: "live",
  protected: true,
  region: "us-west-2",
  accounts: {
    archive: { id: archive, assumeRole: `arn:aws:iam::${archive}:role/acme/Terraform` },
    audited: { id: "210000000003", assumeRole: "arn:aws:iam::210000000003:role/acme/Terraform" },
  },
  organization: { id: "o-zyxwv98765", managementAccount: "210000000004" },
  state: { bucketName: "acme-live-terraform" },
  key: {
    alias: "acme/live/records",
    administrators: [security, `arn:aws:iam::${archive}:role/acme/Terraform`],
    rootAccess: "nothing",
    rotationPeriodInDays: 90,
  },
  logs: {
    bucketName: "acme-live-records",
    prefix: "cloudtrail/live",
    lifecycle: { transitions: [{ afterDays: 1, storageClass: "INTELLIGENT_TIERING" }], keepNoncurrentDays: 20 },
    onlyReaders: true,
    requireKeyHeader: true,
    minimumTlsVersion: "1.3",
    inventory: true,
  },
  accessLogs: { bucketName: "acme-live-records-access" },
  replica: {
    region: "ca-central-1",
    bucketName: "acme-live-records-copy",
    keyAlias: "acme/live/records-copy",
    account: { id: "210000000005", assumeRole: "arn:aws:iam::210000000005:role/acme/Terraform" },
  },
  readers: [
    {
      roleName: "AcmeRecordsReader",
      trustedPrincipals: [security, "arn:aws:iam::210000000006:user/acme/auditor"],
      accounts: ["210000000003"],
      regions: ["us-west-2", "sa-east-1"],
    },
  ],
  breakGlass: { roleName: "AcmeBreakGlass", trustedPrincipals: [security] },
  trail: {
    name: "AcmeRecords",
    ofOrganization: true,
    events: {
      data: [
        { kind: "s3", buckets: "all" },
        { kind: "dynamodb", tables: "all", access: "read" },
      ],
      networkActivity: ["kms.amazonaws.com"],
      insights: ["ApiErrorRateInsight"],
    },
    deliveryTopic: true,
  },
  alerts: { emails: ["records@acme.example"] },
  threats: { regions: ["us-west-2", "sa-east-1"], export: { bucketPrefix: "acme-live-findings" } },
  query: { bucketName: "acme-live-records-results" },
} as const satisfies EnvironmentConfig;
