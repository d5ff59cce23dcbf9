import { spawnSync } from "node:child_process";
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

/** Where the environments of the copy come from. Their imports name the sources that stay in `environments/`. */
const ADOPTED = join("tools", "adoption", "environments");

/** Copies what Git knows of the repository, or would take, with the installed packages. Git itself stays behind. */
export function copyRepository(target: string): void {
  const { stdout, status } = spawnSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error("git ls-files fails: the proof copies what Git knows of the repository");
  const files = stdout.split("\0").filter((file) => file !== "" && file !== "node_modules" && existsSync(file));
  for (const file of files) {
    mkdirSync(join(target, dirname(file)), { recursive: true });
    copyFileSync(file, join(target, file));
  }
  symlinkSync(resolve("node_modules"), join(target, "node_modules"));
}

/** Puts other environments in the place of those in a copy of the repository. */
export function replaceEnvironments(repository: string): void {
  const folder = join(repository, "environments");
  const index = readFileSync(join(folder, "index.ts"), "utf8");
  for (const [, name] of index.matchAll(/^import \{ .+ \} from "\.\/(.+)";$/gm)) rmSync(join(folder, `${name}.ts`));
  for (const file of readdirSync(join(repository, ADOPTED))) {
    const text = readFileSync(join(repository, ADOPTED, file), "utf8");
    writeFileSync(join(folder, file), text.replaceAll('"../../../environments/', '"./'));
  }
}
