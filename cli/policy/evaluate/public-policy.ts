import type { Policy } from "../document";
import { isBroad, parseRange } from "./addresses";

/**
 * Keys that make a statement for everyone non-public, if it requires fixed values for them.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
const LIMITING: readonly string[] = [
  ...["aws:PrincipalAccount", "aws:PrincipalArn", "aws:PrincipalOrgID", "aws:PrincipalOrgPaths"],
  ...["aws:PrincipalServiceName", "aws:SourceAccount", "aws:SourceArn", "aws:SourceOwner", "aws:SourceOrgID"],
  ...["aws:SourceVpc", "aws:SourceVpce", "aws:VpceAccount", "aws:VpceOrgID", "aws:userid"],
  ...["s3:DataAccessPointAccount", "s3:DataAccessPointArn"],
].map((key) => key.toLowerCase());

/** Operators that require one of their values; those that match without the key require nothing. */
const DEMANDING = /^(ForAnyValue:)?(String(Equals|EqualsIgnoreCase|Like)|Arn(Equals|Like)|IpAddress)$/;

/** Whether S3 considers a bucket policy public: one public statement suffices, whatever the request. */
export function isPublic({ statements }: Policy): boolean {
  return (statements as readonly unknown[]).some((statement) => isPublicStatement(valuesOf(statement)));
}

function isPublicStatement({ Effect, Principal, Condition }: Readonly<Record<string, unknown>>): boolean {
  if (Effect !== "Allow" || namesFixedPrincipals(Principal)) return false;
  return !Object.entries(valuesOf(Condition)).some(
    ([operator, keys]) =>
      DEMANDING.test(operator) &&
      Object.entries(valuesOf(keys)).some(([key, values]) => limits(key.toLowerCase(), [values].flat())),
  );
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

function limits(key: string, given: readonly unknown[]): boolean {
  if (!given.every((value) => ["string", "number", "boolean"].includes(typeof value))) return false;
  const values = given.map(String);
  if (key === "aws:sourceip") {
    return values.every((value) => {
      const range = parseRange(value);
      return range !== undefined && !isBroad(range);
    });
  }
  return LIMITING.includes(key) && values.every((value) => isFixed(key, value));
}

/** No wildcard and no variable, except in the name of an access point and the session of a role. */
function isFixed(key: string, value: string): boolean {
  if (value.includes("${")) return false;
  const fixed =
    key === "s3:dataaccesspointarn"
      ? value.split(":").slice(0, 5).join()
      : key === "aws:userid"
        ? value.replace(/^(AROA[A-Z0-9]+):\*$/, "$1")
        : value;
  return !/[*?]/.test(fixed) && fixed !== "";
}
