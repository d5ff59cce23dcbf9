import type { TerraformStack } from "cdktf";
import { LogQuery, type LogQueryProps } from "../../modules/query";
import { synthStack } from "./synth";

export const QUERY: LogQueryProps = {
  account: "111122223333",
  region: "eu-central-1",
  name: "audit-query",
  logs: {
    bucketName: "audit-logs",
    accounts: ["111122223333", "444455556666"],
    regions: ["eu-central-1", "us-east-1"],
  },
  results: { bucketName: "audit-query-results" },
  readers: ["arn:aws:iam::111122223333:role/audit/Reader"],
};

export function addQuery(stack: TerraformStack, options: Partial<LogQueryProps> = {}): LogQuery {
  return new LogQuery(stack, "Query", { ...QUERY, ...options });
}

export function synthQuery(options: Partial<LogQueryProps> = {}) {
  return synthStack((stack) => addQuery(stack, options));
}
