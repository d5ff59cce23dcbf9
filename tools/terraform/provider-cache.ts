import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Runs a function that fills a provider cache. A killed `terraform init` leaves a partial provider there, which Terraform
 * uses without a check, so that every later `apply` fails. If the last run did not finish, this first deletes the cache.
 */
export async function fillProviderCache<Result>(folder: string, fill: () => Promise<Result>): Promise<Result> {
  const mark = join(folder, ".complete");
  if (!existsSync(mark)) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  rmSync(mark, { force: true });
  const result = await fill();
  writeFileSync(mark, "");
  return result;
}

/**
 * Removes the checksums from the lock file in a folder. `init` has just verified them, and each further command would
 * read the provider's 700 MB again: a third of its processor time.
 */
export function forgetChecksums(folder: string): void {
  const lockFile = join(folder, ".terraform.lock.hcl");
  if (!existsSync(lockFile)) return;
  writeFileSync(lockFile, readFileSync(lockFile, "utf8").replace(/^ {2}hashes = \[[^\]]*\]\n/gm, ""));
}
