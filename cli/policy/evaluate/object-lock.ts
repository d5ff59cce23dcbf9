import { isAction } from "./actions";
import type { Asked } from "./context";
import { parseDate } from "./operators";
import type { BucketSettings, ObjectLock } from "./request";
import { noted, not, type Tri } from "./tri";

/** What Object Lock also requires: nothing, another permission, or what nobody has. */
export type LockDemand = "nothing" | typeof BYPASS | "impossible" | "unknown";

export const BYPASS = "s3:BypassGovernanceRetention";

/**
 * For deleting a version, and for changing its retention. A delete without a version only adds a marker, which a lock
 * does not prevent.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
 */
export function lockDemand(request: Asked, { lock = {} }: BucketSettings): LockDemand {
  const { action, unknown } = request;
  const isDeleting = isAction(action, "s3:DeleteObjectVersion");
  if (isDeleting && lock.legalHold === true) return "impossible";
  if (lock.mode === undefined) return "nothing";
  const breaks = isDeleting || (isAction(action, "s3:PutObjectRetention") && not(keepsRetention(request, lock)));
  if (breaks === "unknown") return noted(unknown, "the change of retention");
  if (!breaks) return "nothing";
  return lock.mode === "COMPLIANCE" ? "impossible" : BYPASS;
}

/**
 * Whether a request leaves the lock as it is, or bypasses governance mode, which takes a header besides the permission.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html#object-lock-managing-bypass
 */
export function respectsLock(request: Asked, settings: BucketSettings): Tri {
  const demand = lockDemand(request, settings);
  if (demand === BYPASS) return settings.bypassGovernance ?? noted(request.unknown, HEADER);
  return demand === "unknown" ? demand : demand === "nothing";
}

const HEADER = "the header x-amz-bypass-governance-retention";

/**
 * Whether a request must have the permission to bypass governance mode: where it bypasses it, and wherever a delete has
 * the header.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html
 */
export function requiresBypass(request: Asked, settings: BucketSettings): boolean {
  const { bypassGovernance } = settings;
  const isDelete = isAction(request.action, "s3:DeleteObject", "s3:DeleteObjectVersion");
  return (bypassGovernance === true && isDelete) || lockDemand(request, settings) === BYPASS;
}

/**
 * Whether a version keeps its mode and is retained as long as before, or longer.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html
 */
function keepsRetention({ context }: Asked, { mode, until = "" }: ObjectLock): Tri {
  const modes = context.valuesOf("s3:object-lock-mode");
  const dates = context.valuesOf("s3:object-lock-retain-until-date");
  if (modes !== "unknown" && modes[0] !== mode) return false;
  if (dates === "unknown") return dates;
  const [date] = dates;
  if (date === undefined) return false;
  const [before, after] = [parseDate(until), parseDate(date)];
  if (before === undefined || after === undefined) return "unknown";
  if (after < before) return false;
  return modes === "unknown" ? modes : true;
}
