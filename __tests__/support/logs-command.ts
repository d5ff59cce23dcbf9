import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../cli/main";

export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

export interface Terminal {
  /** Width of the terminal that shows the result. @default a file takes it */
  readonly columns?: number;
  readonly errIsTerminal?: boolean;
}

/** Runs `audit-trail logs ...` in this process. */
export async function logs(args: readonly string[], { columns, errIsTerminal = false }: Terminal = {}): Promise<Ran> {
  const written = { out: "", err: "" };
  const stream = (name: "out" | "err") => ({ write: (text: string) => (written[name] += text) });
  const terminal = columns === undefined ? {} : { isTTY: true, columns };
  const err = { ...stream("err"), isTTY: errIsTerminal };
  const status = await run(["logs", ...args], { out: { ...stream("out"), ...terminal }, err });
  return { status, ...written };
}

/** A folder with these files, for as long as the work takes. */
export async function withFiles<Result>(
  files: Readonly<Record<string, string | Uint8Array>>,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "logs-"));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
