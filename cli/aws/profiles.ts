import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { UserError } from "../framework/user-error";
import { escapeTerminal } from "../render/escape";

/**
 * Throws a `UserError` if the AWS configuration files do not have the profile. The SDK would go on to other credentials,
 * such as those of the machine, and ask AWS as somebody else than the user named.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
 */
export function checkProfile(given: string | undefined): void {
  const name = given ?? process.env["AWS_PROFILE"];
  if (!name || name === "default") return;
  const files = [
    process.env["AWS_CONFIG_FILE"] || join(homedir(), ".aws", "config"),
    process.env["AWS_SHARED_CREDENTIALS_FILE"] || join(homedir(), ".aws", "credentials"),
  ];
  const profiles = [...new Set(files.flatMap(profilesIn))];
  if (profiles.includes(name)) return;
  const known = profiles.length === 0 ? "no profile" : `the profiles ${profiles.join(", ")}`;
  const source = given === undefined ? "AWS_PROFILE" : "--profile";
  throw new UserError(
    escapeTerminal(`${source} must name a profile of ${files.join(" or ")}, which have ${known}; got "${name}"`),
  );
}

function profilesIn(file: string): string[] {
  const sections = [...read(file).matchAll(/^\s*\[\s*(?:profile\s+)?(["']?)([^\]"']+?)\1\s*\]/gm)];
  return sections.map(([, , name]) => name!).filter((name) => !/^(sso-session|services)\s/.test(name));
}

/** Empty for a file that cannot be read: the SDK does not require it. */
function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
