import { copyFileSync, existsSync, mkdirSync, symlinkSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { runProgram } from "../../cli/framework/process";

/** Copies the files that Git tracks or would track, without `.git` and without the installed packages. */
export async function copyRepository(target: string): Promise<void> {
  const { code, stdout } = await runProgram("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
  if (code !== 0) throw new Error("git ls-files failed: run this in a Git checkout");
  const files = stdout.split("\0").filter((file) => file !== "" && file !== "node_modules" && existsSync(file));
  for (const file of files) {
    mkdirSync(join(target, dirname(file)), { recursive: true });
    copyFileSync(file, join(target, file));
  }
}

/** Gives a copy the packages that are installed here. */
export function linkPackages(copy: string): void {
  symlinkSync(resolve("node_modules"), join(copy, "node_modules"));
}

export interface Command {
  readonly run: string;
  /** The exit status that says that something is not installed here. @default none does */
  readonly skipped?: number;
}

/** Runs commands in a copy until one fails, and prints how each ended. Exit status: 0, or 1 if a command fails. */
export async function runInCopy(copy: string, commands: readonly Command[], where: string): Promise<number> {
  for (const { run, skipped } of commands) {
    const started = performance.now();
    const [program = "", ...args] = run.split(" ");
    const { code, stdout, stderr } = await runProgram(program, args, { cwd: copy });
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const isSkipped = code !== null && code === skipped;
    const result = code === 0 ? "passes" : isSkipped ? "is skipped" : "fails";
    console.log(`${run} ${result} ${where} (${seconds} s)`);
    if (code === 0) continue;
    console.log(`${stdout}${stderr}`);
    if (!isSkipped) return 1;
  }
  return 0;
}
