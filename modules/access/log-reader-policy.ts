import type { TerraformProvider } from "cdktf";
import { IamGroupPolicyAttachment } from "@cdktf/provider-aws/lib/iam-group-policy-attachment";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { IamUserPolicyAttachment } from "@cdktf/provider-aws/lib/iam-user-policy-attachment";
import { Construct } from "constructs";
import { atSynth } from "../at-synth";
import { constructId } from "../ids";
import { stableName } from "../stable-name";
import { isPolicyName, isRolePath, ROLE_PATH } from "../limits/formats";
import { policyProblems, renderPolicy } from "../policy";
import { tagProblems, type Tags } from "../tags";
import { invalidFormat, assertValid } from "../validation";
import { acceptProviderRange } from "../provider-range";
import { LOG_SCOPE_OPTIONS, readStatements, scopeProblems, type LogScope } from "./log-scope";
import { assertKnown, type KeysOf } from "../known-options";

export interface LogReaderPolicyProps {
  readonly policyName: string;
  /** Path of the policy, part of its ARN. Begins and ends with a slash. @default "/" */
  readonly path?: string;
  readonly logs: LogScope;
  /** Names of existing users. The key must also allow them: `allowUsers`. @default none */
  readonly users?: readonly string[];
  /** Names of existing groups. Key policies cannot name groups: pass their users to `allowUsers`. @default none */
  readonly groups?: readonly string[];
  /** Names of existing roles. The key must also allow them: `allowUsers`. @default none */
  readonly roles?: readonly string[];
  /** @default the stack's provider */
  readonly provider?: TerraformProvider;
  /** In addition to the provider's default tags. @default none */
  readonly tags?: Tags;
}

/** A managed policy that allows reading logs, attached only to the principals that you name. */
export class LogReaderPolicy extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: LogReaderPolicyProps) {
    assertKnown(scope, id, props, OPTIONS, "policyName", "logs");
    super(scope, id);
    acceptProviderRange(this);
    const { policyName, path, logs, users = [], groups = [], roles = [], provider, tags } = props;
    assertValid(this, [
      invalidFormat("policyName", policyName, isPolicyName, "1 to 128 letters, digits and +=,.@_-"),
      path !== undefined && invalidFormat("path", path, isRolePath, ROLE_PATH),
      ...scopeProblems(logs),
      ...tagProblems(tags),
    ]);
    const statements = readStatements(logs);
    assertValid(this, policyProblems(statements, "managed"));
    const policy = new IamPolicy(this, "Policy", {
      name: policyName,
      path,
      description: `Reads CloudTrail logs in ${logs.bucketName}`,
      policy: renderPolicy(statements),
      provider,
      tags,
    });
    const policyArn = atSynth(() => policy.arn);
    this.arn = policyArn;
    users.forEach((user) => {
      new IamUserPolicyAttachment(this, constructId("User", stableName(this, user)), { user, policyArn, provider });
    });
    groups.forEach((group) => {
      new IamGroupPolicyAttachment(this, constructId("Group", stableName(this, group)), { group, policyArn, provider });
    });
    roles.forEach((role) => {
      new IamRolePolicyAttachment(this, constructId("Role", stableName(this, role)), { role, policyArn, provider });
    });
  }
}

const OPTIONS: KeysOf<LogReaderPolicyProps> = {
  groups: "list",
  logs: LOG_SCOPE_OPTIONS,
  path: true,
  policyName: true,
  provider: true,
  roles: "list",
  tags: true,
  users: "list",
};
