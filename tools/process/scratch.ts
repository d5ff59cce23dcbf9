import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { interruptible } from "../../cli/framework/interrupt";
import { killPrograms } from "../../cli/framework/process";

/**
 * Runs a function with a temporary folder, and uses its result as the exit status. Afterwards, also after Ctrl-C, ends the
 * programs that it started and removes the folder.
 */
export async function withScratch(name: string, work: (scratch: string) => Promise<number>): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), `${name}-`));
  const cleanUp = () => {
    killPrograms();
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    process.exitCode = await interruptible(
      () => undefined,
      ({ signal, status }) => {
        signal.addEventListener("abort", () => {
          cleanUp();
          process.exit(status());
        });
        return work(scratch);
      },
    );
  } finally {
    cleanUp();
  }
}
