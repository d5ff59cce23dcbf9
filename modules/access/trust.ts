import type { KeysOf } from "../known-options";
import { EXTERNAL_ID, isAccountId, isExternalId, isPermissionSetName, PERMISSION_SET_NAME } from "../limits/formats";
import { SESSION_HOURS } from "../limits/numbers";
import { arnsIn, isArnOf, parseArn, type Conditions, type Location, type Statement } from "../policy";
import { arnOf, type Principal } from "../principal";
import { invalidArn, invalidFormat, outOfRange, type Problem } from "../validation";

/** A permission set of IAM Identity Center, as it is provisioned in an account. */
export interface PermissionSet {
  /** Account in which people use the permission set. 12 digits. */
  readonly account: string;
  /** Name in IAM Identity Center, without `AWSReservedSSO_`. Names that continue with `_` match, too. */
  readonly name: string;
}

/** Who may assume a role, and how. At least one principal or permission set is required. */
export interface RoleTrust {
  /**
   * Users and roles of any account. With `externalId`, also a third party's account, such as
   * `arn:aws:iam::111122223333:root`: the third party then decides which of its principals may assume the role.
   * @default none
   */
  readonly trustedPrincipals?: readonly Principal[];
  /**
   * Permission sets of IAM Identity Center, whose role names end with a suffix that AWS generates. `requireMfa` and
   * `externalId` do not apply to them, because their sessions carry neither: require MFA in IAM Identity Center.
   * @default none
   * @see https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
   */
  readonly trustedPermissionSets?: readonly PermissionSet[];
  /**
   * An id agreed with a third party, which prevents the confused deputy problem. 2 to 1,224 characters. @default none
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
   */
  readonly externalId?: string;
  /**
   * `false` lets sessions without MFA assume the role. Required for software, and for roles of an identity provider,
   * whose sessions do not show MFA. @default true
   */
  readonly requireMfa?: boolean;
  /** 1 to 12. @default 1 @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
  readonly maxSessionHours?: number;
}

export const TRUST_OPTIONS: KeysOf<RoleTrust> = {
  externalId: true,
  maxSessionHours: true,
  requireMfa: "flag",
  trustedPermissionSets: { account: true, name: true },
  trustedPrincipals: "list",
};

/** The trust of a role in this location. */
type LocatedTrust = RoleTrust & Location;

export function trustProblems(trust: LocatedTrust): Problem[] {
  const { trustedPrincipals = [], trustedPermissionSets = [], externalId, maxSessionHours } = trust;
  return [
    trustedPrincipals.length + trustedPermissionSets.length === 0 &&
      "trustedPrincipals must name at least one user or role, got none",
    ...trustedPrincipals.map((one) => principalProblem(arnOf(one), trust)),
    ...trustedPermissionSets.flatMap(({ account, name }) => [
      invalidFormat("trustedPermissionSets: account", account, isAccountId, "12 digits"),
      invalidFormat("trustedPermissionSets: name", name, isPermissionSetName, PERMISSION_SET_NAME),
    ]),
    // The value may be a secret of the third party: do not print it.
    externalId !== undefined && !isExternalId(externalId) && `externalId must be ${EXTERNAL_ID}, got another value`,
    outOfRange("maxSessionHours", maxSessionHours, SESSION_HOURS, "hours"),
  ];
}

function principalProblem(arn: string, { externalId, account }: LocatedTrust): Problem {
  if (externalId === undefined || !isAccountRoot(arn))
    return invalidArn("trustedPrincipals", arn, "iam", "user/", "role/");
  return (
    parseArn(arn)?.account === account &&
    `trustedPrincipals must name users and roles of the role's own account, got "${arn}": only a third party's account is trusted as a whole`
  );
}

/** Whether an ARN is an account's root, which stands for every principal that the account allows. */
export function isAccountRoot(arn: string): boolean {
  return isArnOf(arn, "iam", "root") && parseArn(arn)!.resource === "root";
}

export function trustStatements(trust: LocatedTrust): Statement[] {
  const { trustedPrincipals = [], trustedPermissionSets = [] } = trust;
  return [
    ...(trustedPrincipals.length > 0 ? [namedPrincipals(trustedPrincipals.map(arnOf), trust)] : []),
    ...(trustedPermissionSets.length > 0 ? [permissionSets(trustedPermissionSets, trust)] : []),
  ];
}

function namedPrincipals(principals: readonly string[], { externalId, requireMfa = true }: RoleTrust): Statement {
  const Condition: Conditions = {
    ...(externalId !== undefined && { StringEquals: { "sts:ExternalId": externalId } }),
    ...(requireMfa && { Bool: { "aws:MultiFactorAuthPresent": "true" } }),
  };
  return {
    Sid: "NamedPrincipalsTakeRole",
    Effect: "Allow",
    Principal: { AWS: principals },
    Action: "sts:AssumeRole",
    ...(Object.keys(Condition).length > 0 && { Condition }),
  };
}

/**
 * A Principal element takes no wildcards, so AWS documents the account as principal, with a condition on the role's
 * name.
 */
function permissionSets(sets: readonly PermissionSet[], { region }: Location): Statement {
  return {
    Sid: "PermissionSetsTakeRole",
    Effect: "Allow",
    Principal: { AWS: sets.map(({ account }) => arnsIn({ account, region }).root()) },
    Action: "sts:AssumeRole",
    Condition: {
      ArnLike: {
        "aws:PrincipalArn": sets.flatMap(({ account, name }) => {
          const roles = (path: string) =>
            arnsIn({ account, region }).role(`AWSReservedSSO_${name}_*`, `/aws-reserved/sso.amazonaws.com/${path}`);
          // Where IAM Identity Center is in us-east-1, the path has no Region.
          return [roles(""), roles("*/")];
        }),
      },
    },
  };
}
