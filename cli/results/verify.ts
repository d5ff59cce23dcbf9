import type { State } from "../verification/check";
import type { Location } from "../../modules/policy";
import { counts, verdict, type Verification } from "../verification/verify";

/** The result as JSON. While `version` is 1, fields may be added but not renamed. */
export interface VerifyJson {
  readonly version: 1;
  readonly environment: string;
  /** Endpoint of the emulator; `null` for AWS. */
  readonly endpoint: string | null;
  /** ISO 8601. */
  readonly at: string;
  readonly places: readonly Location[];
  readonly verdict: string;
  readonly counts: Readonly<Record<State, number>>;
  readonly checks: readonly CheckJson[];
  /** What is not checked. @default nothing */
  readonly notes?: readonly string[];
}

export interface CheckJson {
  readonly id: string;
  readonly group: string;
  readonly title: string;
  readonly state: State;
  readonly expected: string;
  readonly found: string;
  readonly details: readonly string[];
  readonly missingPermission: string | null;
  /** Id of the check whose result explains this one. */
  readonly cause: string | null;
  readonly exampleStep: string | null;
  readonly controls: readonly string[];
  readonly milliseconds: number;
}

export function asJson(verification: Verification): VerifyJson {
  const { environment, endpoint, at, places, results, notes = [] } = verification;
  return {
    version: 1,
    environment,
    endpoint: endpoint ?? null,
    at: at.toISOString(),
    places,
    verdict: verdict(verification),
    counts: counts(verification),
    checks: results.map(({ check, state, found, details = [], missingPermission, cause, milliseconds }) => ({
      id: check.id,
      group: check.group,
      title: check.title,
      state,
      expected: check.expected,
      found,
      details,
      missingPermission: missingPermission ?? null,
      cause: cause ?? null,
      exampleStep: check.exampleStep ?? null,
      controls: check.controls,
      milliseconds,
    })),
    ...(notes.length > 0 && { notes }),
  };
}
