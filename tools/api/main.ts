import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { TOOL } from "../../cli/main";
import { writeWhole } from "../../cli/framework/output";
import { programOptions } from "../../cli/framework/program";
import { withScratch } from "../process/scratch";
import { addressesOfConstructs, addressesOfEnvironment } from "./addresses";
import { commandLines } from "./commands";
import { emitDeclarations, sourcesOf } from "./declarations";
import { apiDocument } from "./document";
import { declarationsNamed, surfaceOf } from "./surface";

const FILE = join("docs", "api.md");

/** What commands write with `--format json`. */
const JSON_OUTPUTS = ["MatrixJson", "ControlsJson", "VerifyJson", "CanaryResult", "ReportJson"];

const HELP = `Writes the public interface to ${FILE}: what the package exports, the Terraform addresses and outputs that its
users have in their state, and the options and the JSON of the commands. Run it at the root of the repository.

Usage: npm run api -- [--check]

  --check  write nothing; exit status 1 if the file is stale
  --help   show this help

Exit status: 0 written or current, 1 stale, 2 error.
`;

/** Returns the exit status. */
async function writeApi(check: boolean, scratch: string): Promise<number> {
  const text = apiDocument({
    surface: surfaceOf(emitDeclarations("."), resolve("dist", "modules", "index.d.ts")),
    constructs: addressesOfConstructs(scratch),
    environment: addressesOfEnvironment(scratch),
    commands: commandLines(TOOL.name, TOOL.commands),
    json: declarationsNamed(sourcesOf(".", "cli", "modules"), JSON_OUTPUTS),
  });
  if (!check) {
    writeWhole(FILE, text);
    return 0;
  }
  if (existsSync(FILE) && readFileSync(FILE, "utf8") === text) return 0;
  console.error(
    `${FILE} is stale: run npm run api, commit what it writes, and read in docs/versioning.md what that means`,
  );
  return 1;
}

async function main(): Promise<void> {
  const { help, check } = programOptions(process.argv.slice(2), {
    check: { type: "boolean", group: "Behavior", help: "write nothing; exit status 1 if the file is stale" },
  });
  if (help) process.stdout.write(HELP);
  else await withScratch("audit-trail-api", (scratch) => writeApi(check, scratch));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
