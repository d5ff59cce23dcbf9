import type { EnvironmentConfig } from "../environments/schema";

/**
 * Whether Terraform refuses to destroy the resources that hold logs. S3 does not delete a bucket with objects, so
 * without `logs.forceDestroy` a destroy would stop half-way: policies deleted, and the key of the remaining logs
 * scheduled for deletion. `prevent_destroy` refuses it before anything changes.
 */
export function preventsDestroy({ protected: isProtected, logs }: EnvironmentConfig): boolean {
  return isProtected || logs.forceDestroy !== true;
}
