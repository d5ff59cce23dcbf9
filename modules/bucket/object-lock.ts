import type { KeysOf } from "../known-options";
import { OBJECT_LOCK_DAYS } from "../limits/numbers";
import { notOneOf, outOfRange, type Problem } from "../validation";

/**
 * How long each new object version is locked. GOVERNANCE can be lifted with s3:BypassGovernanceRetention; COMPLIANCE
 * cannot be lifted before it ends, not even by root. Existing objects are not locked.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
 */
export interface ObjectLock {
  readonly mode: "GOVERNANCE" | "COMPLIANCE";
  /** 1 to 36,500. Exactly one of `days` and `years` is required. @default none */
  readonly days?: number;
  /** 1 to 100. @default none */
  readonly years?: number;
}

export const OBJECT_LOCK_OPTIONS: KeysOf<ObjectLock> = { days: true, mode: true, years: true };

export function objectLockProblems(objectLock: ObjectLock | undefined): Problem[] {
  if (objectLock === undefined) return [];
  const { days, years } = objectLock;
  const given = [days, years].filter((value) => value !== undefined).length;
  return [
    given !== 1 && `objectLock must have either days or years, got ${given === 0 ? "neither" : "both"}`,
    outOfRange("objectLock.days", days, OBJECT_LOCK_DAYS, "days"),
    notOneOf("objectLock.mode", objectLock.mode, ["GOVERNANCE", "COMPLIANCE"]),
    outOfRange("objectLock.years", years, { min: 1, max: 100 }, "years"),
  ];
}

/** Retention in days. A year counts as 365 days, as in S3. */
export function retentionDays({ days, years }: ObjectLock): number {
  return days ?? (years ?? 0) * 365;
}
