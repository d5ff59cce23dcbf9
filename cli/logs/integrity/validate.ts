import { createHash } from "node:crypto";
import { parseDigestName, timeInName } from "../../../modules/log-keys";
import { inParallel } from "../../framework/pool";
import { QUARTER_MS, type Period } from "../selection";
import { validateGroup, type GroupResult } from "./group";
import type { GroupContext } from "./group-context";
import type { HashState } from "./hash-state";
import { Hasher } from "./hasher";
import { findIntact } from "./older-versions";
import { KeyRing, type PublicKey } from "./public-keys";
import type { Finding, Gap, TrailCall, TrustedKey, Validation } from "./result";
import type { Store } from "./store";

/** Accounts and Regions under way at once. */
const AT_ONCE = 8;

export interface ValidateOptions {
  /** Limits of the period, in milliseconds. @default everything that is there */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** A longer period, whose files are validated too; only in the period itself are files missed. @default none */
  readonly wider?: ((period: Period) => Period) | undefined;
  /** How late the newest digest may be, in milliseconds. */
  readonly graceMs: number;
  /** Keys to trust, and none besides. @default those that the store offers */
  readonly keys?: { readonly source: string; readonly keys: readonly PublicKey[] } | undefined;
  readonly hashes: HashState;
  readonly onFile: (bytes: number) => void;
  readonly signal: AbortSignal;
}

/** Validates everything in a store. Throws if the signal is aborted, and an `AwsFailure` if nothing can be listed. */
export async function validate(store: Store, options: ValidateOptions): Promise<Validation> {
  const { hashes, signal, wider } = options;
  const period = { from: options.from ?? store.period?.from, to: options.to ?? store.period?.to };
  const { from, to } = wider?.(period) ?? period;
  const startedAt = Date.now();
  const notes = new Set<string>();
  const ring = new KeyRing();
  ring.add(options.keys?.keys ?? []);
  const hasher = new Hasher();
  const context: GroupContext = {
    ...options,
    hasher,
    from,
    to,
    at: store.at ?? period.to,
    ring,
    loadKeys: keyLoader(store, options, ring, notes),
  };
  const groups = await store.groups();
  const results = await inParallel(groups, AT_ONCE, async (group) => {
    signal.throwIfAborted();
    return validateGroup(group, context);
  }).finally(() => hasher.end());
  hashes.end();
  const all = distinct([...results.flatMap((one) => one.findings), ...store.findings()]);
  const findings = all.filter((one) => one.state !== "missing" || wider === undefined || isMissedIn(period, one.key));
  return {
    sources: [store.name],
    from,
    to,
    startedAt,
    groups: results.map(({ summary }) => summary),
    chains: results.flatMap(({ chains }) => chains),
    findings: await findIntact(findings, store, notes, signal),
    gaps: gapsOf(results).filter((gap) => wider === undefined || overlaps(period, gap)),
    keys: trustedKeys(ring, options.keys?.source ?? "CloudTrail"),
    notes: [...notes],
  };
}

function isMissedIn({ from = -Infinity, to = Infinity }: Period, key: string): boolean {
  const time = timeInName(key);
  if (time === undefined) return true;
  return parseDigestName(key) === undefined ? time >= from - QUARTER_MS && time < to : time > from && time <= to;
}

function overlaps({ from = -Infinity, to = Infinity }: Period, gap: Gap): boolean {
  return gap.from < to && gap.to > from;
}

/** A file that is missing may be known from its digest and from a manifest. */
function distinct(findings: readonly Finding[]): Finding[] {
  const known = new Map<string, Finding>();
  for (const one of findings) {
    const name = JSON.stringify([one.state, one.kind, one.key]);
    if (!known.has(name)) known.set(name, one);
  }
  return [...known.values()];
}

/** Loads the keys of a period once. A store that refuses leaves digests unproven, and says why. */
function keyLoader(store: Store, { keys }: ValidateOptions, ring: KeyRing, notes: Set<string>) {
  const loaded = new Map<string, Promise<void>>();
  return (region: string, from: number, to: number): Promise<void> => {
    if (keys !== undefined || store.keys === undefined) {
      if (keys === undefined) notes.add("no public keys are given: --keys FILE names saved ones");
      return Promise.resolve();
    }
    const name = `${region} ${from} ${to}`;
    const known = loaded.get(name);
    if (known) return known;
    const loading = store.keys(region, from, to).then(
      (found) => {
        ring.add(found);
        ring.markComplete(region);
      },
      (error: Error) => void notes.add(`the public keys of ${region} could not be read: ${error.message}`),
    );
    loaded.set(name, loading);
    return loading;
  };
}

function trustedKeys({ all }: KeyRing, source: string): TrustedKey[] {
  return all.map(({ region, fingerprint, value }) => ({
    region,
    fingerprint,
    hash: createHash("sha256").update(value).digest("hex"),
    source,
  }));
}

/** Who stops a trail does it within this time of the gap. */
const AROUND_MS = 2 * 60 * 60_000;

/** A call is recorded in another Region than most gaps that it causes, so those of all groups are searched. */
function gapsOf(results: readonly GroupResult[]): Gap[] {
  const calls = results.flatMap((one) => one.calls).sort((a, b) => (a.time < b.time ? -1 : 1));
  return results.flatMap(({ gaps }) => gaps.map((gap) => ({ ...gap, calls: callsAround(calls, gap.from, gap.to) })));
}

function callsAround(calls: readonly TrailCall[], from: number, to: number): TrailCall[] {
  return calls.filter(({ time }) => {
    const at = Date.parse(time);
    return at >= from - AROUND_MS && at <= to + AROUND_MS;
  });
}

/** One result for several sources. There must be at least one. */
export function merge(all: readonly Validation[]): Validation {
  const [first] = all;
  return {
    ...first!,
    sources: all.flatMap(({ sources }) => sources),
    groups: all.flatMap(({ groups }) => groups),
    chains: all.flatMap(({ chains }) => chains),
    findings: all.flatMap(({ findings }) => findings),
    gaps: all.flatMap(({ gaps }) => gaps),
    keys: all.flatMap(({ keys }) => keys),
    notes: [...new Set(all.flatMap(({ notes }) => notes))],
  };
}
