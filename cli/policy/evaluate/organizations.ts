import { isAction } from "./actions";
import type { Asked } from "./context";
import type { Policies, Settings } from "./request";
import { not, noted, or, type Tri } from "./tri";
import { judge, type Limit, type Verdict } from "./verdict";

/** Every level of the principal's organization must allow a request. */
export function scpLimits(request: Asked, { scps = [] }: Policies, settings: Settings): Limit[] {
  if (scps.length === 0) return [];
  const applies = isBoundByScps(request, settings);
  if (applies === false) return [];
  return scps.map((level) => {
    const verdict = judge(level, "limiting principals", request);
    return { layer: "service control policy", verdict: applies === true ? verdict : doubtful(verdict) };
  });
}

/**
 * What the levels of the resource's organization say. They only deny: RCPFullAWSAccess, which nobody can detach, allows
 * everything at each level.
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
 */
export function rcpVerdicts(request: Asked, { rcps = [] }: Policies, settings: Settings): Verdict[] {
  if (rcps.length === 0) return [];
  const applies = isBoundByRcps(request, settings);
  if (applies === false) return [];
  return rcps.map((level) => {
    const verdict = judge(level, "limiting resources", request);
    return applies === true ? verdict : doubtful(verdict);
  });
}

/** What policies say that may not apply. */
function doubtful(verdict: Verdict): Verdict {
  return {
    allows: { ...verdict.allows, itself: or(verdict.allows.itself, "unknown") },
    denies: verdict.denies === false ? false : "unknown",
    allowedBy: [],
    deniedBy: [],
  };
}

/**
 * Users and roles of member accounts, their root users too. Not AWS services and their service-linked roles, and not the
 * management account.
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
function isBoundByScps(request: Asked, { principalInManagementAccount = false }: Settings): Tri {
  if (!("arn" in request.principal) || principalInManagementAccount) return false;
  return not(isServiceLinked(request));
}

/**
 * Everyone's requests, for resources of member accounts, in the supported services. Not the requests of service-linked
 * roles, nor those of services to assume them.
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/resource-control-policies.html
 */
function isBoundByRcps(request: Asked, settings: Settings): Tri {
  const { principal, action, resource, unknown } = request;
  const { resourceInManagementAccount = false, awsManagedKey = false } = settings;
  if (resourceInManagementAccount || awsManagedKey || isAction(action, "kms:RetireGrant")) return false;
  if (principal.kind === "service" && LINKED.test(resource)) return false;
  const isLinked = isServiceLinked(request);
  if (isLinked === true) return false;
  const service = action.slice(0, action.indexOf(":")).toLowerCase();
  return WITH_RCPS.has(service) ? not(isLinked) : noted(unknown, `whether RCPs apply to ${service}`);
}

/** The path that AWS reserves. */
const LINKED = /:role\/aws-service-role\//;

/**
 * The ARN of a session does not show the path, but the names of these roles begin alike.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-service-linked-roles.html
 */
function isServiceLinked({ principal, unknown }: Asked): Tri {
  if (principal.kind !== "role") return false;
  if (!principal.isPathUnknown) return LINKED.test(principal.arn);
  const mayBe = principal.arn.includes("/AWSServiceRoleFor");
  return mayBe && noted(unknown, `whether ${principal.arn} is a service-linked role`);
}

/** The services that support RCPs, by prefix. AWS adds some, so it is unknown here whether others support them by now. */
const WITH_RCPS: ReadonlySet<string> = new Set([
  ...["aoss", "appconfig", "appstream", "autoscaling", "autoscaling-plans", "budgets", "clouddirectory"],
  ...["cloudfront", "cloudsearch", "cloudtrail-data", "codeartifact", "codebuild", "codecommit", "codepipeline"],
  ...["cognito-identity", "cognito-idp", "comprehend", "comprehendmedical", "compute-optimizer"],
  ...["cost-optimization-hub", "dax", "dsql", "dynamodb", "ecr", "ecr-public", "events", "firehose", "fis", "fms"],
  ...["gamelift", "health", "inspector-scan", "kendra", "kinesisvideo", "kms", "logs", "memorydb"],
  ...["networkmonitor", "notifications", "opensearch", "pca-connector-ad", "personalize", "polly", "pricing"],
  ...["resource-groups", "rolesanywhere", "s3", "secretsmanager", "servicediscovery", "signin", "sqs", "sts"],
  ...["support", "swf", "textract", "timestream-influxdb", "transcribe", "transfer", "translate", "wafv2"],
  ...["workspaces", "xray"],
]);
