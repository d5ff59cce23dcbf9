/** What a file can be, besides valid. The first four are findings, `pending` is none. */
export const STATES = ["changed", "missing", "extra", "uncovered", "unreadable", "unproven", "pending"] as const;

/**
 * - `changed`: its content is not what CloudTrail wrote.
 * - `missing`: a digest names it, or it is due, and it is not there.
 * - `extra`: it is there, and the digest of its time does not name it.
 * - `uncovered`: there is no digest of its time.
 * - `unreadable`: it could not be read; nothing is wrong with it as far as anybody knows.
 * - `unproven`: what would prove it is not known: a signature, a public key, or its digest.
 * - `pending`: its digest is not due yet.
 */
export type State = (typeof STATES)[number];

/** A file that is not valid. Names and details may quote an attacker: escape them for output. */
export interface Finding {
  readonly state: State;
  readonly kind: "log" | "digest";
  readonly key: string;
  /** As the user knows the file. */
  readonly name: string;
  /** Completes a sentence about the file. */
  readonly detail: string;
  /** Number of files, if it stands for several. @default 1 */
  readonly count?: number | undefined;
  /** SHA-256 that the unpacked file should have. @default nobody knows */
  readonly expectedHash?: string | undefined;
  /** An older version of the object that is what CloudTrail wrote. @default none was found */
  readonly intact?: IntactVersion | undefined;
}

export interface IntactVersion {
  readonly versionId: string;
  /** In milliseconds. */
  readonly modified: number;
  /** When the file was deleted, and by whom. @default it was replaced */
  readonly deleted?: { readonly at: number; readonly owner: string | undefined } | undefined;
}

/** A call that changes whether a trail records. */
export interface TrailCall {
  readonly time: string;
  readonly event: string;
  readonly principal: string;
  readonly ip: string;
  readonly target: string;
  readonly error: string;
}

/** A period without digests between two digests. */
export interface Gap {
  readonly chain: ChainName;
  /** In milliseconds. */
  readonly from: number;
  readonly to: number;
  /** Logging began anew after it, or the next digest cannot be read, so that nobody knows. */
  readonly cause: "restarted" | "unknown";
  /** Calls from two hours before the gap to two hours after it. */
  readonly calls: readonly TrailCall[];
}

/** Digests that refer to each other. */
export interface ChainName {
  readonly bucket: string | undefined;
  readonly account: string;
  readonly region: string;
  readonly trail: string;
  readonly homeRegion: string;
  readonly isBackfill: boolean;
}

export interface ChainSummary {
  readonly chain: ChainName;
  /** Digests that were read or could not be read. */
  readonly digests: number;
  readonly validDigests: number;
  /** Start of the first and end of the last digest, in milliseconds. */
  readonly from: number;
  readonly to: number;
}

/** The files of an account in a Region. */
export interface GroupSummary {
  readonly folder: string;
  readonly account: string;
  readonly region: string;
  readonly logs: number;
  readonly validLogs: number;
}

/** What a validation found. */
export interface Validation {
  /** As the user gave them. */
  readonly sources: readonly string[];
  /** Limits of the period, in milliseconds. @default everything that is there */
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly startedAt: number;
  readonly groups: readonly GroupSummary[];
  readonly chains: readonly ChainSummary[];
  readonly findings: readonly Finding[];
  readonly gaps: readonly Gap[];
  /** Where the trusted public keys are from, with a hash of each. */
  readonly keys: readonly TrustedKey[];
  /** What explains the result. */
  readonly notes: readonly string[];
}

export interface TrustedKey {
  readonly region: string | undefined;
  readonly fingerprint: string;
  /** SHA-256 of the key, in hexadecimal. */
  readonly hash: string;
  readonly source: string;
}

const FINDINGS: readonly State[] = ["changed", "missing", "extra", "uncovered"];

/** Whether a state means that somebody has changed, added or removed something. */
export function isFinding(state: State): boolean {
  return FINDINGS.includes(state);
}

export function countOf(findings: readonly Finding[], test: (finding: Finding) => boolean): number {
  return findings.reduce((sum, finding) => sum + (test(finding) ? (finding.count ?? 1) : 0), 0);
}

/** 1 if something was changed, added or removed, or logging stopped; 2 if something could not be told; otherwise 0. */
export function exitStatus({ findings, gaps }: Pick<Validation, "findings" | "gaps">): 0 | 1 | 2 {
  if (gaps.length > 0 || findings.some(({ state }) => isFinding(state))) return 1;
  return findings.some(({ state }) => state !== "pending") ? 2 : 0;
}
