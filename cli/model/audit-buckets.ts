import { environments } from "../../environments";
import type { EnvironmentConfig } from "../../environments/schema";
import { readAllStacks } from "./read";

/**
 * Names of the buckets of every audit trail: those of this checkout's environments, of which the folder may hold only
 * some, and those of the folder, which may be the output of another app.
 */
export function auditBucketsOf(outdir: string, registry: readonly EnvironmentConfig[] = environments): string[] {
  const synthesized = readAllStacks(outdir).flatMap(({ resources }) => Object.values(resources["aws_s3_bucket"] ?? {}));
  return [...registry.flatMap(bucketNames), ...synthesized.map(({ bucket }) => String(bucket))];
}

function bucketNames({ logs, accessLogs, replica, state }: EnvironmentConfig): string[] {
  return [logs, accessLogs, state, ...(replica ? [replica] : [])].map(({ bucketName }) => bucketName);
}
