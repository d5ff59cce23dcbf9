import { isAccountId, isOrganizationId, isTrailName, isTrailPrefix, TRAIL_PREFIX } from "../limits";
import { invalidFormat, type Problem } from "../validation";
import type { Organization } from "./names";
import type { TrailUse } from "./wiring";

/** What CloudTrail refuses in what identifies a trail, except its account and Region. */
export function identityProblems({ name, prefix, organization }: TrailUse): Problem[] {
  return [
    invalidFormat(
      "name",
      name,
      isTrailName,
      "3 to 128 letters, digits, and single periods, underscores or dashes between them",
    ),
    prefix !== undefined && invalidFormat("prefix", prefix, isTrailPrefix, TRAIL_PREFIX),
    ...(organization === undefined ? [] : organizationProblems(organization)),
  ];
}

function organizationProblems({ id, managementAccount }: Organization): Problem[] {
  return [
    invalidFormat("organization.id", id, isOrganizationId, 'an organization id like "o-a1b2c3d4e5"'),
    invalidFormat("organization.managementAccount", managementAccount, isAccountId, "12 digits"),
  ];
}
