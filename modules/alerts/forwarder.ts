import type { TerraformProvider } from "cdktf";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { atSynth } from "../at-synth";
import { constructId } from "../ids";
import { assertKnown, type KeysOf } from "../known-options";
import { isRegion } from "../limits";
import { arnsIn, renderPolicy } from "../policy";
import { assertValid, invalidFormat, type Problem } from "../validation";
import type { Alerts } from "./alerts";
import { eventPattern } from "./event-pattern";
import { EventRule } from "./event-rule";
import { alertsNames } from "./names";
import { SERVICES } from "./services";

/** Services whose calls are recorded only, or also, in us-east-1, and services that the forwarder itself uses. */
export const GLOBAL_SERVICES = ["iam", "organizations", "signin", "sts", "any", "events"] as const;

/** Services of a bucket and a key in another Region, and services that the forwarder itself uses. */
export const REPLICA_SERVICES = ["s3", "kms", "sts", "any", "events"] as const;

export interface AlertForwarderProps {
  readonly alerts: Alerts;
  /** Region of the calls, in the partition of `alerts`. */
  readonly region: string;
  /** Short names of the services. */
  readonly services: readonly string[];
  /** The provider of that Region. */
  readonly provider: TerraformProvider;
}

/**
 * Forwards the calls of another Region to the alerts: EventBridge rules there, whose target is the event bus in the
 * alerts' Region. IAM, Organizations and most sign-ins are recorded in us-east-1 only, wherever the trail is.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-region.html
 */
export class AlertForwarder extends Construct {
  constructor(scope: Construct, id: string, props: AlertForwarderProps) {
    assertKnown(scope, id, props, OPTIONS);
    super(scope, id);
    const { alerts, region, services, provider } = props;
    const { identity, options, watched } = alerts;
    const { iam = {}, tags } = options;
    assertValid(this, [
      invalidFormat("region", region, isRegion, 'a Region code like "us-east-1"'),
      region === identity.region && `region must differ from that of the alerts, got "${region}"`,
      ...services.map(serviceProblem),
    ]);
    const bus = arnsIn(identity).eventBus("default");
    const roleName = alertsNames(identity).forwarderRoleName(region);
    const role = new IamRole(this, "Role", {
      name: roleName,
      path: iam.path,
      permissionsBoundary: iam.permissionsBoundary,
      description: `EventBridge in ${region} passes events to ${identity.name} in ${identity.region}`,
      assumeRolePolicy: renderPolicy([
        {
          Sid: "RulesTakeRole",
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: {
            ArnLike: { "aws:SourceArn": arnsIn({ ...identity, region }).eventRule(`${identity.name}-*`) },
            StringEquals: { "aws:SourceAccount": identity.account },
          },
        },
      ]),
      provider: options.provider,
      tags,
    });
    const permission = new IamRolePolicy(this, "Permission", {
      name: "pass-events",
      role: atSynth(() => role.name),
      policy: renderPolicy([{ Sid: "PassEvents", Effect: "Allow", Action: "events:PutEvents", Resource: bus }]),
      provider: options.provider,
    });
    for (const group of SERVICES.filter(({ service }) => services.includes(service))) {
      const pattern = eventPattern(group.rules, watched);
      if (pattern === undefined) continue;
      const name = `${identity.name}-${group.service}`;
      const rule = new EventRule(this, constructId("Rule", group.service), { ...group, name, pattern, provider, tags });
      new CloudwatchEventTarget(this, constructId("Target", group.service), {
        rule: atSynth(() => rule.resource.name),
        targetId: "home",
        arn: bus,
        roleArn: atSynth(() => role.arn),
        dependsOn: [permission],
        provider,
      });
    }
  }
}

function serviceProblem(service: string): Problem {
  const known = SERVICES.map((one) => one.service);
  return !known.includes(service) && `services must be of "${known.join('", "')}", got "${service}"`;
}

const OPTIONS: KeysOf<AlertForwarderProps> = { alerts: true, provider: true, region: true, services: true };
