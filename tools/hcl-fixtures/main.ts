import { join } from "node:path";
import { startEmulator } from "../emulator/start";
import { withoutRunValues } from "../plan-fixtures/trim";
import { withScratch } from "../process/scratch";
import { configurations, keepJson, type KeptFile } from "./kept";
import { initialized } from "./terraform";

/**
 * Plans and applies each configuration of __tests__/fixtures/hcl with real Terraform against the emulator, and keeps the
 * JSON: of the first plan, of the state after the apply, and of a plan after it. `npm run hcl-fixtures -- NAME...` does
 * so for the named ones.
 */
async function main(scratch: string): Promise<number> {
  const named = process.argv.slice(2);
  const names = named.length > 0 ? named : configurations();
  for (const name of names) {
    console.log(name);
    // One for each: names of buckets and roles occur in several configurations.
    const emulator = await startEmulator({});
    try {
      await make(name, join(scratch, name), emulator.endpoint);
    } finally {
      await emulator.stop();
    }
  }
  return 0;
}

async function make(name: string, cwd: string, endpoint: string): Promise<void> {
  const run = await initialized(name, cwd, endpoint);
  const ids = new Map<string, string>();
  const keep = async (kept: KeptFile, ...shown: string[]) =>
    keepJson(name, kept, trimmed(withoutRunValues(await run("show", "-json", ...shown), ids)));
  await run("plan", "-input=false", "-out=tfplan");
  await keep("first-plan", "tfplan");
  await run("apply", "-input=false", "tfplan");
  await keep("state");
  await run("plan", "-input=false", "-out=tfplan");
  await keep("plan", "tfplan");
}

/** Without what the tool does not read, and ids that the emulator draws. */
function trimmed(text: string): string {
  const {
    planned_values: planned,
    relevant_attributes: _,
    timestamp: __,
    ...json
  } = JSON.parse(text) as Record<string, unknown>;
  const kept = planned === undefined ? json : { ...json, planned_values: {} };
  return JSON.stringify(kept).replace(/\bA[A-Z]{3}[A-Z0-9]{12,}\b/g, "AROAEXAMPLEEXAMPLE00");
}

void withScratch("audit-trail-hcl", main);
