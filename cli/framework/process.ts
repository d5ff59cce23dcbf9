import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

export interface ProgramOptions {
  /** @default the current folder */
  readonly cwd?: string | undefined;
  /** @default the variables of this process */
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Ends the program with SIGINT, like Ctrl-C. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds that the program has to end after `signal` before it is killed. @default 30,000 */
  readonly patienceMs?: number | undefined;
  /** Kills the program immediately. */
  readonly kill?: AbortSignal | undefined;
  /** Limit of the output, in characters. A program that prints more is killed. @default no limit */
  readonly maxOutput?: number | undefined;
  /** `inherit`: the program writes directly to the terminal. @default collect */
  readonly output?: "collect" | "inherit";
  /** Called for each line of standard output. */
  readonly onLine?: ((line: string) => void) | undefined;
  /** Called with the id of the process, which is also the id of its process group. */
  readonly onStart?: ((pid: number) => void) | undefined;
}

export interface Finished {
  /** Null if a signal ended the program. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program printed more than `maxOutput`. */
export class OutputLimitError extends Error {
  override readonly name = "OutputLimitError";
}

/**
 * Runs a program until it exits, in its own process group, so that a Ctrl-C in the terminal reaches it only through
 * `signal`. The program and everything that it starts end with this process. Rejects if the program cannot be started.
 */
export function runProgram(command: string, args: readonly string[], options: ProgramOptions = {}): Promise<Finished> {
  const { cwd, env, signal, patienceMs = 30_000, kill, maxOutput = Infinity, output, onLine, onStart } = options;
  const pipe = output === "inherit" ? "inherit" : "pipe";
  const child = startGroup(command, args, { cwd, env, stdio: ["ignore", pipe, pipe] });
  const { pid } = child;
  const end = (name: NodeJS.Signals) => void (pid !== undefined && signalGroup(pid, name));
  const collected = collect(child, onLine, (length) => length > maxOutput && end("SIGKILL"));
  let timer: NodeJS.Timeout | undefined;
  const onKill = () => end("SIGKILL");
  const onSignal = () => {
    end("SIGINT");
    timer = setTimeout(onKill, patienceMs);
  };
  if (pid !== undefined) onStart?.(pid);
  const unlisten = [whenAborted(signal, onSignal), whenAborted(kill, onKill)];
  // Processes that the program started could keep the output open.
  child.on("exit", onKill);
  return new Promise<Finished>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      const { stdout, stderr } = collected;
      if (stdout.length + stderr.length <= maxOutput) resolve({ code, stdout, stderr });
      else reject(new OutputLimitError(`${command} printed more than ${maxOutput} characters`));
    });
  }).finally(() => {
    clearTimeout(timer);
    unlisten.forEach((stop) => stop());
  });
}

/** Process groups that end with this process. */
const groups = new Set<number>();

/**
 * Starts a program as the leader of its own process group, which is killed when this process ends, unless it `outlives`
 * it.
 */
export function startGroup(
  command: string,
  args: readonly string[],
  { outlives = false, ...options }: SpawnOptions & { readonly outlives?: boolean },
): ChildProcess {
  const child = spawn(command, args, { ...options, detached: true });
  const { pid } = child;
  if (pid === undefined || outlives) return child;
  if (groups.size === 0) process.on("exit", killPrograms);
  groups.add(pid);
  child.on("exit", () => {
    groups.delete(pid);
    if (groups.size === 0) process.off("exit", killPrograms);
  });
  return child;
}

/** Kills all running programs, and everything that they started. */
export function killPrograms(): void {
  for (const pid of groups) signalGroup(pid, "SIGKILL");
}

/** Ends a process group with a signal, and kills it after `patienceMs`. */
export async function endGroup(pid: number, signal: NodeJS.Signals = "SIGTERM", patienceMs = 5000): Promise<void> {
  if (!signalGroup(pid, signal)) return;
  for (const end = Date.now() + patienceMs; Date.now() < end; await sleep(50)) {
    if (!signalGroup(pid, 0)) return;
  }
  signalGroup(pid, "SIGKILL");
}

/** False if there is no such group. */
export function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}

function collect(child: ChildProcess, onLine: ProgramOptions["onLine"], onLength: (length: number) => void) {
  const texts = { stdout: "", stderr: "" };
  const add = (name: keyof typeof texts, text: string) => {
    texts[name] += text;
    onLength(texts.stdout.length + texts.stderr.length);
  };
  child.stderr?.setEncoding("utf8").on("data", (text: string) => add("stderr", text));
  let rest = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    add("stdout", text);
    if (onLine === undefined) return;
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    lines.forEach((line) => onLine(line));
  });
  return texts;
}

/** Calls back when the signal is aborted, immediately if it already is. Returns a function that stops listening. */
function whenAborted(signal: AbortSignal | undefined, callback: () => void): () => void {
  if (signal?.aborted) callback();
  else signal?.addEventListener("abort", callback, { once: true });
  return () => signal?.removeEventListener("abort", callback);
}
