import type { PolicyKind } from "./checks";
import type { OneOrMany, Statement } from "./statement";

/**
 * Condition keys that name who calls, or for whom a service acts, in lower case: those that keep a statement for
 * everyone from being public to S3, and those of KMS and SNS that name an account.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
const WHO = new Set([
  ...["aws:principalaccount", "aws:principalarn", "aws:principalorgid", "aws:principalorgpaths"],
  ...["aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths", "aws:sourceowner"],
  ...["aws:sourcevpc", "aws:sourcevpcarn", "aws:sourcevpce", "aws:vpceaccount", "aws:vpceorgid", "aws:vpceorgpaths"],
  ...["aws:userid", "kms:calleraccount", "s3:dataaccesspointaccount", "s3:dataaccesspointarn"],
]);

/** Operators that require one of their values; those that also match a request without the key require nothing. */
const DEMANDING = /^(ForAnyValue:)?(String(Equals|EqualsIgnoreCase|Like)|Arn(Equals|Like)|IpAddress)$/;

/** Whether a statement lets everyone in whom no condition singles out. */
export function allowsEveryone({ Effect, Principal, Condition }: Statement, kind: PolicyKind): boolean {
  if (Effect !== "Allow" || !isEveryone(Principal)) return false;
  return !Object.entries(Condition ?? {}).some(
    ([operator, keys]) =>
      DEMANDING.test(operator) &&
      Object.entries(keys ?? {}).some(([key, values]) =>
        [values as OneOrMany].flat().every((value) => singlesOut(key.toLowerCase(), value, kind)),
      ),
  );
}

function isEveryone(principal: Statement["Principal"]): boolean {
  if (principal === "*") return true;
  return typeof principal === "object" && [principal.AWS ?? []].flat().includes("*");
}

function singlesOut(key: string, value: string, kind: PolicyKind): boolean {
  if (key === "aws:sourceip") return isNarrow(value);
  if (!WHO.has(key)) return false;
  // Names may have wildcards, accounts not. S3 counts a statement with any wildcard as public, and blocks it.
  const must = kind === "bucket" && key !== "s3:dataaccesspointarn" ? value : value.split(":").slice(0, 5).join(":");
  return must !== "" && !/[*?]|\$\{[a-z0-9]+:/i.test(must);
}

/** At least /8 of IPv4, or /32 of IPv6: S3 counts larger ranges as public. */
function isNarrow(range: string): boolean {
  const [address = "", length] = range.split("/");
  const least = address.includes(":") ? 32 : 8;
  return /^[0-9a-f.:]+$/i.test(address) && (length === undefined || Number(length) >= least);
}
