import { isAction, isOfService } from "./actions";
import type { Asked } from "./context";
import { worksAcrossAccounts } from "./kms";
import { accountOf } from "./principals";
import type { Layer, Policies, Settings } from "./request";
import { isBlocked, lockDemand, refusesAcl } from "./s3";
import { mayCallIam, mayCallSts } from "./sts";
import { and, not, or, type Tri } from "./tri";
import { judge, type Verdict } from "./verdict";

/** Policies that allow nothing by themselves, but must allow every request. */
export interface Limit {
  readonly layer: Layer;
  readonly verdict: Verdict;
}

/** Every level of an organization must allow, and so must the VPC endpoint that a request comes through. */
export function limitsOf(request: Asked, policies: Policies, settings: Settings): Limit[] {
  const { scps = [], rcps = [], endpoint } = policies;
  const limits: Limit[] = [];
  if (endpoint) {
    const verdict = judge([endpoint], "of a resource", request);
    limits.push({ layer: "VPC endpoint policy", verdict: atEndpoint(verdict, request, settings) });
  }
  if (isBoundBySCPs(request, settings)) {
    for (const level of scps) {
      limits.push({ layer: "service control policy", verdict: judge(level, "limiting principals", request) });
    }
  }
  const applies = isBoundByRCPs(request, settings);
  if (applies !== false) {
    for (const level of rcps) {
      const verdict = judge(level, "of a resource", request);
      limits.push({ layer: "resource control policy", verdict: applies === "unknown" ? doubtful(verdict) : verdict });
    }
  }
  return limits;
}

/**
 * At a gateway endpoint, an account named as principal means only its root user.
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
function atEndpoint(verdict: Verdict, { principal }: Asked, { gatewayEndpoint }: Settings): Verdict {
  if (principal.kind === "root") return verdict;
  const counts = gatewayEndpoint === undefined ? "unknown" : !gatewayEndpoint;
  return { ...verdict, allows: { ...verdict.allows, "its account": and(verdict.allows["its account"], counts) } };
}

/**
 * Users and roles of member accounts, their root users too. Not AWS services, and not the management account.
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
function isBoundBySCPs({ principal }: Asked, settings: Settings): boolean {
  const { principalInManagementAccount = false, serviceLinkedRole = false } = settings;
  return "arn" in principal && !principalInManagementAccount && !serviceLinkedRole;
}

/** AWS adds services, so it is unknown here whether others support them by now. */
const WITH_RCPS: readonly string[] = ["kms", "s3", "secretsmanager", "sqs", "sts"];

/**
 * Everyone's requests, for resources of member accounts, in the supported services.
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/resource-control-policies.html
 */
function isBoundByRCPs({ action }: Asked, settings: Settings): Tri {
  const { resourceInManagementAccount = false, serviceLinkedRole = false, awsManagedKey = false } = settings;
  if (resourceInManagementAccount || serviceLinkedRole || awsManagedKey) return false;
  if (isAction(action, "kms:RetireGrant")) return false;
  return WITH_RCPS.some((service) => isOfService(action, service)) || "unknown";
}

/** The verdict of a policy that may not apply to this service. */
function doubtful(verdict: Verdict): Verdict {
  return {
    allows: { ...verdict.allows, itself: or(verdict.allows.itself, "unknown") },
    denies: verdict.denies === false ? false : "unknown",
    allowedBy: [],
    deniedBy: [],
  };
}

/** Something that a service requires, whatever the policies allow. */
export type Demand = readonly [layer: Layer, holds: Tri];

export function demandsOf(request: Asked, policies: Policies, settings: Settings): Demand[] {
  const { s3 = {} } = settings;
  const lock = lockDemand(request, s3);
  return [
    ["Block Public Access", !isBlocked(request, policies, s3)],
    ["Object Lock", lock === "unknown" ? lock : lock !== "impossible"],
    ["the service", and(not(refusesAcl(request, s3)), mayCall(request, settings), !isForeignAdministration(request))],
  ];
}

/** Services of which AWS documents that anybody can call them without a signature, if the resource's policy allows it. */
const TAKE_UNSIGNED = ["s3", "sns", "sqs"];

/**
 * Whether the service takes requests of such a principal at all. KMS takes no unsigned requests; of most others AWS does
 * not say it for each.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/Welcome.html
 */
function mayCall(request: Asked, settings: Settings): Tri {
  const { kind } = request.principal;
  if (isOfService(request.action, "sts")) return mayCallSts(request, settings);
  if (isOfService(request.action, "kms")) return kind !== "anonymous" && kind !== "federated";
  if (isOfService(request.action, "iam") && kind !== "anonymous") return mayCallIam(request);
  return kind !== "anonymous" || TAKE_UNSIGNED.some((service) => isOfService(request.action, service)) || "unknown";
}

function isForeignAdministration({ principal, action, account }: Asked): boolean {
  const isForeign = "arn" in principal && accountOf(principal) !== account;
  return isForeign && isOfService(action, "kms") && !worksAcrossAccounts(action);
}
