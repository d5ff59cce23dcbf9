import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const ROOT = join(__dirname, "..", "..");

/** Compiles what is required, so that a program outside Jest takes the sources. */
const PRELUDE = `
  const { transformFileSync } = require("@swc/core");
  const swc = { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } };
  require.extensions[".ts"] = (module, file) => module._compile(transformFileSync(file, swc).code, file);
`;

/** Starts a JavaScript program that can `require` sources: for what happens to a whole process. */
export function startNodeProgram(script: string): ChildProcess {
  return spawn(process.execPath, ["-e", PRELUDE + script], { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
}

export interface EndedProgram {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `onText` sees all of standard output so far, each time something comes. */
export function endOf(program: ChildProcess, onText: (text: string) => void = () => {}): Promise<EndedProgram> {
  const written = { stdout: "", stderr: "" };
  program.stdout!.on("data", (text) => onText((written.stdout += String(text))));
  program.stderr!.on("data", (text) => (written.stderr += String(text)));
  return new Promise((resolve) => program.on("close", (code, signal) => resolve({ code, signal, ...written })));
}

/** Whether nothing of a process group runs any more. Waits for what is just ending. */
export async function isGone(group: number): Promise<boolean> {
  for (let left = 100; left > 0; left -= 1) {
    try {
      process.kill(-group, 0);
    } catch {
      return true;
    }
    await sleep(20);
  }
  return false;
}
