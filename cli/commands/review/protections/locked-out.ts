import type { Matrix } from "../../../access/compute";
import type { ProtectionFinding } from "./protection";

/** Id of the finding that nobody may change the policy of a key. */
export const KEY_LOCKED_OUT = "key-locked-out";

const CHANGE_KEY_POLICY = /^(replica-)?key-policy$/;

/**
 * The keys whose policy somebody could change before, and nobody can after. KMS asks only whether the caller still may:
 * whoever that is, the configuration does not show it.
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html#KMS-PutKeyPolicy-request-BypassPolicyLockoutSafetyCheck
 */
export function lockedOut(environment: string, was: Matrix, will: Matrix): ProtectionFinding[] {
  const open = new Set(changersOf(was).flatMap(({ id, isOpen }) => (isOpen ? id : [])));
  return changersOf(will)
    .filter(({ id, isOpen }) => open.has(id) && !isOpen)
    .map(({ target }) => ({
      protection: KEY_LOCKED_OUT,
      address: environment,
      what:
        `${target}: nobody in these stacks may change its policy any more. KMS accepts that only from a caller who still ` +
        "may; without that caller, only AWS Support can change it",
    }));
}

/** For each key, whether somebody may change its policy. */
function changersOf({ accessCases, cells }: Matrix) {
  return accessCases.flatMap(({ id, like = id, target }, row) =>
    CHANGE_KEY_POLICY.test(like)
      ? [{ id, target, isOpen: cells[row]!.some(({ decision }) => decision !== "denied") }]
      : [],
  );
}
