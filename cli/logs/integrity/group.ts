import { parseDigestName, placeOfLog, type NamedDigest } from "../../../modules/log-keys";
import { inParallel } from "../../framework/pool";
import { checkChain, HOUR_MS, type MissingDigest } from "./chain";
import { checkLogs } from "./check-logs";
import { isStoredAfter, windowsOf } from "./coverage";
import { readDigest, type Digest } from "./digest";
import { withoutDigests } from "./due-chains";
import { dueUntilOf, type GroupContext } from "./group-context";
import type { ChainSummary, Finding, Gap, GroupSummary, TrailCall } from "./result";
import { about, type Group, type StoredFile } from "./store";

/** Files under way at once. */
const AT_ONCE = 16;

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
  const digests = await readDigests(group, digestFiles, readUntil(logs, context), context);
  await loadKeysOf(group.region, digests, context);
  const chains = chainsOf(digests).map((chain) => checkOneChain(group, chain, context));
  const proofs = new Map(chains.flatMap(({ check }) => [...check.proofs]));
  findings.push(...chains.flatMap((chain) => chain.findings), ...(await withoutDigests(group, digests, context)));
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

/** A digest ends at most this long after the log files that it names were stored. */
const AFTER_MS = 2 * HOUR_MS;

/** Log files near the end, and those that were stored late, are named by digests that end later. */
function readUntil(logs: readonly StoredFile[], { from, to = Infinity }: GroupContext): number {
  const stored = logs.filter((file) => isStoredAfter(file, from, to)).map(({ modified = to }) => modified);
  return stored.reduce((latest, time) => Math.max(latest, time), to) + AFTER_MS;
}

async function readDigests(
  group: Group,
  files: readonly NamedFile[],
  until: number,
  context: GroupContext,
): Promise<Digest[]> {
  const { from = -Infinity, onFile, signal } = context;
  const inPeriod = files.filter(({ named: { endsAt } }) => endsAt > from && endsAt < until);
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

function missingFinding(group: Group, { otherBucket, ...digest }: MissingDigest): Finding {
  if (otherBucket === undefined) return { ...digest, kind: "digest", name: group.nameOf(digest.key), state: "missing" };
  return { ...digest, kind: "digest", name: `s3://${otherBucket}/${digest.key}`, state: "unproven" };
}

function checkOneChain(group: Group, digests: readonly Digest[], context: GroupContext) {
  const { ring, from } = context;
  const check = checkChain(digests, { ring, from, dueUntil: dueUntilOf(context) });
  const findings: Finding[] = [
    ...[...check.proofs].flatMap(([{ file }, { state, detail }]) =>
      state === "valid" ? [] : { ...about(file, "digest"), state, detail },
    ),
    ...check.missing.map((one) => missingFinding(group, one)),
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
