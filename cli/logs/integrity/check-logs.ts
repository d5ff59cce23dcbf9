import { placeOfLog, timeInName } from "../../../modules/log-keys";
import { inParallel } from "../../framework/pool";
import { UnreadableLogFile } from "../log-file";
import type { Proof } from "./chain";
import { hasOddName, isNear, isStoredAfter, withoutReference, type Window } from "./coverage";
import type { Digest } from "./digest";
import type { GroupContext } from "./group-context";
import { referencesOf, type Reference } from "./references";
import type { Finding, TrailCall } from "./result";
import { about, type Group, type StoredFile } from "./store";

/** Files under way at once. */
const AT_ONCE = 16;

interface LogContext {
  readonly proofs: ReadonlyMap<Digest, Proof>;
  readonly windows: readonly Window[];
  readonly context: GroupContext;
}

interface LogCheck {
  readonly total: number;
  readonly valid: number;
  readonly findings: Finding[];
  readonly calls: TrailCall[];
}

/** Compares log files with the digests that name them, and finds those that none names. */
export async function checkLogs(group: Group, logs: readonly StoredFile[], check: LogContext): Promise<LogCheck> {
  const { proofs, context } = check;
  const { to = Infinity } = context;
  const listed = new Map(logs.map((file) => [file.key, file]));
  const references = referencesOf(proofs, group.bucket, to);
  const calls: TrailCall[] = [];
  const named = await inParallel([...references], AT_ONCE, ([key, reference]) =>
    checkNamed(group, key, listed.get(key), { reference, context, calls }),
  );
  const unnamed = logs.filter((file) => !references.has(file.key) && isInPeriod(file, check));
  const others = await checkUnnamed(group, unnamed, check, calls);
  const findings = [...named.flatMap((one) => one ?? []), ...others];
  return {
    total: references.size + unnamed.length,
    valid: named.filter((one) => one === undefined).length,
    findings,
    calls,
  };
}

/** A file of the last minutes may be delivered after the end, and its digest may be later than what is there. */
function isInPeriod(file: StoredFile, { windows, context }: LogContext): boolean {
  const { from = -Infinity, to = Infinity, at, graceMs } = context;
  const time = timeInName(file.key);
  if (time === undefined || hasOddName(file.key)) return true;
  if (time < from || time >= to) return false;
  if (!isStoredAfter(file, from, to) || !isNear(time, to)) return true;
  return withoutReference(file, { windows, at, graceMs }).state !== "uncovered";
}

interface NamedContext {
  readonly reference: Reference;
  readonly context: GroupContext;
  readonly calls: TrailCall[];
}

/** Compares a log file with the hash in its digest. Undefined if it is valid. */
async function checkNamed(
  group: Group,
  key: string,
  file: StoredFile | undefined,
  { reference, context, calls }: NamedContext,
): Promise<Finding | undefined> {
  const { hashes, isProven, digestName } = reference;
  const base = { kind: "log", key, name: group.nameOf(key) } as const;
  if (reference.otherBucket !== undefined) {
    return { ...base, state: "unproven", detail: `it is in the bucket ${reference.otherBucket}, which was not read` };
  }
  const expected = { expectedHash: hashes[0]! };
  if (file === undefined && group.lists(key))
    return { ...base, ...expected, state: "missing", detail: `${digestName} names it` };
  const found = await hashOf(group, file ?? { key, name: base.name, size: 0 }, context, calls);
  if (found === undefined) return { ...base, ...expected, state: "missing", detail: `${digestName} names it` };
  if (typeof found !== "string") return { ...base, ...expected, ...found };
  if (hashes.some((hash) => hash !== found)) {
    return {
      ...base,
      ...expected,
      state: "changed",
      detail: `its content is not the one whose hash ${digestName} has`,
    };
  }
  if (isProven) return undefined;
  return { ...base, state: "unproven", detail: `its hash is right, but ${digestName} is not proven` };
}

/** The hash of a log file, or what is wrong with it. Undefined if it does not exist. */
async function hashOf(group: Group, file: StoredFile, context: GroupContext, calls: TrailCall[]) {
  const { hashes, hasher, onFile, signal } = context;
  const known = hashes.get(file);
  if (known) {
    calls.push(...known.calls);
    onFile(0);
    return known.hash;
  }
  const content = await group.read(file.key);
  signal.throwIfAborted();
  if ("fault" in content) {
    onFile(0);
    return content.fault === "missing" ? undefined : { state: content.fault, detail: content.detail };
  }
  try {
    const hashed = await hasher.hash(content.bytes);
    signal.throwIfAborted();
    onFile(hashed.bytes);
    hashes.set(file, hashed);
    calls.push(...hashed.calls);
    return hashed.hash;
  } catch (error) {
    if (!(error instanceof UnreadableLogFile)) throw error;
    return { state: "changed" as const, detail: error.message };
  }
}

async function checkUnnamed(
  group: Group,
  files: readonly StoredFile[],
  { proofs, windows, context }: LogContext,
  calls: TrailCall[],
): Promise<Finding[]> {
  const { at, graceMs } = context;
  const covered = new Set([...referenceKinds(proofs), "CloudTrail"]);
  return inParallel(files, AT_ONCE, async (file): Promise<Finding> => {
    const kind = placeOfLog(file.key)?.kind ?? "";
    if (!covered.has(kind)) {
      return { ...about(file, "log"), state: "unproven", detail: `no digest names files of ${kind}` };
    }
    const proof = withoutReference(file, { windows, at, graceMs });
    // Who stopped the trail may be in the files that came after its last digest.
    if (proof.state === "uncovered") await hashOf(group, file, context, calls);
    return { ...about(file, "log"), ...(proof as Pick<Finding, "state" | "detail">) };
  });
}

/** Kinds of files that digests name: AWS does not document whether those of Insights are among them. */
function referenceKinds(proofs: ReadonlyMap<Digest, Proof>): string[] {
  return [...proofs.keys()].flatMap(({ content }) =>
    (content?.logs ?? []).map(({ key }) => placeOfLog(key)?.kind ?? ""),
  );
}
