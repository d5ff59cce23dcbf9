import type { TerraformProvider } from "cdktf";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { atSynth } from "../at-synth";
import { isRoleName, ROLE_NAME } from "../limits/formats";
import { arnsIn, policyProblems, renderPolicy, type Location } from "../policy";
import { resourcesOf, type CreatedPrincipal } from "../principal";
import { ROLE_OPTIONS, roleProblems, type RoleOptions } from "../role";
import { tagProblems, type Tags } from "../tags";
import { locationProblems, invalidFormat, assertValid } from "../validation";
import { acceptProviderRange } from "../provider-range";
import { LogReaderPolicy } from "./log-reader-policy";
import { LOG_SCOPE_OPTIONS, type LogScope } from "./log-scope";
import { TRUST_OPTIONS, trustProblems, trustStatements, type RoleTrust } from "./trust";
import { assertKnown, type KeysOf } from "../known-options";
import { roleIn, takeNames } from "../taken-names";

export interface LogReaderRoleProps extends Location, RoleOptions, RoleTrust {
  /** 1 to 64 characters; also the name of its policy, which gets the same path. */
  readonly roleName: string;
  readonly logs: LogScope;
  /** @default the stack's provider */
  readonly provider?: TerraformProvider;
  /** In addition to the provider's default tags. @default none */
  readonly tags?: Tags;
}

/** A role that reads the logs in scope and does nothing else. The key must name it: `key.allowUsers(role)`. */
export class LogReaderRole extends Construct implements CreatedPrincipal {
  readonly arn: string;
  readonly resource: IamRole;

  constructor(scope: Construct, id: string, props: LogReaderRoleProps) {
    assertKnown(scope, id, props, OPTIONS, "account", "region", "roleName", "logs");
    super(scope, id);
    acceptProviderRange(this);
    const { roleName, path, permissionsBoundary, logs, maxSessionHours = 1, provider, tags } = props;
    assertValid(this, [
      ...locationProblems(props),
      invalidFormat("roleName", roleName, isRoleName, ROLE_NAME),
      ...roleProblems(props, props.account),
      ...tagProblems(tags),
      ...trustProblems(props),
    ]);
    const trust = trustStatements(props);
    assertValid(this, policyProblems(trust, "trust"));
    takeNames(this, roleIn(props.account, roleName));
    this.resource = new IamRole(this, "Role", {
      name: roleName,
      path,
      permissionsBoundary,
      description: `Reads CloudTrail logs in ${logs.bucketName}`,
      assumeRolePolicy: renderPolicy(trust),
      maxSessionDuration: maxSessionHours * 3600,
      dependsOn: resourcesOf(props.trustedPrincipals ?? []),
      provider,
      tags,
    });
    this.arn = arnsIn(props).role(roleName, path);
    const reading = new LogReaderPolicy(this, "Reading", { policyName: roleName, path, logs, provider, tags });
    new IamRolePolicyAttachment(this, "Attachment", {
      role: atSynth(() => this.resource.name),
      policyArn: reading.arn,
      provider,
    });
  }
}

const OPTIONS: KeysOf<LogReaderRoleProps> = {
  ...ROLE_OPTIONS,
  ...TRUST_OPTIONS,
  account: true,
  logs: LOG_SCOPE_OPTIONS,
  provider: true,
  region: true,
  roleName: true,
  tags: true,
};
