import { createHash } from "node:crypto";
import { inParallel } from "../../framework/pool";
import { unpackLogFile, UnreadableLogFile } from "../log-file";
import type { Finding, IntactVersion } from "./result";
import type { OlderVersion, Store } from "./store";

/** Files whose versions are looked for. Who has removed more than this has removed most. */
const MAX_FILES = 1000;
const AT_ONCE = 8;

/** Looks for the older version of each missing or changed file that is what CloudTrail wrote. */
export async function findIntact(
  findings: readonly Finding[],
  { versions }: Store,
  notes: Set<string>,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  if (versions === undefined) return findings;
  const lost = findings.filter(({ state, expectedHash }) => isLost(state) && expectedHash !== undefined);
  if (lost.length > MAX_FILES) notes.add(`older versions were looked for of the first ${MAX_FILES} files only`);
  const intact = new Map<Finding, IntactVersion>();
  let isRefused = false;
  await inParallel(lost.slice(0, MAX_FILES), AT_ONCE, async (finding) => {
    if (isRefused) return;
    try {
      const found = await intactOf(await versions(finding.key), finding.expectedHash!);
      if (found) intact.set(finding, found);
    } catch (error) {
      signal.throwIfAborted();
      isRefused = true;
      notes.add(`older versions could not be looked for: ${(error as Error).message}`);
    }
  });
  return findings.map((one) => (intact.has(one) ? { ...one, intact: intact.get(one) } : one));
}

function isLost(state: Finding["state"]): boolean {
  return state === "missing" || state === "changed";
}

async function intactOf(versions: readonly OlderVersion[], hash: string): Promise<IntactVersion | undefined> {
  for (const { read, versionId, modified, deleted } of versions) {
    const content = await read();
    if ("bytes" in content && hashOf(content.bytes) === hash) return { versionId, modified, deleted };
  }
  return undefined;
}

function hashOf(packed: Buffer): string | undefined {
  try {
    return createHash("sha256").update(unpackLogFile(packed)).digest("hex");
  } catch (error) {
    if (error instanceof UnreadableLogFile) return undefined;
    throw error;
  }
}
