import { createServer, type AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { UserError } from "../../cli/framework/user-error";
import { endGroup, startGroup } from "../../cli/framework/process";
import { findLaunchers, HOW_TO_GET, type Launcher } from "./find";

/** A running emulator. */
export interface Moto {
  /** `http://127.0.0.1:PORT` */
  readonly target: string;
  readonly label: string;
  /** Undefined if someone else started it. */
  readonly pid: number | undefined;
  /** Resolves with the reason if it ends unexpectedly. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/** Starts moto in the first way that works on this machine. Throws a `UserError` if none does. */
export async function startMoto(env: NodeJS.ProcessEnv, signal?: AbortSignal): Promise<Moto> {
  const failures: string[] = [];
  for (const launcher of findLaunchers(env["PATH"])) {
    const started = await launch(launcher, env, signal);
    if (typeof started !== "string") return started;
    failures.push(`${launcher.label}: ${started}`);
  }
  const reason = failures.length === 0 ? "none is on PATH" : failures.join("; ");
  throw new UserError(`No AWS emulator could be started (${reason}): ${HOW_TO_GET}`);
}

/** An emulator that someone else started. Throws a `UserError` if it does not respond or is not moto. */
export async function useMoto(endpoint: string): Promise<Moto> {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url?.protocol !== "http:" || url.pathname !== "/") {
    throw new UserError(`--endpoint must be like http://127.0.0.1:5000, got "${endpoint}"`);
  }
  if (!(await answers(url.origin))) throw new UserError(`No moto server responds at ${url.origin}`);
  return {
    target: url.origin,
    label: `the emulator at ${url.origin}`,
    pid: undefined,
    ended: new Promise(() => undefined),
    stop: () => Promise.resolve(),
  };
}

/** Returns the reason if it does not start. */
async function launch(
  launcher: Launcher,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal | undefined,
): Promise<Moto | string> {
  const port = await freePort();
  const child = startGroup(launcher.command, launcher.args(port), { env, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  // After its start, it logs every call.
  let answering = false;
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (said = answering ? "" : said + text));
  let reason: string | undefined;
  const ended = new Promise<string>((resolve) => {
    child.on("error", ({ message }) => resolve((reason = message)));
    child.on("exit", (code, signal) => resolve((reason = [signal ?? `exit ${code}`, ...tellingLine(said)].join(", "))));
  });
  const target = `http://127.0.0.1:${port}`;
  const stop = () => (child.pid === undefined ? Promise.resolve() : endGroup(child.pid));
  for (
    const end = Date.now() + launcher.patienceSeconds * 1000;
    Date.now() < end && !signal?.aborted;
    await wait(100)
  ) {
    if (reason !== undefined) return reason;
    answering = await answers(target);
    if (answering) return { target, label: launcher.label, pid: child.pid, ended, stop };
  }
  await stop();
  signal?.throwIfAborted();
  return `no answer in ${launcher.patienceSeconds} s`;
}

/** The relevant part of a failed program's output: Docker prints the reason first, Python last. */
function tellingLine(text: string): string[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return [lines.find((line) => /cannot|denied|not found|unable/i.test(line)) ?? lines.slice(-1)].flat();
}

async function answers(target: string): Promise<boolean> {
  try {
    const { ok } = await fetch(`${target}/moto-api/data.json`, { signal: AbortSignal.timeout(5000) });
    return ok;
  } catch {
    return false;
  }
}

/** A port that is free now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
