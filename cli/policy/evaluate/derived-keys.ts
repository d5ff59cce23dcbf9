import { accountOf } from "./principals";
import type { Context, Principal } from "./request";
import type { Tri } from "./tri";

interface About {
  /** Account that owns the resource. */
  readonly account: string;
  /** S3 repeats the resource's account under a name of its own. No other service does. */
  readonly isToS3: boolean;
  readonly isThroughService: Tri;
}

/**
 * The condition keys that derive from who calls which account. An empty list means that the request does not carry the
 * key.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html#amazons3-policy-keys
 */
export function derivedKeys(principal: Principal, { account, isToS3, isThroughService }: About): Context {
  return {
    ...keysOf(principal),
    // Only sessions of roles can have a source identity.
    ...(principal.kind === "role" ? {} : { "aws:SourceIdentity": [] }),
    "aws:ViaAWSService": isThroughService === "unknown" ? null : String(isThroughService),
    "aws:ResourceAccount": account,
    ...(isToS3 ? { "s3:ResourceAccount": account } : {}),
    "kms:CallerAccount": accountOf(principal) ?? [],
  };
}

/** Keys that list the names of other keys. */
const LISTS: ReadonlyMap<string, string> = new Map([
  ["aws:tagkeys", "aws:requesttag/"],
  ["kms:encryptioncontextkeys", "kms:encryptioncontext:"],
  ["s3:requestobjecttagkeys", "s3:requestobjecttag/"],
]);

/** The other keys of a request. */
interface Others {
  valuesOf(key: string): readonly string[] | "unknown";
  namesAfter(beginning: string): readonly string[] | "unknown";
}

/** What other keys of the request say about a key that it does not give; `undefined` if no other key is about it. */
export function impliedValues(key: string, others: Others): readonly string[] | "unknown" | undefined {
  const listed = LISTS.get(key);
  if (listed !== undefined) return others.namesAfter(listed);
  if (key !== "aws:calledviafirst" && key !== "aws:calledvialast") return undefined;
  const services = others.valuesOf("aws:calledvia");
  return services === "unknown" ? services : services.slice(...(key === "aws:calledviafirst" ? [0, 1] : [-1]));
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
    case "origin access identity":
      return {};
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
    "aws:PrincipalArn": principal.kind === "role" && principal.isPathUnknown ? null : principal.arn,
    "aws:PrincipalAccount": accountOf(principal) ?? [],
    "aws:PrincipalIsAWSService": "false",
    "aws:PrincipalServiceName": [],
    "aws:username": [],
  };
}
