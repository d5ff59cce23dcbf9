import {
  isAccountId,
  isOrganizationId,
  isTrailName,
  isTrailPrefix,
  TRAIL_NAME,
  TRAIL_PREFIX,
  ORGANIZATION_ID,
} from "../limits/formats";
import { invalidFormat, type Problem } from "../validation";
import type { Organization } from "./names";
import type { TrailUse } from "./wiring";

/** What CloudTrail refuses in what identifies a trail, except its account and Region. */
export function identityProblems({ name, prefix, organization }: TrailUse): Problem[] {
  return [
    invalidFormat("name", name, isTrailName, TRAIL_NAME),
    prefix !== undefined && invalidFormat("prefix", prefix, isTrailPrefix, TRAIL_PREFIX),
    ...(organization === undefined ? [] : organizationProblems(organization)),
  ];
}

function organizationProblems({ id, managementAccount }: Organization): Problem[] {
  return [
    invalidFormat("organization.id", id, isOrganizationId, ORGANIZATION_ID),
    invalidFormat("organization.managementAccount", managementAccount, isAccountId, "12 digits"),
  ];
}
