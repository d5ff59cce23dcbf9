import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { runProgram, startGroup } from "../../cli/framework/process";
import { onPath } from "../process/on-path";
import { withoutAws } from "../terraform/environment";
import { expectSame, expectThat, Mismatch } from "./checks";
import { providersIn, type TestContext } from "./test-context";

/** When the run is in the middle of its first apply. */
const APPLYING = /^ok +terraform init/m;
const LIMIT_MS = 120_000;

/** `npm run local`, ended by Ctrl-C while Terraform applies: nothing of it may run on. */
export async function interruptLocal({ scratch, signal }: TestContext, folder: string): Promise<string> {
  const mark = randomUUID();
  const main = join(__dirname, "..", "local", "main.js");
  const before = await containers();
  const child = startGroup(process.execPath, [main], {
    cwd: folder,
    env: { ...withoutAws(process.env), [MARK]: mark, TF_PLUGIN_CACHE_DIR: providersIn(scratch) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout!, child.stderr!]) stream.setEncoding("utf8").on("data", (text) => (said += text));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  try {
    for (const end = Date.now() + LIMIT_MS; !APPLYING.test(said); await wait(100, undefined, { signal })) {
      expectThat(child.exitCode === null, `it ended before its apply: ${said}`);
      if (Date.now() > end) throw new Mismatch(`no apply in ${LIMIT_MS / 1000} s: ${said}`);
    }
    await wait(3000, undefined, { signal });
    const running = marked(mark);
    const from = performance.now();
    process.kill(child.pid!, "SIGINT");
    expectSame("exit", await Promise.race([ended, wait(30_000, "none in 30 s")]), 130);
    const seconds = ((performance.now() - from) / 1000).toFixed(1);
    expectSame("processes left", marked(mark), running && []);
    expectSame("containers left", await containers(), before);
    expectSame(
      "files left",
      readdirSync(join(folder, ".local")).filter((name) => name !== "providers"),
      [],
    );
    return `${running ? `${running.length} processes` : "all"} gone after ${seconds} s`;
  } finally {
    for (const { pid } of marked(mark) ?? []) process.kill(pid, "SIGKILL");
  }
}

/** Inherited by all that the run starts, groups of their own among them. */
const MARK = "AUDIT_TRAIL_E2E";

/** The processes of a run. Undefined where the system does not show what processes inherit. */
function marked(mark: string): { readonly pid: number; readonly command: string }[] | undefined {
  if (process.platform !== "linux") return undefined;
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    try {
      if (!readFileSync(`/proc/${pid}/environ`, "utf8").includes(`${MARK}=${mark}`)) return [];
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").slice(0, 80);
      return [{ pid: Number(pid), command }];
    } catch {
      // It ended meanwhile, or is another user's.
      return [];
    }
  });
}

/** Ids of moto's containers. */
async function containers(): Promise<string[]> {
  if (onPath("docker", process.env["PATH"]) === undefined) return [];
  const { stdout } = await runProgram("docker", ["ps", "--quiet", "--filter", "ancestor=motoserver/moto"], {
    env: process.env,
  });
  return stdout.split("\n").filter((id) => id !== "");
}
