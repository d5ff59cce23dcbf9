import { mkdtempSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { Children } from "./children";

/**
 * Does work that starts programs and writes to a temporary folder, and takes its result as the exit code. Programs
 * and folder are gone afterwards, after Ctrl-C too.
 */
export async function withScratch(
  name: string,
  work: (children: Children, scratch: string) => Promise<number>,
): Promise<void> {
  const children = new Children();
  const scratch = mkdtempSync(join(tmpdir(), `${name}-`));
  const cleanUp = () => {
    children.endAll();
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      cleanUp();
      process.exit(128 + constants.signals[signal]);
    });
  }
  try {
    process.exitCode = await work(children, scratch);
  } finally {
    cleanUp();
  }
}
