import type { Asked } from "./context";
import type { Settings } from "./request";
import { lockDemand } from "./s3";
import { or, type Tri } from "./tri";

/** A permission that a request requires besides that for its own action. */
export interface FurtherAction {
  readonly action: string;
  readonly isRequired: true | "unknown";
}

const NONE: readonly FurtherAction[] = [];

export function furtherActions(request: Asked, settings: Settings): readonly FurtherAction[] {
  const action = request.action.toLowerCase();
  if (action.startsWith("sts:assumerole")) return ofAssuming(request);
  if (settings.s3?.lock === undefined) return NONE;
  const demand = lockDemand(request, settings.s3);
  return demand === "s3:BypassGovernanceRetention" ? [{ action: demand, isRequired: true }] : NONE;
}

/**
 * Whoever passes session tags or sets a source identity must be allowed that, too.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_permissions-required
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
 */
function ofAssuming({ context }: Asked): readonly FurtherAction[] {
  const passesTags = or(context.has("aws:tagkeys"), context.has("sts:transitivetagkeys"));
  const required = (action: string, isRequired: Tri) => (isRequired === false ? NONE : [{ action, isRequired }]);
  return [
    ...required("sts:TagSession", passesTags),
    ...required("sts:SetSourceIdentity", context.has("sts:sourceidentity")),
  ];
}
