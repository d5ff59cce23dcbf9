import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";

/** Configurations in HCL, each in a folder with the JSON that Terraform makes of it. */
export const FOLDER = join("__tests__", "fixtures", "hcl");

/** The first plan, the state after its apply, and a plan after that. */
export type KeptFile = "first-plan" | "state" | "plan";

export function configurations(): string[] {
  const entries = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return entries.map(({ name }) => name).sort();
}

/** Writes the JSON. The same text gives the same bytes on every system. */
export function keepJson(name: string, file: KeptFile, text: string): void {
  const compressed = gzipSync(text, { level: 9 });
  // The tenth byte names the operating system; 255 is unknown. Node writes no time.
  compressed[9] = 255;
  writeFileSync(join(FOLDER, name, `${file}.json.gz`), compressed);
}

export function keptJson(name: string, file: KeptFile): string {
  return gunzipSync(readFileSync(join(FOLDER, name, `${file}.json.gz`))).toString("utf8");
}
