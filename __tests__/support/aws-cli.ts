import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

export interface AwsCli {
  /** Runs a command with these variables besides the process's own. Returns its exit status. One at a time. */
  run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number | null>;
  end(): Promise<unknown>;
}

/** Runs commands in one process, if `python3` is the Python of the AWS CLI, and otherwise each in one of its own. */
export function startAwsCli(): AwsCli {
  return spawnSync("python3", ["-c", "import awscli"]).status === 0 ? oneProcess() : processes();
}

function oneProcess(): AwsCli {
  const python = spawn("python3", [join(__dirname, "aws-cli.py")], { stdio: ["pipe", "pipe", "inherit"] });
  const answers = createInterface(python.stdout)[Symbol.asyncIterator]();
  const run: AwsCli["run"] = async (args, env) => {
    python.stdin.write(`${JSON.stringify({ args, env })}\n`);
    const { value, done } = await answers.next();
    if (done === true) throw new Error("the process that runs the AWS CLI has ended");
    return Number(value);
  };
  const ended = once(python, "close");
  return { run, end: () => (python.stdin.end(), ended) };
}

function processes(): AwsCli {
  const run: AwsCli["run"] = async (args, env) => {
    const aws: ChildProcess = spawn("aws", args, { env: { ...process.env, ...env }, stdio: "ignore" });
    const [code] = (await once(aws, "close")) as [number | null];
    return code;
  };
  return { run, end: () => Promise.resolve() };
}
