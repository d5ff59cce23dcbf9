import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Does work that fills a cache of providers. Terraform takes what it finds there as it is, also the half of a provider
 * that a killed `terraform init` has written, and fails at each `apply` from then on: a cache whose last filling did not
 * come to its end is thrown away.
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
