import type { HashState } from "./hash-state";
import type { Hasher } from "./hasher";
import type { KeyRing } from "./public-keys";

/** What the validation of every group shares. */
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
  readonly hasher: Hasher;
  readonly onFile: (bytes: number) => void;
  readonly signal: AbortSignal;
}

/** Until when digests must be there. Undefined if nobody knows. */
export function dueUntilOf({ to, at, graceMs }: GroupContext): number | undefined {
  const limits = [to, at === undefined ? undefined : at - graceMs].filter((limit) => limit !== undefined);
  return limits.length === 0 ? undefined : Math.min(...limits);
}
