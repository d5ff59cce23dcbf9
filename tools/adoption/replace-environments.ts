import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The environments for the copy. Their imports are rewritten to the files that stay in `environments/`. */
const ADOPTED = join("tools", "adoption", "environments");

/** Replaces the environments in a copy of the repository. */
export function replaceEnvironments(repository: string): void {
  const folder = join(repository, "environments");
  const index = readFileSync(join(folder, "index.ts"), "utf8");
  for (const [, name] of index.matchAll(/^import \{ .+ \} from "\.\/(.+)";$/gm)) rmSync(join(folder, `${name}.ts`));
  for (const file of readdirSync(join(repository, ADOPTED))) {
    const text = readFileSync(join(repository, ADOPTED, file), "utf8");
    writeFileSync(join(folder, file), text.replaceAll('"../../../environments/', '"./'));
  }
}
