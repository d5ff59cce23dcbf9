import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

export interface ProgramOptions {
  /** @default the current folder */
  readonly cwd?: string | undefined;
  /** @default the variables of this process */
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Asks the program to end, as Ctrl-C does. */
  readonly signal?: AbortSignal | undefined;
  /** Time to end after `signal`, in milliseconds; then the program is killed. @default 30,000 */
  readonly patienceMs?: number | undefined;
  /** Kills the program, whatever it is doing. */
  readonly kill?: AbortSignal | undefined;
  /** Limit of the output, in characters. A program that prints more is killed. @default no limit */
  readonly maxOutput?: number | undefined;
  /** `inherit`: the program writes to the terminal itself. @default collect */
  readonly output?: "collect" | "inherit";
  /** Called for each line of standard output as it comes. */
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
 * Runs a program to its end, in a process group of its own: a Ctrl-C in the terminal reaches it only through `signal`.
 * The program and everything that it starts end with this process. Rejects if the program cannot be started.
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
  // What the program started ends with it: it could keep the output open.
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
 * Starts a program as the leader of a process group of its own, which is killed when this process ends. A program that
 * `outlives` is not.
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

/** Kills every program that runs now, with what it started. */
export function killPrograms(): void {
  for (const pid of groups) signalGroup(pid, "SIGKILL");
}

/** Asks a process group to end, and kills it when `patienceMs` are over. */
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

/** Calls back now if the signal is aborted already. Gives what stops listening. */
function whenAborted(signal: AbortSignal | undefined, callback: () => void): () => void {
  if (signal?.aborted) callback();
  else signal?.addEventListener("abort", callback, { once: true });
  return () => signal?.removeEventListener("abort", callback);
}
