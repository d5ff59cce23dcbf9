import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "./context";

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

/** The outputs in a stack's state, by name; a text that says why not. Asked once a run. */
export function terraformOutputs(context: Context, stack: string): Promise<Record<string, unknown> | string> {
  return context.shared(`terraform output ${stack}`, async () => {
    const reason = notInitialized(context, stack);
    if (reason !== undefined) return reason;
    const { status, out, err } = await terraform(context, stack, ["output", "-json", "-no-color"]);
    if (status !== 0) return `terraform output failed: ${firstLine(err)}`;
    const outputs = JSON.parse(out) as Record<string, { readonly value: unknown }>;
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  });
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
