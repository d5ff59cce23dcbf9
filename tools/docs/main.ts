import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { environments as examples } from "../../__tests__/fixtures/environments";
import { checkEnvironments, environments } from "../../environments";
import { withScratch } from "../process/scratch";
import { alertsReference } from "./alerts-reference";
import { environmentDocuments, type Documents } from "./environments";
import { optionRows } from "./options";
import { optionsReference } from "./options-reference";

/**
 * `npm run docs`, at the root of the repository: writes the generated documents and scanner files. With `--check`, writes
 * nothing and exits with status 1 if one is stale. Documents about environments are also accepted if they describe the
 * example environments or are deleted, because a team may change `environments/`.
 */
async function main(check: boolean, scratch: string): Promise<number> {
  checkEnvironments(environments);
  const reference = {
    "docs/options.md": optionsReference(optionRows(".")),
    "docs/alerts.md": alertsReference(),
  };
  const described = await environmentDocuments(environments, join(scratch, "environments"));
  if (!check) {
    Object.entries({ ...reference, ...described }).forEach(([file, text]) => writeFileSync(file, text));
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

const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
withScratch("audit-trail-docs", (scratch) => main(values.check, scratch)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
