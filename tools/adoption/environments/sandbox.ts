import type { EnvironmentConfig } from "../../../environments/schema";

/** Only the required options. */
export const sandbox = {
  name: "sandbox",
  protected: false,
  region: "us-east-2",
  accounts: { archive: { id: "210000000001" }, audited: { id: "210000000001" } },
  state: { bucketName: "acme-sandbox-terraform" },
  key: { alias: "sandbox-records", administrators: [] },
  logs: { bucketName: "acme-sandbox-records" },
  accessLogs: { bucketName: "acme-sandbox-records-access" },
  readers: [],
  trail: { name: "sandbox-records" },
} as const satisfies EnvironmentConfig;
