import { GROUPS, type Group } from "../../../verification/check";
import { showTime } from "../../../render/time";
import type { Result } from "../../../verification/run-checks";
import type { Verification } from "../../../verification/verify";

/** The results under their groups, groups without any left out. */
export function grouped({ results }: Verification): [Group, Result[]][] {
  return GROUPS.map((group): [Group, Result[]] => [group, results.filter(({ check }) => check.group === group)]).filter(
    ([, all]) => all.length > 0,
  );
}

/** Where and when: `account 111122223333 in eu-central-1, 2026-11-21 21:38:43 UTC`. */
export function whereAndWhen({ places, at }: Verification): string {
  const where = places.map(({ account, region }) => `account ${account} in ${region}`).join(" and ");
  return `${where}, ${showTime(at)}`;
}

/** Said wherever an endpoint answered in the place of AWS. */
export function notAws({ endpoint }: Verification): string | undefined {
  return endpoint === undefined ? undefined : `checked on ${endpoint}, not AWS: this proves nothing about AWS`;
}
