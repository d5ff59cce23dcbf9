import { parseArn } from "../../../modules/policy";
import type { Policy } from "../document";

/** Who makes a call, as AWS sees him. */
export type Caller = PrincipalCaller | ServiceCaller | AnonymousCaller;

/** A role, a user or an account's root. */
export interface PrincipalCaller {
  readonly kind: "principal";
  readonly arn: string;
  /** Organization of his account, where it is in one. */
  readonly organizationId: string | undefined;
  /** What IAM allows him. */
  readonly policies: readonly Policy[];
}

/** An AWS service that acts for a resource. */
export interface ServiceCaller {
  readonly kind: "service";
  /** `cloudtrail.amazonaws.com` */
  readonly service: string;
  readonly sourceArn: string | undefined;
  readonly sourceAccount: string | undefined;
}

export interface AnonymousCaller {
  readonly kind: "anonymous";
}

/** An administrator's own policy, and what the simulator needs to be told of root: IAM lets them do anything. */
export const EVERYTHING: Policy = {
  source: "IAM",
  statements: [{ Sid: "AdministratorAccess", Effect: "Allow", Action: "*", Resource: "*" }],
};

/** Condition keys that AWS fills in from who calls; the simulator does not. */
export function callerContext(caller: Caller): Record<string, string> {
  switch (caller.kind) {
    case "principal":
      return {
        "aws:PrincipalArn": caller.arn,
        "aws:PrincipalAccount": parseArn(caller.arn)!.account,
        "aws:PrincipalIsAWSService": "false",
        ...(caller.organizationId && { "aws:PrincipalOrgID": caller.organizationId }),
      };
    case "service":
      return {
        "aws:PrincipalIsAWSService": "true",
        ...(caller.sourceArn && { "aws:SourceArn": caller.sourceArn }),
        ...(caller.sourceAccount && { "aws:SourceAccount": caller.sourceAccount }),
      };
    case "anonymous":
      // Only signed requests say who is a service.
      return {};
  }
}
