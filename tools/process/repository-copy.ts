import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { runProgram } from "../../cli/framework/process";

/** The environments for the copy. Their imports are rewritten to the files that stay in `environments/`. */
const ADOPTED = join("tools", "adoption", "environments");

/** Copies the files that Git tracks or would track, without `.git`, and links the installed packages. */
export async function copyRepository(target: string): Promise<void> {
  const { code, stdout } = await runProgram("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
  if (code !== 0) throw new Error("git ls-files failed: run this in a Git checkout");
  const files = stdout.split("\0").filter((file) => file !== "" && file !== "node_modules" && existsSync(file));
  for (const file of files) {
    mkdirSync(join(target, dirname(file)), { recursive: true });
    copyFileSync(file, join(target, file));
  }
  symlinkSync(resolve("node_modules"), join(target, "node_modules"));
}

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
