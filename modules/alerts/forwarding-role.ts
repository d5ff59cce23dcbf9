import type { TerraformProvider } from "cdktf";
import type { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { Construct } from "constructs";
import { atSynth } from "../at-synth";
import { constructId } from "../ids";
import { arnsIn, renderPolicy } from "../policy";
import type { RoleOptions } from "../role";
import type { Tags } from "../tags";
import type { AlertsIdentity } from "./names";
import { roleIn, takeNames } from "../taken-names";

export interface ForwardingProps {
  readonly alerts: AlertsIdentity;
  /** Region of the rules. */
  readonly region: string;
  readonly roleName: string;
  readonly iam: RoleOptions | undefined;
  /** For the role. */
  readonly provider: TerraformProvider | undefined;
  readonly tags: Tags | undefined;
}

/** Creates the role with which rules of another Region pass events to the event bus of the alerts' Region. */
export function createForwarding(scope: Construct, props: ForwardingProps) {
  const { alerts, region, roleName, iam = {}, provider, tags } = props;
  const bus = arnsIn(alerts).eventBus("default");
  takeNames(scope, roleIn(alerts.account, roleName));
  const role = new IamRole(scope, "Role", {
    name: roleName,
    path: iam.path,
    permissionsBoundary: iam.permissionsBoundary,
    description: `EventBridge in ${region} passes events to ${alerts.name} in ${alerts.region}`,
    assumeRolePolicy: renderPolicy([
      {
        Sid: "RulesTakeRole",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          ArnLike: { "aws:SourceArn": arnsIn({ ...alerts, region }).eventRule(`${alerts.name}-*`) },
          StringEquals: { "aws:SourceAccount": alerts.account },
        },
      },
    ]),
    provider,
    tags,
  });
  const permission = new IamRolePolicy(scope, "Permission", {
    name: "pass-events",
    role: atSynth(() => role.name),
    policy: renderPolicy([{ Sid: "PassEvents", Effect: "Allow", Action: "events:PutEvents", Resource: bus }]),
    provider,
  });
  return {
    /** Makes the bus the target of a rule. */
    forward(id: string, rule: CloudwatchEventRule): void {
      new CloudwatchEventTarget(scope, constructId("Target", id), {
        rule: atSynth(() => rule.name),
        targetId: "home",
        arn: bus,
        roleArn: atSynth(() => role.arn),
        dependsOn: [permission],
        provider: rule.provider,
      });
    },
  };
}
