import type { Finished } from "../../cli/framework/process";
import { UserError } from "../../cli/framework/user-error";
import { INSTALL, runTerraform } from "../../cli/terraform/run";
import { plainText } from "./diagnostics";
import { isObject } from "../../cli/framework/is-object";
import { parseJson } from "./parse-json";

/** 1.10 added the native lock file of the S3 backend. */
const MINIMUM = { major: 1, minor: 10 };

/** Throws a `UserError` if Terraform is missing or too old. */
export async function requireTerraform(signal?: AbortSignal): Promise<void> {
  const problem = versionProblem(await runTerraform(["version", "-json"], { signal }));
  if (problem !== undefined) throw new UserError(problem);
}

/** Why this Terraform cannot be used, from the output of `terraform version -json`. */
export function versionProblem({ stdout }: Finished): string | undefined {
  const json = parseJson(stdout);
  const version = isObject(json) ? plainText(json["terraform_version"]) : "";
  const parts = /^(\d+)\.(\d+)/.exec(version);
  if (!parts) return `terraform version cannot be read: ${INSTALL}`;
  const [major, minor] = [Number(parts[1]), Number(parts[2])];
  const isOld = major < MINIMUM.major || (major === MINIMUM.major && minor < MINIMUM.minor);
  return isOld ? `Terraform ${version} is too old: ${INSTALL}` : undefined;
}
