import { spawn } from "node:child_process";
import { join } from "node:path";
import { run } from "../../cli/main";
import { CREDENTIALS } from "./moto";

export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the tool without a process of its own, with an emulator's credentials. `onText` sees the output as it comes. */
export async function runTool(args: readonly string[], onText: (text: string) => void = () => {}): Promise<Ran> {
  const written = { out: "", err: "" };
  const stream = (name: "out" | "err") => ({
    write: (text: string | Uint8Array) => {
      written[name] += String(text);
      onText(String(text));
      return true;
    },
  });
  const before = { ...process.env };
  process.env["AWS_ACCESS_KEY_ID"] = CREDENTIALS.accessKeyId;
  process.env["AWS_SECRET_ACCESS_KEY"] = CREDENTIALS.secretAccessKey;
  process.env["AWS_EC2_METADATA_DISABLED"] = "true";
  try {
    const status = await run(args, { out: { ...stream("out"), isTTY: false }, err: stream("err") });
    return { status, ...written };
  } finally {
    process.env = before;
  }
}

const PROGRAM = join(__dirname, "..", "..", "dist", "cli", "main.js");

/**
 * Runs the built tool as a program. For lost connections: where Jest runs it, the SDK takes Node's errors for none,
 * since they are of another realm.
 */
export function startProgram(args: readonly string[]) {
  const env = {
    ...process.env,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: "true",
    NODE_NO_WARNINGS: "1",
  };
  return spawn(process.execPath, [PROGRAM, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
}

export function runProgram(args: readonly string[], onText: (text: string) => void = () => {}): Promise<Ran> {
  const program = startProgram(args);
  const written = { out: "", err: "" };
  program.stdout.on("data", (text) => {
    written.out += String(text);
    onText(written.out);
  });
  program.stderr.on("data", (text) => (written.err += String(text)));
  return new Promise((resolve) => program.on("close", (status) => resolve({ status: status ?? -1, ...written })));
}

/** Arguments with options that stand unless the test gives them itself: the tool takes each once. */
export function withDefaults(defaults: Readonly<Record<string, string>>, args: readonly string[]): string[] {
  return [...Object.entries(defaults).filter(([name]) => !args.includes(name)), args].flat();
}
