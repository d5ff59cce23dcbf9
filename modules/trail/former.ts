import type { KeysOf } from "../known-options";
import { isTrailName } from "../limits/formats";
import { invalidFormat, locationProblems, notList, type Problem } from "../validation";
import { ORGANIZATION_OPTIONS, type Organization, type TrailIdentity } from "./names";

/**
 * A trail before it was renamed or moved. What is not given has not changed.
 *
 * Policies keep naming the former trail, so that it delivers until Terraform has replaced it and its last files have
 * arrived. Remove the entry in a later deployment.
 */
export interface FormerTrail {
  /** @default the same */
  readonly name?: string;
  /** @default the same */
  readonly account?: string;
  /** @default the same */
  readonly region?: string;
  /** `"none"` where the trail recorded its own account only. @default the same */
  readonly organization?: Organization | "none";
  /** `""` where the trail had no prefix. @default the same */
  readonly prefix?: string;
}

export const FORMER_OPTIONS: KeysOf<FormerTrail> = {
  account: true,
  name: true,
  organization: () => ORGANIZATION_OPTIONS,
  prefix: true,
  region: true,
};

export interface FormerTrails {
  /** @default none */
  readonly prefix?: string;
  /** @default none */
  readonly formerly?: readonly FormerTrail[];
}

/** Of all that identifies a trail. */
export const IDENTITY_OPTIONS: KeysOf<TrailIdentity & FormerTrails> = {
  account: true,
  formerly: FORMER_OPTIONS,
  logGroupName: true,
  name: true,
  organization: ORGANIZATION_OPTIONS,
  prefix: true,
  region: true,
};

/** The former trails that these entries describe, in full. */
export function formerTrails(trail: TrailIdentity & FormerTrails) {
  const { formerly = [], name, account, region, organization, prefix, logGroupName } = trail;
  return formerly.map((former) => {
    const formerPrefix = former.prefix ?? prefix;
    return {
      name: former.name ?? name,
      account: former.account ?? account,
      region: former.region ?? region,
      organization: former.organization === "none" ? undefined : (former.organization ?? organization),
      prefix: formerPrefix === "" ? undefined : formerPrefix,
      logGroupName,
      former: true,
    };
  });
}

export function formerProblems(trail: TrailIdentity & FormerTrails): Problem[] {
  if (!Array.isArray(trail.formerly ?? [])) return [notList("formerly", trail.formerly)];
  const text = (value: object) => JSON.stringify({ ...value, former: false });
  const { name, account, region, organization, prefix, logGroupName } = trail;
  const now = text({ name, account, region, organization, prefix, logGroupName });
  return formerTrails(trail).flatMap((former, index) => [
    text(former) === now && `formerly[${index}] must state what was different, got the trail as it is`,
    ...locationProblems(former).map((problem) => problem && `formerly[${index}].${problem}`),
    invalidFormat(`formerly[${index}].name`, former.name, isTrailName, "the name of a trail"),
  ]);
}
