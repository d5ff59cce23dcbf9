import type { ITerraformDependable } from "cdktf";

/**
 * A principal that a policy names: an ARN, or a construct of this app that has one. KMS and S3 refuse a policy that
 * names a role that does not exist yet, so the construct's resource is created first.
 */
export type Principal = string | CreatedPrincipal;

export interface CreatedPrincipal {
  /** ARN built from configuration, so that plans show it. */
  readonly arn: string;
  /** The Terraform resource that must exist before a policy names the ARN. */
  readonly resource: ITerraformDependable;
}

export function arnOf(principal: Principal): string {
  return typeof principal === "string" ? principal : String((principal as CreatedPrincipal | undefined)?.arn);
}

/** What a policy resource must wait for, in addition to what it refers to. */
export function resourcesOf(principals: readonly Principal[]): ITerraformDependable[] {
  return principals.flatMap((principal) => (typeof principal === "string" ? [] : [principal.resource]));
}
