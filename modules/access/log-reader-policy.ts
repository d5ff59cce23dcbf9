import type { TerraformProvider } from "cdktf";
import { IamGroupPolicyAttachment } from "@cdktf/provider-aws/lib/iam-group-policy-attachment";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { IamUserPolicyAttachment } from "@cdktf/provider-aws/lib/iam-user-policy-attachment";
import { Construct } from "constructs";
import { policyProblems, renderPolicy } from "../policy";
import { refuse } from "../problems";
import { readStatements, scopeProblems, type LogScope } from "./log-scope";

export interface LogReaderPolicyProps {
  readonly policyName: string;
  readonly logs: LogScope;
  /** Names of existing users. The key must also allow them: `allowUsers`. @default none */
  readonly users?: readonly string[];
  /** Names of existing groups. Key policies know no groups: name their users to `allowUsers`. @default none */
  readonly groups?: readonly string[];
  /** Names of existing roles. The key must also allow them: `allowUsers`. @default none */
  readonly roles?: readonly string[];
  /** @default the stack's provider */
  readonly provider?: TerraformProvider;
  readonly tags?: { readonly [key: string]: string };
}

/** A managed policy that reads logs, attached to whom you name and to nobody else. */
export class LogReaderPolicy extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: LogReaderPolicyProps) {
    super(scope, id);
    const { policyName, logs, users = [], groups = [], roles = [], provider, tags } = props;
    refuse(this, scopeProblems(logs));
    const statements = readStatements(logs);
    refuse(this, policyProblems(statements, "managed"));
    const policy = new IamPolicy(this, "Policy", {
      name: policyName,
      description: `Reads CloudTrail logs in ${logs.bucketName}`,
      policy: renderPolicy(statements),
      provider,
      tags,
    });
    const policyArn = policy.arn;
    this.arn = policyArn;
    users.forEach((user, index) => {
      new IamUserPolicyAttachment(this, attachmentId("User", user, index), { user, policyArn, provider });
    });
    groups.forEach((group, index) => {
      new IamGroupPolicyAttachment(this, attachmentId("Group", group, index), { group, policyArn, provider });
    });
    roles.forEach((role, index) => {
      new IamRolePolicyAttachment(this, attachmentId("Role", role, index), { role, policyArn, provider });
    });
  }
}

/** By name, so that taking one away leaves the others alone. */
function attachmentId(kind: string, name: string, index: number): string {
  return `${kind}${name.replace(/[^A-Za-z0-9]/g, "") || index}`;
}
