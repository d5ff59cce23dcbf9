import { text } from "../../cli/framework/option";
import { programArguments } from "../../cli/framework/program";
import { UserError } from "../../cli/framework/user-error";

/** CI runners and laptops. Each platform requires a download of the provider, 150 MB. */
const PLATFORMS = ["linux_amd64", "linux_arm64", "darwin_arm64"];

export const HELP = `Writes .terraform.lock.hcl, which pins the providers of every stack by version and checksum.

Usage: npm run providers:lock -- [options] [PLATFORM...]

  PLATFORM          systems that run Terraform, as OS_ARCHITECTURE; ${PLATFORMS.join(" ")} by default

Options:
  --upgrade         use the newest versions that the stacks allow instead of those in the lock file
  --fs-mirror DIR   use the providers in a folder, like terraform providers lock -fs-mirror
  --net-mirror URL  use a network mirror, like terraform providers lock -net-mirror
  --help            show this help

Requires Terraform 1.10 or later, and the provider registry or a mirror.

Exit status: 0 written, 2 error.
`;

const OPTIONS = {
  upgrade: { type: "boolean", group: "Behavior", help: "use the newest versions" },
  "fs-mirror": { ...text, group: "Behavior", placeholder: "DIR", help: "use a folder" },
  "net-mirror": { ...text, group: "Behavior", placeholder: "URL", help: "use a network mirror" },
} as const;

export interface LockArguments {
  readonly platforms: readonly string[];
  readonly upgrade: boolean;
  readonly fsMirror: string | undefined;
  readonly netMirror: string | undefined;
  readonly help: boolean;
}

/** Throws a `UserError` for unknown arguments. */
export function parseArguments(args: readonly string[]): LockArguments {
  const { values, words } = programArguments(args, OPTIONS);
  const unknown = words.find((platform) => !/^[a-z0-9]+_[a-z0-9]+$/.test(platform));
  if (unknown !== undefined) throw new UserError(`PLATFORM must be like linux_amd64, got "${unknown}" (see --help)`);
  return {
    platforms: words.length > 0 ? words : PLATFORMS,
    upgrade: values.upgrade,
    fsMirror: values["fs-mirror"],
    netMirror: values["net-mirror"],
    help: values.help,
  };
}
