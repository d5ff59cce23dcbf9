import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EnvironmentConfig } from "../../environments/schema";
import { synthesizeEnvironments } from "../../stacks";

export interface SynthesizedFolder {
  /** As `--outdir` takes it. */
  readonly outdir: string;
  readonly remove: () => void;
}

/** What the app writes where these are all environments there are, in a folder that stays until it is removed. */
export function synthesizedFolder(...chosen: readonly EnvironmentConfig[]): SynthesizedFolder {
  const before = process.env["CDKTF_OUTDIR"];
  const folder = mkdtempSync(join(tmpdir(), "audit-trail-test-"));
  const outdir = join(folder, "cdktf.out");
  process.env["CDKTF_OUTDIR"] = outdir;
  try {
    synthesizeEnvironments(chosen, { registry: chosen });
  } finally {
    if (before === undefined) delete process.env["CDKTF_OUTDIR"];
    else process.env["CDKTF_OUTDIR"] = before;
  }
  return { outdir, remove: () => rmSync(folder, { recursive: true }) };
}
