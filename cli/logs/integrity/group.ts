import { parseDigestName, placeOfLog, timeInName, type NamedDigest } from "../../../modules/log-keys";
import { inParallel } from "../../framework/pool";
import { UnreadableLogFile } from "../log-file";
import { checkChain, HOUR_MS, type Proof } from "./chain";
import { isLate, windowsOf, withoutReference, type Window } from "./coverage";
import { readDigest, type Digest } from "./digest";
import type { HashState } from "./hash-state";
import { hashLog } from "./log-hash";
import type { KeyRing } from "./public-keys";
import type { ChainSummary, Finding, Gap, GroupSummary, TrailCall } from "./result";
import { referencesOf, type Reference } from "./references";
import type { Group, StoredFile } from "./store";

/** Files under way at once. */
const AT_ONCE = 16;

export interface GroupContext {
  /** In milliseconds. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** When the files were listed or copied. Undefined if nobody knows. */
  readonly at: number | undefined;
  readonly graceMs: number;
  readonly ring: KeyRing;
  /** Loads the keys of a period into the ring. */
  readonly loadKeys: (region: string, from: number, to: number) => Promise<void>;
  readonly hashes: HashState;
  readonly onFile: (bytes: number) => void;
  readonly signal: AbortSignal;
}

export interface GroupResult {
  readonly summary: GroupSummary;
  readonly chains: readonly ChainSummary[];
  readonly findings: readonly Finding[];
  /** Without calls. */
  readonly gaps: readonly Omit<Gap, "calls">[];
  readonly calls: readonly TrailCall[];
}

/** Validates the files of one account and Region. Throws if the signal is aborted. */
export async function validateGroup(group: Group, context: GroupContext): Promise<GroupResult> {
  const files = await group.files();
  const findings: Finding[] = [];
  const { digests: digestFiles, logs } = split(files, findings);
  const digests = await readDigests(group, digestFiles, context);
  await loadKeysOf(group.region, digests, context);
  const chains = chainsOf(digests).map((chain) => checkOneChain(group, chain, context));
  const proofs = new Map(chains.flatMap(({ check }) => [...check.proofs]));
  findings.push(...chains.flatMap((chain) => chain.findings));
  const logCheck = await checkLogs(group, logs, { proofs, windows: windowsOf(proofs), context });
  findings.push(...logCheck.findings);
  const { folder, account, region } = group;
  return {
    summary: { folder, account, region, logs: logCheck.total, validLogs: logCheck.valid },
    chains: chains.map(({ summary }) => summary),
    findings,
    gaps: chains.flatMap(({ summary: { chain }, check }) => check.gaps.map((gap) => ({ ...gap, chain }))),
    calls: logCheck.calls,
  };
}

interface NamedFile {
  readonly file: StoredFile;
  readonly named: NamedDigest;
}

function split(files: readonly StoredFile[], findings: Finding[]) {
  const digests: NamedFile[] = [];
  const logs: StoredFile[] = [];
  for (const file of files) {
    const place = placeOfLog(file.key);
    if (place?.kind !== "CloudTrail-Digest") {
      logs.push(file);
      continue;
    }
    const named = parseDigestName(file.key);
    const isRight = named?.account === place.account && named.region === place.region;
    if (isRight) digests.push({ file, named });
    else
      findings.push({
        ...about(file, "digest"),
        state: "extra",
        detail: "CloudTrail does not give digests such names",
      });
  }
  return { digests, logs };
}

/** Log files near the end are named by digests that end later. */
const AFTER_END_MS = 2 * HOUR_MS;

async function readDigests(group: Group, files: readonly NamedFile[], context: GroupContext): Promise<Digest[]> {
  const { from = -Infinity, to = Infinity, onFile, signal } = context;
  const inPeriod = files.filter(({ named: { endsAt } }) => endsAt > from && endsAt < to + AFTER_END_MS);
  return inParallel(inPeriod, AT_ONCE, async ({ file, named }) => {
    const content = await group.read(file.key);
    signal.throwIfAborted();
    onFile("bytes" in content ? content.bytes.length : 0);
    return readDigest(file, named, group.bucket, content);
  });
}

/** A digest may be signed with a key that is valid up to two hours after its end. */
const KEY_MARGIN_MS = 2 * HOUR_MS;

/** Backfill digests may be signed with a key of a later time than that in their names. */
async function loadKeysOf(region: string, digests: readonly Digest[], { loadKeys, ring }: GroupContext): Promise<void> {
  const times = digests.map(({ named }) => named.endsAt);
  if (times.length === 0) return;
  const [first, last] = [Math.min, Math.max].map((pick) => times.reduce((a, b) => pick(a, b))) as [number, number];
  await loadKeys(region, first - KEY_MARGIN_MS, last + KEY_MARGIN_MS);
  for (const { content, generatedAt } of digests) {
    if (content === undefined || generatedAt === undefined || Number.isNaN(generatedAt)) continue;
    if (ring.find(region, content.fingerprint).length > 0) continue;
    await loadKeys(region, generatedAt - HOUR_MS, generatedAt + HOUR_MS);
  }
}

function chainsOf(digests: readonly Digest[]): Digest[][] {
  const chains = new Map<string, Digest[]>();
  for (const digest of digests) {
    const { trail, homeRegion, isBackfill } = digest.named;
    const name = `${trail} ${homeRegion} ${isBackfill}`;
    chains.set(name, [...(chains.get(name) ?? []), digest]);
  }
  return [...chains.values()].map((chain) => chain.sort((a, b) => a.named.endsAt - b.named.endsAt));
}

function checkOneChain(group: Group, digests: readonly Digest[], { ring, from, to, at, graceMs }: GroupContext) {
  const limits = [to, at === undefined ? undefined : at - graceMs].filter((limit) => limit !== undefined);
  const dueUntil = limits.length === 0 ? undefined : Math.min(...limits);
  const check = checkChain(digests, { ring, from, dueUntil });
  const findings: Finding[] = [
    ...[...check.proofs].flatMap(([{ file }, { state, detail }]) =>
      state === "valid" ? [] : { ...about(file, "digest"), state, detail },
    ),
    ...check.missing.map((one) => ({ ...one, kind: "digest", name: group.nameOf(one.key), state: "missing" }) as const),
  ];
  const [first, last] = [digests[0]!, digests.at(-1)!];
  const { account, region, trail, homeRegion, isBackfill } = first.named;
  const summary: ChainSummary = {
    chain: { bucket: group.bucket, account, region, trail, homeRegion, isBackfill },
    digests: digests.length,
    validDigests: [...check.proofs.values()].filter(({ state }) => state === "valid").length,
    from: first.content?.startsAt ?? first.named.endsAt - HOUR_MS,
    to: last.named.endsAt,
  };
  return { check, findings, summary };
}

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

async function checkLogs(group: Group, logs: readonly StoredFile[], check: LogContext): Promise<LogCheck> {
  const { proofs, context } = check;
  const { to = Infinity } = context;
  const listed = new Map(logs.map((file) => [file.key, file]));
  const references = referencesOf(proofs, group.bucket, to);
  const calls: TrailCall[] = [];
  const named = await inParallel([...references], AT_ONCE, ([key, reference]) =>
    checkNamed(group, key, listed.get(key), { reference, context, calls }),
  );
  const unnamed = logs.filter((file) => !references.has(file.key) && isInPeriod(file, context));
  const others = await checkUnnamed(group, unnamed, check, calls);
  const findings = [...named.flatMap((one) => one ?? []), ...others];
  return {
    total: references.size + unnamed.length,
    valid: named.filter((one) => one === undefined).length,
    findings,
    calls,
  };
}

/** A file of the last minutes may be delivered after the end, so that no digest before it names it. */
function isInPeriod({ key, modified }: StoredFile, { from = -Infinity, to = Infinity }: GroupContext): boolean {
  const time = timeInName(key) ?? modified;
  if (time === undefined) return true;
  if (modified !== undefined && modified >= to && !isLate(time, modified)) return false;
  return time >= from && time < to;
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
async function hashOf(group: Group, file: StoredFile, { hashes, onFile, signal }: GroupContext, calls: TrailCall[]) {
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
    const hashed = hashLog(content.bytes);
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

function about({ key, name }: StoredFile, kind: Finding["kind"]) {
  return { kind, key, name };
}
