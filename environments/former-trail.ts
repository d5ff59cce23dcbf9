import * as v from "valibot";
import { isTrailName, isTrailPrefix, TRAIL_PREFIX } from "../modules/limits";
import { flag, only, text } from "./options";
import type { Rule } from "./rule";
import { account, region } from "./shapes";

/** What a trail was before it was renamed or moved. */
export const formerTrail = only({
  /** Its name. @default the same */
  name: v.optional(text(isTrailName, "the name of a trail")),
  /** Its account. @default the same */
  account: v.optional(account),
  /** Its home Region. @default the same */
  region: v.optional(region),
  /** Whether it recorded `organization`. @default the same */
  ofOrganization: v.optional(flag),
  /** Management account of `organization` at that time. @default the same */
  managementAccount: v.optional(account),
  /** Its folder in the log bucket; `""` for none. @default the same */
  prefix: v.optional(text((prefix) => prefix === "" || isTrailPrefix(prefix), `${TRAIL_PREFIX}, or "" for none`)),
});

/** An entry that states nothing new would keep permissions that are there anyway. */
export const formerTrailsDiffer: Rule = ({ trail, accounts, region: here, organization, logs }) =>
  (trail?.formerly ?? []).flatMap((former, index) => {
    if (former === undefined) return [];
    const path = `trail.formerly[${index}]`;
    const now = {
      name: trail?.name,
      account: accounts?.audited?.id,
      region: here,
      ofOrganization: trail?.ofOrganization ?? false,
      managementAccount: organization?.managementAccount,
      prefix: logs?.prefix ?? "",
    };
    const differs = Object.entries(former).some(([key, value]) => value !== now[key as keyof typeof now]);
    return [
      !differs && { path, message: "must state what was different, got the trail as it is", unless: "trail" },
      organization === undefined &&
        (former.ofOrganization === true || former.managementAccount !== undefined) && {
          path,
          message: "requires organization with id and managementAccount, got none",
          unless: "organization",
        },
    ];
  });
