import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { environments as examples } from "../../__tests__/fixtures/environments";
import { writeWhole } from "../../cli/framework/output";
import { programOptions } from "../../cli/framework/program";
import { environments } from "../../environments";
import { checkEnvironments } from "../../environments/schema";
import { withScratch } from "../process/scratch";
import { alertsReference } from "./alerts-reference";
import { environmentDocuments, type Documents } from "./environments";
import { optionRows } from "./options";
import { optionsReference } from "./options-reference";

const HELP = `Writes the generated documents and scanner files. Run it at the root of the repository.

Usage: npm run docs -- [--check]

  --check  write nothing; exit status 1 if a file is stale
  --help   show this help

Exit status: 0 written or current, 1 stale, 2 error.
`;

/**
 * Returns the exit status. A check also accepts documents about environments that describe the example environments or are
 * deleted, because a team may change `environments/`.
 */
async function writeDocuments(check: boolean, scratch: string): Promise<number> {
  checkEnvironments(environments);
  const reference = {
    "docs/options.md": optionsReference(optionRows(".")),
    "docs/alerts.md": alertsReference(),
  };
  const described = await environmentDocuments(environments, join(scratch, "environments"));
  if (!check) {
    Object.entries({ ...reference, ...described }).forEach(([file, text]) => writeWhole(file, text));
    return 0;
  }
  const differing = staleIn(described).filter((file) => existsSync(file));
  const ofExamples =
    differing.length > 0 ? staleIn(await environmentDocuments(examples, join(scratch, "examples"))) : [];
  const stale = [...staleIn(reference), ...differing.filter((file) => ofExamples.includes(file))];
  stale.forEach((file) => console.error(`${file} is stale: run npm run docs and commit what it writes`));
  return stale.length > 0 ? 1 : 0;
}

function staleIn(documents: Documents): string[] {
  const isCurrent = (file: string, text: string) => existsSync(file) && readFileSync(file, "utf8") === text;
  return Object.entries(documents).flatMap(([file, text]) => (isCurrent(file, text) ? [] : file));
}

async function main(): Promise<void> {
  const { help, check } = programOptions(process.argv.slice(2), {
    check: { type: "boolean", group: "Behavior", help: "write nothing; exit status 1 if a file is stale" },
  });
  if (help) process.stdout.write(HELP);
  else await withScratch("audit-trail-docs", (scratch) => writeDocuments(check, scratch));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
