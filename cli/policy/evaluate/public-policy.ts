import type { Policy } from "../document";
import { isBroad, parseRange } from "./addresses";

/**
 * Keys that make a statement for everyone non-public, if it demands fixed values of them.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
const LIMITING: readonly string[] = [
  ...["aws:PrincipalAccount", "aws:PrincipalArn", "aws:PrincipalOrgID", "aws:PrincipalOrgPaths"],
  ...["aws:PrincipalServiceName", "aws:SourceAccount", "aws:SourceArn", "aws:SourceOwner", "aws:SourceOrgID"],
  ...["aws:SourceVpc", "aws:SourceVpce", "aws:VpceAccount", "aws:VpceOrgID", "aws:userid"],
  ...["s3:DataAccessPointAccount", "s3:DataAccessPointArn"],
].map((key) => key.toLowerCase());

/** Operators that demand one of their values; those that hold without the key demand nothing. */
const DEMANDING = /^(ForAnyValue:)?(String(Equals|EqualsIgnoreCase|Like)|Arn(Equals|Like)|IpAddress)$/;

interface Elements {
  readonly Effect?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** Whether S3 takes a bucket policy for public: one statement suffices, whatever the request. */
export function isPublic({ statements }: Policy): boolean {
  return (statements as readonly unknown[]).some((statement) => isPublicStatement(statement as Elements));
}

function isPublicStatement({ Effect, Principal, Condition = {} }: Elements): boolean {
  if (Effect !== "Allow" || namesFixedPrincipals(Principal)) return false;
  return !Object.entries(Condition).some(
    ([operator, keys]) =>
      DEMANDING.test(operator) &&
      Object.entries(keys).some(([key, values]) => limits(key.toLowerCase(), [values].flat().map(String))),
  );
}

/** Everyone is not fixed, nor is who holds a token of an identity provider, nor everyone but some (NotPrincipal). */
function namesFixedPrincipals(element: unknown): boolean {
  if (typeof element !== "object" || element === null) return false;
  const { AWS = [], Federated } = element as Record<string, string | string[]>;
  return Federated === undefined && ![AWS].flat().includes("*");
}

function limits(key: string, values: readonly string[]): boolean {
  if (key === "aws:sourceip") {
    return values.every((value) => {
      const range = parseRange(value);
      return range !== undefined && !isBroad(range);
    });
  }
  return LIMITING.includes(key) && values.every((value) => isFixed(key, value));
}

/** No wildcard and no variable, but for the name of an access point and the session of a role. */
function isFixed(key: string, value: string): boolean {
  if (value.includes("${")) return false;
  const fixed =
    key === "s3:dataaccesspointarn"
      ? value.split(":").slice(0, 5).join(":")
      : key === "aws:userid"
        ? value.replace(/^(AROA[A-Z0-9]+):\*$/, "$1")
        : value;
  return !/[*?]/.test(fixed) && fixed !== "";
}
