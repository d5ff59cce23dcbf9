import type { EnvironmentConfig } from "../environments/schema";

/**
 * Whether Terraform refuses to destroy what holds logs. S3 deletes no bucket that holds objects, so without
 * `logs.forceDestroy` a destroy would stop half-way: policies gone, and the key of the remaining logs scheduled for
 * deletion. `prevent_destroy` refuses it before anything changes.
 */
export function preventsDestroy({ protected: isProtected, logs }: EnvironmentConfig): boolean {
  return isProtected || logs.forceDestroy !== true;
}
