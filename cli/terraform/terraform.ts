import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "../verification/context";

interface Ran {
  /** `undefined` where it did not run. */
  readonly status: number | undefined;
  readonly out: string;
  readonly err: string;
}

/** Why Terraform cannot be asked of a stack; `undefined` where it can. */
export function notInitialized({ setup }: Context, stack: string): string | undefined {
  const folder = setup.stackFolders[stack] ?? "";
  return existsSync(join(folder, ".terraform")) ? undefined : `${folder} is not initialized by terraform init`;
}

type Outputs = Readonly<Record<string, { readonly value: unknown }>>;

/** The outputs in a stack's state, by name; a text that says why not. Asked once a run. */
export function terraformOutputs(context: Context, stack: string): Promise<Record<string, unknown> | string> {
  return context.shared(`terraform output ${stack}`, async () => {
    const outputs = await readOutputs(context, stack);
    if (typeof outputs === "string") return outputs;
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  });
}

async function readOutputs(context: Context, stack: string): Promise<Outputs | string> {
  const reason = notInitialized(context, stack);
  if (reason !== undefined) return reason;
  const file = context.setup.stateFiles[stack];
  // Terraform checks its provider's 700 MB before it says a word: seconds, for a file that can be read.
  if (file !== undefined) return readState(file);
  const { status, out, err } = await terraform(context, stack, ["output", "-json", "-no-color"]);
  return status === 0 ? (JSON.parse(out) as Outputs) : `terraform output failed: ${firstLine(err)}`;
}

function readState(file: string): Outputs | string {
  try {
    const { version, outputs } = JSON.parse(readFileSync(file, "utf8")) as { version?: number; outputs?: Outputs };
    return version === 4 ? (outputs ?? {}) : `${file} is of version ${version}, which is not known`;
  } catch (error) {
    const { code = "it holds no JSON" } = error as NodeJS.ErrnoException;
    return code === "ENOENT" ? `${file} is not there: nothing is applied` : `${file} cannot be read: ${code}`;
  }
}

/** Runs Terraform in a stack's folder; it ends with the run. */
export function terraform({ setup, signal }: Context, stack: string, args: readonly string[]): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn("terraform", args, {
      cwd: setup.stackFolders[stack],
      env: { ...process.env, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1", TF_INPUT: "0" },
      stdio: ["ignore", "pipe", "pipe"],
      signal,
      killSignal: "SIGINT",
    });
    const written = { out: "", err: "" };
    child.stdout.on("data", (text) => (written.out += String(text)));
    child.stderr.on("data", (text) => (written.err += String(text)));
    child.on("error", ({ code, message }: NodeJS.ErrnoException) =>
      resolve({ status: undefined, out: "", err: code === "ENOENT" ? "terraform is not on the PATH" : message }),
    );
    child.on("close", (status) => resolve({ status: status ?? undefined, ...written }));
  });
}

/** What Terraform says is wrong, without the box that it draws around it. */
export function firstLine(text: string): string {
  const lines = text.split("\n").map((line) => line.replace(/^[\s│╷╵]+/u, "").trim());
  return lines.find((line) => line !== "") ?? "it said nothing";
}
