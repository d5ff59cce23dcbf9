import type { TerraformProvider } from "cdktf";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { atSynth } from "../at-synth";
import { isBucketNameOfAnyAge, isRoleName, ROLE_NAME } from "../limits/formats";
import { arnsIn, policyProblems, renderPolicy, type Location, type Statement } from "../policy";
import { arnOf, resourcesOf, type CreatedPrincipal, type Principal } from "../principal";
import { roleProblems, type RoleOptions } from "../role";
import { tagProblems, type Tags } from "../tags";
import { locationProblems, invalidFormat, assertValid } from "../validation";
import { acceptProviderRange } from "../provider-range";
import { isAccountRoot, trustProblems, trustStatements, type RoleTrust } from "./trust";
import { assertKnown, type KeysOf } from "../known-options";
import { roleIn, takeNames } from "../taken-names";

/** Sessions of IAM Identity Center do not show MFA, which this role requires. */
type BreakGlassTrust = Omit<
  RoleTrust,
  "requireMfa" | "maxSessionHours" | "trustedPermissionSets" | "trustedPrincipals"
>;

export interface BreakGlassRoleProps extends Location, RoleOptions, BreakGlassTrust {
  readonly roleName: string;
  /** Users and roles of any account. */
  readonly trustedPrincipals: readonly Principal[];
  /** Names of the buckets it may delete from. Each must list the role in its `breakGlassRoles`. */
  readonly bucketNames: readonly string[];
  /** @default the stack's provider */
  readonly provider?: TerraformProvider;
  /** In addition to the provider's default tags. @default none */
  readonly tags?: Tags;
}

/**
 * The only role that may delete logs, for an emergency such as a court order: for one hour at a time, with MFA. It
 * cannot read logs, and Object Lock in compliance mode stops even this role.
 */
export class BreakGlassRole extends Construct implements CreatedPrincipal {
  readonly arn: string;
  readonly resource: IamRole;

  constructor(scope: Construct, id: string, props: BreakGlassRoleProps) {
    assertKnown(scope, id, props, OPTIONS, "account", "region", "roleName", "trustedPrincipals", "bucketNames");
    super(scope, id);
    acceptProviderRange(this);
    const { roleName, path, permissionsBoundary, bucketNames, provider, tags } = props;
    assertValid(this, [
      ...locationProblems(props),
      invalidFormat("roleName", roleName, isRoleName, ROLE_NAME),
      bucketNames.length === 0 && "bucketNames must name at least one bucket, got none",
      ...bucketNames.map((name) => invalidFormat("bucketNames", name, isBucketNameOfAnyAge, "names of buckets")),
      ...roleProblems(props, props.account),
      ...tagProblems(tags),
      ...trustProblems(props),
      ...props.trustedPrincipals.map((one) => {
        const isTrustedAccount = props.externalId !== undefined && isAccountRoot(arnOf(one));
        return isTrustedAccount && `trustedPrincipals must name users and roles, not an account, got "${arnOf(one)}"`;
      }),
    ]);
    const trust = trustStatements({ ...props, requireMfa: true });
    const permissions = deleteStatements(props);
    assertValid(this, [...policyProblems(trust, "trust"), ...policyProblems(permissions, "inline")]);
    takeNames(this, roleIn(props.account, roleName));
    this.resource = new IamRole(this, "Role", {
      name: roleName,
      path,
      permissionsBoundary,
      description: "Deletes CloudTrail logs in an emergency",
      assumeRolePolicy: renderPolicy(trust),
      maxSessionDuration: 3600,
      dependsOn: resourcesOf(props.trustedPrincipals),
      provider,
      tags,
    });
    this.arn = arnsIn(props).role(roleName, path);
    new IamRolePolicy(this, "Deleting", {
      name: "delete-logs",
      role: atSynth(() => this.resource.name),
      policy: renderPolicy(permissions),
      provider,
    });
  }
}

function deleteStatements({ account, region, bucketNames }: BreakGlassRoleProps): Statement[] {
  const { bucket, objects } = arnsIn({ account, region });
  return [
    {
      Sid: "FindVersions",
      Effect: "Allow",
      Action: ["s3:ListBucket", "s3:ListBucketVersions"],
      Resource: bucketNames.map(bucket),
    },
    {
      Sid: "DeleteVersions",
      Effect: "Allow",
      Action: ["s3:BypassGovernanceRetention", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:GetObjectRetention"],
      Resource: bucketNames.map((name) => objects(name, "*")),
    },
  ];
}

const OPTIONS: KeysOf<BreakGlassRoleProps> = {
  account: true,
  bucketNames: "list",
  externalId: true,
  path: true,
  permissionsBoundary: true,
  provider: true,
  region: true,
  roleName: true,
  tags: true,
  trustedPrincipals: "list",
};
