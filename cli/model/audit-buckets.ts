import type { EnvironmentConfig } from "../../environments/schema";
import { environmentsOfCheckout } from "./checkout";
import { auditStacks, readFolder, resourcesOf } from "./folder";

/**
 * Names of the buckets of every audit trail: those of this checkout's environments, of which the folder may hold only
 * some, and those of the folder, which may be the output of another app.
 */
export function auditBucketsOf(outdir: string, registry = environmentsOfCheckout()): string[] {
  const synthesized = auditStacks(readFolder(outdir)).flatMap(({ json }) => resourcesOf(json, "aws_s3_bucket"));
  return [...registry.flatMap(bucketNames), ...synthesized.map(({ bucket }) => String(bucket))];
}

function bucketNames({ logs, accessLogs, replica, state }: EnvironmentConfig): string[] {
  return [logs, accessLogs, state, ...(replica ? [replica] : [])].map(({ bucketName }) => bucketName);
}
