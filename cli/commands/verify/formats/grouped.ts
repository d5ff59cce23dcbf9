import { foldCauses } from "../../../verification/causes";
import { GROUPS, type Group } from "../../../verification/check";
import { showTime } from "../../../render/time";
import type { Result } from "../../../verification/check";
import type { Verification } from "../../../verification/verify";

/** The results with each cause once. */
export function folded(verification: Verification): Verification {
  const { results } = verification;
  return {
    ...verification,
    results: foldCauses(
      results,
      ({ check }) => check.id,
      ({ cause }) => cause,
    ),
  };
}

/** The results by group, without empty groups. */
export function grouped({ results }: Verification): [Group, Result[]][] {
  return GROUPS.map((group): [Group, Result[]] => [group, results.filter(({ check }) => check.group === group)]).filter(
    ([, all]) => all.length > 0,
  );
}

/** Location and time: `account 111122223333 in eu-central-1, 2026-11-21 21:38:43 UTC`. */
export function whereAndWhen({ places, at }: Verification): string {
  const where = places.map(({ account, region }) => `account ${account} in ${region}`).join(" and ");
  return `${where}, ${showTime(at)}`;
}

/** Shown if an emulator answered instead of AWS. */
export function notAws({ endpoint }: Verification): string | undefined {
  return endpoint === undefined ? undefined : `checked on ${endpoint}, not AWS: this proves nothing about AWS`;
}
