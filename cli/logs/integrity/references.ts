import { basename } from "node:path/posix";
import { timeInName } from "../../../modules/log-keys";
import type { Proof } from "./chain";
import type { Digest } from "./digest";

/** What digests say of one log file. */
export interface Reference {
  /** SHA-256 of the unpacked file; more than one if digests contradict each other. */
  readonly hashes: readonly string[];
  /** Whether a proven digest names it. */
  readonly isProven: boolean;
  readonly digestName: string;
  /** Bucket of the log file, if it is not that of the digest. */
  readonly otherBucket?: string | undefined;
}

/** The log files that digests name. A changed digest proves nothing, and what a proven one says counts alone. */
export function referencesOf(
  proofs: ReadonlyMap<Digest, Proof>,
  bucket: string | undefined,
  to: number,
): Map<string, Reference> {
  const references = new Map<string, Reference>();
  for (const [{ content, file }, { state }] of proofs) {
    if (content === undefined || (state !== "valid" && state !== "unproven")) continue;
    const isProven = state === "valid";
    for (const log of content.logs) {
      // A file of the last minutes is delivered, and named, after the end.
      if (content.startsAt >= to && (timeInName(log.key) ?? to) >= to) continue;
      const known = references.get(log.key);
      if (known?.isProven && !isProven) continue;
      const others = known && known.isProven === isProven ? known.hashes : [];
      references.set(log.key, {
        hashes: others.includes(log.hash) ? others : [...others, log.hash],
        isProven,
        digestName: basename(file.key),
        otherBucket: log.bucket === (bucket ?? content.bucket) ? undefined : log.bucket,
      });
    }
  }
  return references;
}
