import { SESSION_HOURS } from "../limits";
import type { Conditions, Statement } from "../policy";
import { arnOf, type Principal } from "../principal";
import { invalidArn, outOfRange, type Problem } from "../validation";

/** Who may take a role, and how. */
export interface RoleTrust {
  /** Users and roles, of any account. Whole accounts are refused: they are nobody in particular. */
  readonly trustedPrincipals: readonly Principal[];
  /**
   * An id agreed with a third party, against the confused deputy problem. 2 to 1,224 characters. @default none
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
   */
  readonly externalId?: string;
  /**
   * `false` gives up the second factor. Needed where principals are roles of an identity provider, whose
   * sessions carry no mark of it. @default true
   */
  readonly requireMfa?: boolean;
  /** 1 to 12. @default 1 @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
  readonly maxSessionHours?: number;
}

export function trustProblems({ trustedPrincipals, externalId, maxSessionHours }: RoleTrust): Problem[] {
  return [
    trustedPrincipals.length === 0 && "trustedPrincipals must name at least one user or role, got none",
    ...trustedPrincipals.map((one) => invalidArn("trustedPrincipals", arnOf(one), "iam", "user/", "role/")),
    // The characters of ExternalId in https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    externalId !== undefined &&
      !/^[\w+=,.@:/-]{2,1224}$/.test(externalId) &&
      "externalId must be 2 to 1224 letters, digits and +=,.@:/-, got another value",
    outOfRange("maxSessionHours", maxSessionHours, SESSION_HOURS, "hours"),
  ];
}

export function trustStatement({ trustedPrincipals, externalId, requireMfa = true }: RoleTrust): Statement {
  const Condition: Conditions = {
    ...(externalId !== undefined && { StringEquals: { "sts:ExternalId": externalId } }),
    ...(requireMfa && { Bool: { "aws:MultiFactorAuthPresent": "true" } }),
  };
  return {
    Sid: "NamedPrincipalsTakeRole",
    Effect: "Allow",
    Principal: { AWS: trustedPrincipals.map(arnOf) },
    Action: "sts:AssumeRole",
    ...(Object.keys(Condition).length > 0 && { Condition }),
  };
}
