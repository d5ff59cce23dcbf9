import type { TerraformProvider } from "cdktf";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { isRoleName } from "../limits";
import { arnsIn, policyProblems, renderPolicy, type Location } from "../policy";
import { resourcesOf, type CreatedPrincipal } from "../principal";
import { locationProblems, invalidFormat, assertValid } from "../validation";
import { LogReaderPolicy } from "./log-reader-policy";
import type { LogScope } from "./log-scope";
import { trustProblems, trustStatement, type RoleTrust } from "./trust";

export interface LogReaderRoleProps extends Location, RoleTrust {
  /** 1 to 64 characters; also the name of its policy. */
  readonly roleName: string;
  readonly logs: LogScope;
  /** @default the stack's provider */
  readonly provider?: TerraformProvider;
  /** In addition to the provider's default tags. @default none */
  readonly tags?: { readonly [key: string]: string };
}

/** A role that reads the logs in scope and does nothing else. The key must name it: `key.allowUsers(role)`. */
export class LogReaderRole extends Construct implements CreatedPrincipal {
  readonly arn: string;
  readonly resource: IamRole;

  constructor(scope: Construct, id: string, props: LogReaderRoleProps) {
    super(scope, id);
    const { roleName, logs, maxSessionHours = 1, provider, tags } = props;
    assertValid(this, [
      ...locationProblems(props),
      invalidFormat("roleName", roleName, isRoleName, "1 to 64 letters, digits and +=,.@_-"),
      ...trustProblems(props),
    ]);
    const trust = [trustStatement(props)];
    assertValid(this, policyProblems(trust, "trust"));
    this.resource = new IamRole(this, "Role", {
      name: roleName,
      description: `Reads CloudTrail logs in ${logs.bucketName}`,
      assumeRolePolicy: renderPolicy(trust),
      maxSessionDuration: maxSessionHours * 3600,
      dependsOn: resourcesOf(props.trustedPrincipals),
      provider,
      tags,
    });
    this.arn = arnsIn(props).role(roleName);
    const reading = new LogReaderPolicy(this, "Reading", { policyName: roleName, logs, provider, tags });
    new IamRolePolicyAttachment(this, "Attachment", { role: this.resource.name, policyArn: reading.arn, provider });
  }
}
