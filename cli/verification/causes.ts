import type { AwsFailure } from "../aws/errors";
import type { Result } from "./check";

/**
 * Names the cause of each result that an earlier one explains, so that a cause is reported once: a resource that is not
 * there, a permission that the caller lacks, a call that failed. What needs a missing resource has nothing to check.
 */
export function withCauses(results: readonly Result[]): Result[] {
  const byId = new Map(results.map((result) => [result.check.id, result]));
  const first = new Map<AwsFailure | string, string>();
  return results.map((result) => {
    const { check, state, failure } = result;
    const needed = check.needs === undefined ? undefined : byId.get(check.needs);
    if (result.gone && needed?.gone) return notChecked(result, needed.check.id);
    if (!failure) return result;
    const reason = reasonOf(failure);
    const cause = first.get(reason);
    if (cause === undefined) {
      first.set(reason, check.id);
      return result;
    }
    return state === "fail" ? notChecked(result, cause) : { ...result, cause };
  });
}

/** Failures with the same reason have one cause. A call is made once, so checks that share it share its failure. */
function reasonOf(failure: AwsFailure): AwsFailure | string {
  const { kind, action, message } = failure;
  if (kind === "denied") return `denied ${action}`;
  return kind === "credentials" ? `credentials ${message}` : failure;
}

function notChecked({ check, milliseconds }: Result, cause: string): Result {
  return { check, state: "skipped", found: `not checked, because of ${cause}`, milliseconds, cause };
}

/** Only the results that explain themselves, each with the ids of those that it explains as its last detail. */
export function foldCauses<One extends { readonly details?: readonly string[] | undefined }>(
  results: readonly One[],
  idOf: (one: One) => string,
  causeOf: (one: One) => string | null | undefined,
): One[] {
  const explained = new Map<string, string[]>();
  for (const one of results) {
    const cause = causeOf(one);
    if (cause) explained.set(cause, [...(explained.get(cause) ?? []), idOf(one)]);
  }
  return results
    .filter((one) => !causeOf(one))
    .map((one) => {
      const ids = explained.get(idOf(one));
      return ids ? { ...one, details: [...(one.details ?? []), `for the same reason: ${ids.join(", ")}`] } : one;
    });
}
