import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { createServer, type AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const MISSING = "no moto_server on PATH";

/** moto takes the account from who signs: this is its own. */
export const MOTO_ACCOUNT = "123456789012";

export const CREDENTIALS = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "example" };

export interface Moto {
  readonly url: string;
  stop(): Promise<void>;
}

/** `describe`, or with a message `describe.skip` where there is no moto. With CI=true that is an error. */
export function describeWithMoto(name: string, tests: () => void): void {
  if (spawnSync("sh", ["-c", "command -v moto_server"]).status === 0) return describe(name, tests);
  if (process.env["CI"] === "true") throw new Error(MISSING);
  process.stderr.write(`SKIPPED: ${name}: ${MISSING}\n`);
  // Said aloud above, and an error on CI: a machine without it can still run the others.
  describe.skip(`${name} (${MISSING})`, tests);
}

/** Starts one on a free port, and waits until it answers. */
export async function startMoto(): Promise<Moto> {
  const port = await freePort();
  const server = spawn("moto_server", ["-H", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
  const url = `http://127.0.0.1:${port}`;
  for (let left = 300; ; left -= 1) {
    if (await answers(url)) return { url, stop: () => end(server) };
    if (left === 0 || server.exitCode !== null) throw new Error(`moto_server does not answer at ${url}`);
    await sleep(100);
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/moto-api/`)).ok;
  } catch {
    return false;
  }
}

async function end(server: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => server.once("close", resolve));
  server.kill();
  await ended;
}
