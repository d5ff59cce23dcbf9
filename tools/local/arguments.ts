import { parseArgs } from "node:util";
import { UserError } from "../../cli/framework/user-error";

export const HELP = `Deploys the environment "local" on an AWS emulator with real Terraform, and checks it.

Usage: npm run local -- [options]

Options:
  --keep           leave it up to look at; npm run local:down ends it
  --endpoint URL   a moto server that runs, instead of one that is started
  --help           this text

Needs Terraform 1.10 or later, and moto: moto_server on PATH, or uvx, or Docker. Asks AWS for nothing.

Exit status: 0 fine, 1 a check failed, 2 could not run.
`;

export interface LocalArguments {
  readonly keep: boolean;
  readonly endpoint: string | undefined;
  readonly help: boolean;
}

/** Throws a `UserError` for what it does not know. */
export function parseArguments(args: readonly string[]): LocalArguments {
  try {
    const { keep, endpoint, help } = parseArgs({
      args: [...args],
      options: {
        keep: { type: "boolean", default: false },
        endpoint: { type: "string" },
        help: { type: "boolean", short: "h", default: false },
      },
    }).values;
    return { keep, endpoint, help };
  } catch (error) {
    throw new UserError(`${(error as Error).message.split(/\n|\. /)[0]} (see --help)`);
  }
}
