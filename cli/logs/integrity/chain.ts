import { basename } from "node:path/posix";
import { parseDigestName, secondStamp } from "../../../modules/log-keys";
import {
  isSameSignature,
  isSignedBy,
  signedText,
  type Digest,
  type DigestContent,
  type PreviousDigest,
} from "./digest";
import type { KeyRing } from "./public-keys";
import type { State } from "./result";

export const HOUR_MS = 60 * 60_000;

/** Whether a digest is what CloudTrail wrote. */
export interface Proof {
  readonly state: State | "valid";
  /** Empty if it is valid. */
  readonly detail: string;
}

/** A digest that is not there. */
export interface MissingDigest {
  readonly key: string;
  readonly detail: string;
  readonly count: number;
  readonly expectedHash?: string | undefined;
  /** Where it is, if the trail wrote to another bucket then. */
  readonly otherBucket?: string | undefined;
}

export interface ChainGap {
  readonly from: number;
  readonly to: number;
  readonly cause: "restarted" | "unknown";
}

export interface ChainCheck {
  readonly proofs: ReadonlyMap<Digest, Proof>;
  readonly missing: readonly MissingDigest[];
  readonly gaps: readonly ChainGap[];
}

export interface ChainOptions {
  readonly ring: KeyRing;
  /** Nothing before it is looked for, in milliseconds. @default no limit */
  readonly from: number | undefined;
  /** Digests that end before it must be there, in milliseconds. @default nobody knows */
  readonly dueUntil: number | undefined;
}

const VALID: Proof = { state: "valid", detail: "" };

/** Checks digests of one chain against each other. They are in the order of time. */
export function checkChain(digests: readonly Digest[], { ring, from, dueUntil }: ChainOptions): ChainCheck {
  const proofs = proveAll(digests, ring);
  const indexOf = new Map(digests.map(({ file }, index) => [file.key, index]));
  const links = digests.map((_, index) => linkOf(index, { digests, indexOf, proofs, from }));
  for (const { orphans } of links) {
    for (const orphan of orphans) {
      if (proofs.get(orphan)?.state !== "valid") continue;
      proofs.set(orphan, { state: "extra", detail: "the digests after it refer to an older one" });
    }
  }
  const due = dueUntil === undefined ? [] : dueAfter(digests.at(-1), dueUntil);
  return {
    proofs,
    missing: [...links.flatMap(({ missing }) => missing), ...due],
    gaps: links.flatMap(({ gap }) => gap ?? []),
  };
}

/** The newest digest needs its own signature. Each other one is proven by the next one, too, which has its hash. */
function proveAll(digests: readonly Digest[], ring: KeyRing): Map<Digest, Proof> {
  const proofs = new Map<Digest, Proof>();
  const nextOf = new Map<string, Digest>();
  for (const digest of [...digests].reverse()) {
    proofs.set(digest, prove(digest, nextOf.get(digest.file.key), proofs, ring));
    const previous = digest.content && isElsewhere(digest.content) ? undefined : digest.content?.previous?.key;
    const known = previous === undefined ? undefined : nextOf.get(previous);
    if (previous === undefined || (known && proofs.get(known)!.state === "valid")) continue;
    nextOf.set(previous, digest);
  }
  return proofs;
}

function prove(digest: Digest, next: Digest | undefined, proofs: ReadonlyMap<Digest, Proof>, ring: KeyRing): Proof {
  const { content, hash, signature, fault, named } = digest;
  if (content === undefined || hash === undefined) return fault ?? { state: "unproven", detail: "it was not read" };
  const { region } = named;
  const keys = ring.find(region, content.fingerprint);
  const text = signedText(content, hash);
  const isSigned = signature === undefined || keys.length === 0 ? undefined : isSignedBy(keys, text, signature);
  if (isSigned === false) return { state: "changed", detail: "its signature does not fit its content" };
  if (next && proofs.get(next)!.state === "valid") return proveByNext(digest, next);
  if (isSigned === true) return VALID;
  if (keys.length === 0) {
    const detail = `no public key with the fingerprint ${content.fingerprint} is known for ${region}`;
    return { state: ring.isComplete(region) ? "changed" : "unproven", detail };
  }
  const given = next?.content?.previousSignature;
  if (given === undefined) {
    return { state: "unproven", detail: "its signature is unknown: a copy has none, and no later digest gives it" };
  }
  if (isSignedBy(keys, text, given)) return VALID;
  return { state: "unproven", detail: "the signature that the next digest gives does not fit, and is itself unproven" };
}

/** The next digest is valid, so the hash in it is that of the digest which CloudTrail wrote. */
function proveByNext({ hash, signature }: Digest, { content, file }: Digest): Proof {
  const changed = (detail: string): Proof => ({ state: "changed", detail: `${detail} (${basename(file.key)})` });
  if (content?.previous?.hash !== hash) return changed("it is not the one whose hash the next digest has");
  if (signature === undefined || content?.previousSignature === undefined) return VALID;
  if (isSameSignature(signature, content.previousSignature)) return VALID;
  return changed("its signature is not the one that the next digest has");
}

interface Link {
  readonly missing: readonly MissingDigest[];
  readonly gap?: ChainGap | undefined;
  /** Digests that the chain leaves out. */
  readonly orphans: readonly Digest[];
}

interface LinkContext {
  readonly digests: readonly Digest[];
  readonly indexOf: ReadonlyMap<string, number>;
  readonly proofs: ReadonlyMap<Digest, Proof>;
  readonly from: number | undefined;
}

/** What lies between a digest and the one before it in the listing. */
function linkOf(at: number, { digests, indexOf, proofs, from }: LinkContext): Link {
  const digest = digests[at]!;
  const older = digests[at - 1];
  const { content, file, named } = digest;
  const isUsable = content !== undefined && proofs.get(digest)!.state !== "changed";
  const olderEnd = older?.named.endsAt;
  if (!isUsable) {
    const start = named.endsAt - HOUR_MS;
    const isApart = !named.isBackfill && olderEnd !== undefined && start - olderEnd > HOUR_MS / 2;
    return { missing: [], gap: isApart ? { from: olderEnd, to: start, cause: "unknown" } : undefined, orphans: [] };
  }
  const { previous, startsAt } = content;
  if (previous === undefined) {
    const start = olderEnd ?? (from !== undefined && startsAt - from > HOUR_MS ? from : undefined);
    const isGap = start !== undefined && !named.isBackfill;
    return { missing: [], gap: isGap ? { from: start, to: startsAt, cause: "restarted" } : undefined, orphans: [] };
  }
  if (isElsewhere(content)) return { missing: elsewhere(file.key, previous, from), orphans: [] };
  const index = indexOf.get(previous.key);
  if (index !== undefined) return { missing: [], orphans: digests.slice(index + 1, at) };
  return { missing: missingBefore(file.key, previous, older, from), orphans: [] };
}

/** Whether the trail wrote the digest before it to another bucket. */
function isElsewhere({ bucket, previous }: DigestContent): boolean {
  return previous !== undefined && previous.bucket !== bucket;
}

function elsewhere(key: string, { key: previous, bucket }: PreviousDigest, from = -Infinity): MissingDigest[] {
  const named = parseDigestName(previous);
  if (named && named.endsAt <= from) return [];
  const detail = `${basename(key)} names it: the trail wrote to the bucket ${bucket} then, which was not read`;
  return [{ key: previous, detail, count: 1, otherBucket: bucket }];
}

/** The digest that the chain names, and those of the hours between it and the one before it. */
function missingBefore(
  key: string,
  previous: PreviousDigest,
  older: Digest | undefined,
  from = -Infinity,
): MissingDigest[] {
  const named = parseDigestName(previous.key);
  if (named && named.endsAt <= from) return [];
  const detail = `${basename(key)} names it`;
  const first = { key: previous.key, detail, count: 1, expectedHash: previous.hash };
  if (!named || !older || named.isBackfill) return [first];
  return [first, ...hoursBetween(previous.key, older.named.endsAt, named.endsAt)];
}

/** Digests of the hours between two digests, neither of them included. Their names follow from the hour. */
function hoursBetween(key: string, olderEnd: number, end: number): MissingDigest[] {
  const count = Math.round((end - olderEnd) / HOUR_MS) - 1;
  if (count < 1) return [];
  return [{ key: keyAt(key, end - count * HOUR_MS), detail: "a digest is due each hour", count }];
}

function dueAfter(last: Digest | undefined, dueUntil: number): MissingDigest[] {
  if (last === undefined || last.named.isBackfill) return [];
  const count = Math.floor((dueUntil - last.named.endsAt) / HOUR_MS);
  if (count < 1) return [];
  const detail = "a digest is due each hour; without one the trail was stopped or deleted, or the digest was removed";
  return [{ key: keyAt(last.file.key, last.named.endsAt + HOUR_MS), detail, count }];
}

/** The key of another digest of the chain. */
function keyAt(key: string, endsAt: number): string {
  const at = new Date(endsAt);
  const name = basename(key).replace(/\d{8}T\d{6}Z(?=(_backfill)?\.json\.gz$)/, secondStamp(at));
  const region = /^(?:.*\/)?CloudTrail-Digest\/[^/]+\//.exec(key)?.[0] ?? "";
  return `${region}${at.toISOString().slice(0, "2026-01-31".length).replaceAll("-", "/")}/${name}`;
}
