import type { Policy } from "../document";
import { isBroad, parseRange } from "./addresses";
import { and, everyHolds, not, someHolds, type Tri } from "./tri";

/** What a policy belongs to. S3 counts some policies of access points as public that it would not on a bucket. */
export type Holder = "bucket" | "access point";

const inLowerCase = (keys: readonly string[]): ReadonlySet<string> => new Set(keys.map((key) => key.toLowerCase()));

/**
 * Keys that make a statement for everyone non-public, if it requires fixed values for them, besides those of `limits`.
 * The page lists no key of principals, but means them all: "AWS principal, user, role, or service principal".
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
const LIMITING = inLowerCase([
  ...["aws:PrincipalAccount", "aws:PrincipalArn", "aws:PrincipalOrgID", "aws:PrincipalOrgPaths"],
  ...["aws:PrincipalServiceName", "aws:SourceAccount", "aws:SourceArn", "aws:SourceOwner", "aws:SourceVpc"],
  "aws:SourceVpce",
]);

/** Keys that also name one organization, account or network, and that the page does not list. */
const UNDOCUMENTED = inLowerCase([
  ...["aws:PrincipalServiceNamesList", "aws:SourceOrgID", "aws:SourceOrgPaths", "aws:SourceVpcArn"],
  ...["aws:VpceAccount", "aws:VpceOrgID", "aws:VpceOrgPaths"],
]);

/** Operators that require one of their values; those that match without the key require nothing. */
const DEMANDING = /^(ForAnyValue:)?(String(Equals|EqualsIgnoreCase|Like)|Arn(Equals|Like)|IpAddress)$/;

/** ForAllValues matches without the key, but the page asks for it, or ForAnyValue, on keys with several values. */
const ASKED_FOR = /^ForAllValues:(String(Equals|EqualsIgnoreCase|Like))$/;
const MULTIVALUED = inLowerCase([
  "aws:PrincipalOrgPaths",
  "aws:PrincipalServiceNamesList",
  "aws:SourceOrgPaths",
  "aws:VpceOrgPaths",
]);

const judged: Readonly<Record<Holder, WeakMap<Policy, Tri>>> = { bucket: new WeakMap(), "access point": new WeakMap() };

/**
 * Whether S3 considers a policy public: one public statement suffices, whatever the request and whatever its actions.
 * The policy of an access point in a VPC never is. Judged once for each policy.
 */
export function isPublic(policy: Policy, holder: Holder): Tri {
  const statements = policy.statements as readonly unknown[];
  const known = judged[holder].get(policy);
  const found = known ?? someHolds(statements, (statement) => isPublicStatement(valuesOf(statement), holder));
  judged[holder].set(policy, found);
  return found;
}

function isPublicStatement({ Effect, Principal, Condition }: Readonly<Record<string, unknown>>, holder: Holder): Tri {
  if (Effect !== "Allow" || namesFixedPrincipals(Principal)) return false;
  const isLimited = someHolds(Object.entries(valuesOf(Condition)), ([operator, keys]) =>
    someHolds(Object.entries(valuesOf(keys)), ([key, values]) => {
      const name = key.toLowerCase();
      return and(demands(operator, name), limitsAll(name, [values].flat(), holder));
    }),
  );
  return not(isLimited);
}

function demands(operator: string, key: string): Tri {
  return DEMANDING.test(operator) || (ASKED_FOR.test(operator) && MULTIVALUED.has(key) ? "unknown" : false);
}

/** Anything other than an object has no values. */
function valuesOf(element: unknown): Readonly<Record<string, unknown>> {
  return typeof element === "object" && element !== null ? (element as Readonly<Record<string, unknown>>) : {};
}

/** Not fixed are everyone, holders of an identity provider's token, and everyone except some (NotPrincipal). */
function namesFixedPrincipals(element: unknown): boolean {
  if (typeof element !== "object" || element === null) return false;
  const { AWS, Federated } = valuesOf(element);
  return Federated === undefined && ![AWS].flat().includes("*");
}

function limitsAll(key: string, given: readonly unknown[], holder: Holder): Tri {
  if (!given.every((value) => ["string", "number", "boolean"].includes(typeof value))) return false;
  return everyHolds(given, (value) => limits(key, String(value), holder));
}

function limits(key: string, value: string, holder: Holder): Tri {
  switch (key) {
    case "aws:sourceip":
      return isNarrow(value);
    case "aws:userid":
      // "Outside the pattern AROLEID:*" can mean that sessions of a role count in spite of the asterisk, or never count.
      return ROLE_SESSION.test(value) ? "unknown" : isFixed(value);
    case "s3:dataaccesspointarn":
      // Only the name of the access point may have wildcards. A statement of an access point limits nothing by it.
      return holder === "bucket" && isFixed(value.split(":").slice(0, 5).join());
    case "s3:dataaccesspointaccount":
      // A statement of an access point limits nothing by its own account, either, but the page does not say so.
      return and(isFixed(value), holder === "bucket" || "unknown");
    default:
      return and(isFixed(value), LIMITING.has(key) || (UNDOCUMENTED.has(key) ? "unknown" : false));
  }
}

const ROLE_SESSION = /^AROA[A-Z0-9]+:(\*|[^*?$]+)$/;

/** A range of addresses that S3 does not consider broad. */
function isNarrow(value: string): boolean {
  const range = parseRange(value);
  return range !== undefined && !isBroad(range);
}

/** No wildcard and no variable. */
function isFixed(value: string): boolean {
  return value !== "" && !/[*?]|\$\{/.test(value);
}
