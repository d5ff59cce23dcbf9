import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { asMarkdown } from "../../cli/commands/review/formats/markdown";
import { review } from "../../cli/commands/review/run";
import { SYNTHESIZED, TARGET } from "./paths";

/** Writes the report of every kept plan beside it, to be read by eye and committed. */
async function main(): Promise<void> {
  for (const name of casesIn(TARGET)) writeFileSync(join(TARGET, name, "expected.md"), await reportOf(TARGET, name));
}

/** Folders of plans, in the order of their names. */
export function casesIn(target: string): string[] {
  const folders = readdirSync(target, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map(({ name }) => name).filter((name) => name !== SYNTHESIZED);
}

/** The report of one case as `audit-trail review --format markdown` writes it, without a commit. */
export async function reportOf(target: string, name: string): Promise<string> {
  const folder = join(target, name);
  const plans = readdirSync(folder).filter((file) => file.endsWith(".json"));
  const reviews = await review({
    files: plans.map((file) => join(folder, file)),
    // Not all of their stacks are in the synthesized folder.
    environment: plans.every((file) => file.startsWith("full-")) ? "full" : "local",
    outdir: join(target, SYNTHESIZED),
    base: undefined,
    accept: undefined,
    today: "2026-01-01",
  });
  return asMarkdown(reviews, undefined);
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  });
}
