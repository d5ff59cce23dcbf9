import { programOptions } from "../../cli/framework/program";
import { endpoint } from "../../cli/framework/shared-options";

export const HELP = `Deploys the environment "local" on an AWS emulator with real Terraform, and checks it.

Usage: npm run local -- [options]

Options:
  --keep           keep it running for inspection; npm run local:down removes it
  --endpoint URL   use this running moto server instead of starting one
  --help           show this help

Ctrl-C at any time removes everything that was created. With --endpoint, Terraform first destroys the resources; a second
Ctrl-C leaves that to npm run local:down.

Requires Terraform 1.10 or later, and moto: moto_server on PATH, or uvx, or Docker. Sends nothing to AWS.

Exit status: 0 no findings, 1 findings, 2 error.
`;

export interface LocalArguments {
  readonly keep: boolean;
  readonly endpoint: string | undefined;
  readonly help: boolean;
}

/** Throws a `UserError` for unknown arguments. */
export function parseArguments(args: readonly string[]): LocalArguments {
  return programOptions(args, { keep: { type: "boolean", group: "Behavior", help: "keep it running" }, endpoint });
}
