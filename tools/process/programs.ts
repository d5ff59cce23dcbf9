import { endGroup, signalGroup, startGroup } from "./processes";

export interface ProgramOptions {
  readonly cwd?: string;
  readonly env: NodeJS.ProcessEnv;
  /** Asks the program to end, as Ctrl-C does. */
  readonly signal?: AbortSignal | undefined;
  /** How long it may then take. @default 30 s, in which Terraform writes its state */
  readonly patienceMilliseconds?: number | undefined;
  readonly onLine?: (line: string) => void;
}

export interface Finished {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. Rejects where it cannot be started. */
export function runProgram(command: string, args: readonly string[], options: ProgramOptions): Promise<Finished> {
  const { cwd, env, signal, patienceMilliseconds = 30_000, onLine } = options;
  const child = startGroup(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const output = { stdout: "", stderr: "" };
  let rest = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    output.stdout += text;
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    lines.forEach((line) => onLine?.(line));
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
  const end = () => child.pid !== undefined && void endGroup(child.pid, "SIGINT", patienceMilliseconds);
  signal?.addEventListener("abort", end);
  if (signal?.aborted) end();
  return new Promise<Finished>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...output }));
  }).finally(() => {
    signal?.removeEventListener("abort", end);
    // Provider plugins, where the program itself was killed.
    if (child.pid !== undefined) signalGroup(child.pid, "SIGKILL");
  });
}
