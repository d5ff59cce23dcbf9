import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder for PATH with shell scripts in it, by name. */
export class FakePrograms {
  readonly folder = mkdtempSync(join(tmpdir(), "audit-trail-path-"));

  add(name: string, script: string, mode = 0o755): this {
    writeFileSync(join(this.folder, name), `#!/bin/sh\n${script}\n`, { mode });
    return this;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
