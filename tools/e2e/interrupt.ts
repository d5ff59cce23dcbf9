import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { runProgram, startGroup } from "../../cli/framework/process";
import { startMoto } from "../emulator/moto";
import { LOCAL_STACKS } from "../local/environment";
import { pathsIn } from "../local/paths";
import { onPath } from "../process/on-path";
import { withoutAws } from "../terraform/environment";
import { expectSame, expectThat, Mismatch, type Checks } from "./checks";
import { leftIn } from "./leftovers";
import { ACCOUNT, providersIn, REGION, type TestContext } from "./test-context";

/** A run that takes longer hangs. It initializes three stacks, which takes a minute on a busy machine. */
const LIMIT_MS = 240_000;

/** The output of a run, and its folder. */
interface View {
  readonly printed: string;
  readonly folder: string;
}

type When = (view: View) => boolean;

const archive = (folder: string) => pathsIn(join(folder, ".local")).tfstate(LOCAL_STACKS[0]!);

const STARTING: When = ({ folder }) => existsSync(pathsIn(join(folder, ".local")).record);
const INITIALIZING: When = ({ printed }) => /^ok +synth/m.test(printed);
const LOCKED: When = ({ folder }) => readdirSync(join(folder, ".local")).some((name) => name.endsWith(".lock.info"));
/** All resources except the lifecycle configurations, for each of which Terraform waits a minute. */
const WAITING: When = ({ folder }) => /"aws_s3_bucket_policy"/.test(textOf(archive(folder)));
const APPLYING: When = ({ folder }) => /"aws_s3_bucket"/.test(textOf(archive(folder)));
/** If Terraform is quick, the run may end before this signal. */
const AT_ONCE: When = () => true;
const DESTROYING: When = (view) => /^ok +audited bucket removed/m.test(view.printed) && LOCKED(view);

function textOf(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

/** A moment at which to send a signal. */
type Moment = readonly [when: When, signal: NodeJS.Signals];

const MOMENTS: readonly { readonly name: string; readonly moments: readonly Moment[] }[] = [
  { name: "Ctrl-C while the emulator starts", moments: [[STARTING, "SIGINT"]] },
  { name: "Ctrl-C in terraform init", moments: [[INITIALIZING, "SIGINT"]] },
  { name: "Ctrl-C while Terraform holds its lock", moments: [[LOCKED, "SIGINT"]] },
  { name: "SIGTERM while Terraform waits", moments: [[WAITING, "SIGTERM"]] },
  { name: "Ctrl-C twice while Terraform applies", moments: [APPLYING, AT_ONCE].map((when) => [when, "SIGINT"]) },
];

/**
 * Interrupts `npm run local` at several moments, one run after another in the same folder: no process of the run
 * continues, no file except the providers is left, and the next run works.
 */
export async function interruptLocal(checks: Checks, context: TestContext, folder: string): Promise<void> {
  for (const { name, moments } of MOMENTS) {
    await checks.run(`npm run local: ${name}`, async () => {
      const { code, seconds, processes } = await interrupt(context, folder, ["main"], moments);
      expectSame("exit", code, moments[0]![1] === "SIGTERM" ? 143 : 130);
      expectSame("files left", filesIn(folder), []);
      return `${processes} processes gone after ${seconds.toFixed(1)} s`;
    });
  }
  await checks.run("npm run local: killed while Terraform applies; npm run local:down", async () => {
    const { mark } = await interrupt(context, folder, ["main"], [[APPLYING, "SIGKILL"]], { left: true });
    const { code, printed } = await interrupt(context, folder, ["down"], []);
    expectSame("exit", code, 0);
    expectSame("processes left of the killed run", marked(mark) ?? [], []);
    expectSame("files left", filesIn(folder), []);
    return printed.trim().split("\n").at(-1);
  });
  await checks.run("npm run local --endpoint: Ctrl-C twice; npm run local:down", () =>
    interruptDestroy(context, folder),
  );
}

/**
 * On an emulator that it did not start, Ctrl-C destroys; a second Ctrl-C leaves the rest, with its state, to `npm run
 * local:down`.
 */
async function interruptDestroy(context: TestContext, folder: string): Promise<string> {
  const moto = await startMoto(process.env);
  try {
    const { code, printed } = await interrupt(
      context,
      folder,
      ["main", "--endpoint", moto.target],
      [
        [APPLYING, "SIGINT"],
        [DESTROYING, "SIGINT"],
      ],
    );
    expectSame("exit", code, 130);
    expectThat(printed.includes("npm run local:down destroys them"), `it does not say what to do: ${printed}`);
    const locks = filesIn(folder).filter((name) => name.endsWith(".lock.info"));
    expectSame("locks left", locks, []);
    const down = await interrupt(context, folder, ["down"], []);
    expectSame("exit of local:down", [down.code, down.code === 0 ? "" : down.printed], [0, ""]);
    expectSame("files left", filesIn(folder), []);
    expectSame("left on the emulator", await leftIn(moto.target, { account: ACCOUNT, region: REGION }), []);
    return down.printed.trim().split("\n").at(-1)!;
  } finally {
    await moto.stop();
  }
}

function filesIn(folder: string): string[] {
  const local = join(folder, ".local");
  return existsSync(local) ? readdirSync(local).filter((name) => name !== "providers") : [];
}

interface Interrupted {
  /** Number of its processes. */
  readonly mark: string;
  readonly code: number | null;
  readonly printed: string;
  readonly seconds: number;
  /** Number of processes at the first signal. */
  readonly processes: number;
}

/** Runs a command until it exits, and sends signals at these moments. No process and no container may be left. */
async function interrupt(
  { scratch, signal }: TestContext,
  folder: string,
  [command, ...args]: readonly [command: "main" | "down", ...args: string[]],
  moments: readonly Moment[],
  { left = false } = {},
): Promise<Interrupted> {
  const mark = randomUUID();
  const before = await containers();
  const child = startGroup(process.execPath, [join(__dirname, "..", "local", `${command}.js`), ...args], {
    cwd: folder,
    env: { ...withoutAws(process.env), [MARK]: mark, TF_PLUGIN_CACHE_DIR: providersIn(scratch) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [child.stdout!, child.stderr!])
    stream.setEncoding("utf8").on("data", (text) => (printed += text));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  try {
    let processes = 0;
    for (const [when, name] of moments) {
      for (const end = Date.now() + LIMIT_MS; !when({ printed, folder }); await wait(20, undefined, { signal })) {
        expectThat(child.exitCode === null, `it ended before it was interrupted: ${printed}`);
        if (Date.now() > end) throw new Mismatch(`it did not get this far in ${LIMIT_MS / 1000} s: ${printed}`);
      }
      processes ||= marked(mark)?.length ?? 0;
      if (child.exitCode === null) process.kill(child.pid!, name);
      // A signal that follows immediately is taken for a copy of the one before.
      await wait(500, undefined, { signal });
    }
    const from = performance.now();
    const code = await Promise.race([ended, wait(LIMIT_MS, "none" as const, { signal })]);
    if (code === "none") throw new Mismatch(`still running after ${LIMIT_MS / 1000} s: ${printed}`);
    if (!left) {
      expectSame("processes left", marked(mark) ?? [], []);
      expectSame("containers left", await containers(), before);
    }
    return { mark, code, printed, seconds: (performance.now() - from) / 1000, processes };
  } finally {
    if (!left) for (const { pid } of marked(mark) ?? []) process.kill(pid, "SIGKILL");
  }
}

/** Every process that the run starts inherits it, also in other process groups. */
const MARK = "AUDIT_TRAIL_E2E";

/** The processes of a run. Undefined if the system does not show the environment of processes. */
function marked(mark: string): { readonly pid: number; readonly command: string }[] | undefined {
  if (process.platform !== "linux") return undefined;
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    try {
      if (!readFileSync(`/proc/${pid}/environ`, "utf8").includes(`${MARK}=${mark}`)) return [];
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").slice(0, 80);
      return [{ pid: Number(pid), command }];
    } catch {
      // The process has ended, or belongs to another user.
      return [];
    }
  });
}

/** Ids of moto's containers. */
async function containers(): Promise<string[]> {
  if (onPath("docker", process.env["PATH"]) === undefined) return [];
  const { stdout } = await runProgram("docker", ["ps", "--quiet", "--filter", "ancestor=motoserver/moto"]);
  return stdout.split("\n").filter((id) => id !== "");
}
