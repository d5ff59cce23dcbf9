import { accountOf } from "./principals";
import type { Context, Principal, Request } from "./request";

/**
 * The condition keys that derive from the rest of a request. An empty list means that the request does not carry the
 * key.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
export function derivedKeys(request: Pick<Request, "principal" | "account" | "context">): Context {
  const { principal, account, context } = request;
  return {
    ...keysOf(principal),
    "aws:ResourceAccount": account,
    "aws:ViaAWSService": String(isThroughService(context)),
    "kms:CallerAccount": accountOf(principal) ?? [],
  };
}

/** Whether an AWS service makes the request for the principal. */
export function isThroughService(context: Context): boolean {
  return context["kms:ViaService"] !== undefined || context["aws:CalledVia"] !== undefined;
}

/** All condition keys that a request carries. */
export function keysOfRequest(request: Request): Context {
  const all = Object.entries({ ...derivedKeys(request), ...request.context });
  return Object.fromEntries(all.filter(([, value]) => typeof value === "string" || value.length > 0));
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable */
function keysOf(principal: Principal): Context {
  switch (principal.kind) {
    case "root":
      return { ...keysOfAccount(principal), "aws:PrincipalType": "Account", "aws:userid": accountOf(principal)! };
    case "user":
      return {
        ...keysOfAccount(principal),
        "aws:PrincipalType": "User",
        "aws:username": principal.arn.slice(principal.arn.lastIndexOf("/") + 1),
      };
    case "role":
      return { ...keysOfAccount(principal), "aws:PrincipalType": "AssumedRole" };
    case "federated user":
      return { ...keysOfAccount(principal), "aws:PrincipalType": "FederatedUser" };
    case "service":
      return {
        ...OF_NO_ACCOUNT,
        "aws:PrincipalIsAWSService": "true",
        "aws:PrincipalServiceName": principal.name,
        "aws:PrincipalType": [],
      };
    case "federated":
      return { ...OF_NO_ACCOUNT, "aws:PrincipalIsAWSService": [], "aws:PrincipalServiceName": [] };
    case "anonymous":
      // Only signed requests say whether a service made them.
      return {
        ...OF_NO_ACCOUNT,
        "aws:PrincipalIsAWSService": [],
        "aws:PrincipalServiceName": [],
        "aws:PrincipalType": "Anonymous",
        "aws:userid": "anonymous",
      };
  }
}

const OF_NO_ACCOUNT: Context = { "aws:PrincipalArn": [], "aws:PrincipalAccount": [], "aws:username": [] };

/** For a session of a role, aws:PrincipalArn is the role. */
function keysOfAccount(principal: Extract<Principal, { readonly arn: string }>): Context {
  return {
    "aws:PrincipalArn": principal.arn,
    "aws:PrincipalAccount": accountOf(principal) ?? [],
    "aws:PrincipalIsAWSService": "false",
    "aws:PrincipalServiceName": [],
    "aws:username": [],
  };
}
