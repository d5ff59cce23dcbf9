import { isAction } from "./actions";
import type { Asked } from "./context";
import type { Settings } from "./request";
import { furtherS3Actions } from "./s3";
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
  if (action === "sts:getfederationtoken") return ofTags(request);
  // https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html#KMS-CreateKey-request-Tags
  if (action === "kms:createkey") return required("kms:TagResource", request.context.has("aws:tagkeys"));
  return furtherS3Actions(request, settings.s3 ?? {}).flatMap(([one, isRequired]) => required(one, isRequired));
}

/**
 * Whoever passes session tags or sets a source identity must be allowed that, too. So must a role that has a source
 * identity, because the next session has it as well. So must whoever passes contexts, as applications of IAM Identity
 * Center do.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_permissions-required
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#ck_requestcontextproviders
 */
function ofAssuming(request: Asked): readonly FurtherAction[] {
  const { context } = request;
  const isPassed = or(context.has("sts:sourceidentity"), context.has("aws:sourceidentity"));
  const setsContext = isAction(request.action, "sts:AssumeRole") && context.has("sts:requestcontextproviders");
  return [
    ...ofTags(request),
    ...required("sts:SetSourceIdentity", isPassed),
    ...required("sts:SetContext", setsContext),
  ];
}

function ofTags({ context }: Asked): readonly FurtherAction[] {
  return required("sts:TagSession", or(context.has("aws:tagkeys"), context.has("sts:transitivetagkeys")));
}

function required(action: string, isRequired: Tri): readonly FurtherAction[] {
  return isRequired === false ? NONE : [{ action, isRequired }];
}
