import { copyFileSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Terraform 1.10 brought the native lock file of the S3 backend. */
export const TERRAFORM_VERSIONS = ">= 1.10";

/**
 * Pins providers by version and checksum. Terraform reads it from the folder where it runs.
 * @see https://developer.hashicorp.com/terraform/language/files/dependency-lock
 */
export const PROVIDER_LOCK = ".terraform.lock.hcl";

/** The lock file of the working directory, which npm and `cdktf` set to the repository's root; undefined without one. */
export function findProviderLock(): string | undefined {
  return existsSync(PROVIDER_LOCK) ? PROVIDER_LOCK : undefined;
}

/** Writes the files that Terraform reads next to a stack's `cdk.tf.json`. */
export function writeTerraformFiles(folder: string, providerLock: string | undefined): void {
  // In the JSON, `required_version` stops checkov: https://github.com/bridgecrewio/checkov/issues/7454
  writeFileSync(join(folder, "versions.tf"), `terraform {\n  required_version = "${TERRAFORM_VERSIONS}"\n}\n`);
  if (providerLock !== undefined) copyFileSync(providerLock, join(folder, PROVIDER_LOCK));
}
