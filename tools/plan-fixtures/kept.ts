import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { EXAMPLES, SYNTHESIZED } from "./paths";

/*
 * The kept plans: in `target`, one folder per case, with one plan per stack as STACK.json.gz. Plans of examples are not
 * compressed, so that their commands in docs/plan-review.md work as written.
 */

/** Names of the cases, in order. */
export function casesIn(target: string): string[] {
  const folders = readdirSync(target, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map(({ name }) => name).filter((name) => name !== SYNTHESIZED);
}

/** Names of the stacks for which a case has plans. */
export function plannedStacks(target: string, name: string): string[] {
  return readdirSync(join(target, name)).flatMap((file) => /^(\w+-\w+)\.json(\.gz)?$/.exec(file)?.[1] ?? []);
}

/** The JSON of one plan. */
export function planText(target: string, name: string, stack: string): string {
  const file = join(target, name, `${stack}.json`);
  return EXAMPLES.includes(name) ? readFileSync(file, "utf8") : gunzipSync(readFileSync(`${file}.gz`)).toString("utf8");
}

/** Writes a plan. The same text gives the same bytes on every system. */
export function keepPlan(target: string, name: string, stack: string, text: string): void {
  const file = join(target, name, `${stack}.json`);
  if (EXAMPLES.includes(name)) return writeFileSync(file, text);
  const compressed = gzipSync(text, { level: 9 });
  // The tenth byte names the operating system; 255 is unknown. Node writes no time.
  compressed[9] = 255;
  writeFileSync(`${file}.gz`, compressed);
}

/** Runs a function with a case's plans as files, each named after its stack, as users name them. */
export async function withPlans<Result>(
  target: string,
  name: string,
  use: (files: readonly string[]) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "audit-trail-plans-"));
  try {
    const files = plannedStacks(target, name).map((stack) => {
      writeFileSync(join(folder, `${stack}.json`), planText(target, name, stack));
      return join(folder, `${stack}.json`);
    });
    return await use(files);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
