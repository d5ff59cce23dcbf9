import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { interruptible } from "../../cli/framework/interrupt";
import { killPrograms } from "../../cli/framework/process";

/**
 * Does work that starts programs and writes to a temporary folder, and takes its result as the exit status. Programs
 * and folder are gone afterwards, also after Ctrl-C.
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
