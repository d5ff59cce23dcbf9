import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { constructId } from "../ids";
import { assertKnown, type KeysOf } from "../known-options";
import { isRegion } from "../limits/formats";
import { assertValid, invalidFormat, type Problem } from "../validation";
import type { Alerts } from "./alerts";
import { EventRule } from "./event-rule";
import { createForwarding } from "./forwarding-role";
import { alertsNames } from "./names";
import { servicePatterns } from "./service-patterns";
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
    assertValid(this, [
      invalidFormat("region", region, isRegion, 'a Region code like "us-east-1"'),
      region === identity.region && `region must differ from that of the alerts, got "${region}"`,
      ...services.map(serviceProblem),
    ]);
    const { forward } = createForwarding(this, {
      alerts: identity,
      region,
      roleName: alertsNames(identity).forwarderRoleName(region),
      iam: options.iam,
      provider: options.provider,
      tags: options.tags,
    });
    const chosen = SERVICES.filter(({ service }) => services.includes(service));
    for (const { part, ...rule } of chosen.flatMap((group) => servicePatterns(group, watched))) {
      const props = { ...rule, name: `${identity.name}-${part}`, provider, tags: options.tags };
      forward(part, new EventRule(this, constructId("Rule", part), props).resource);
    }
  }
}

function serviceProblem(service: string): Problem {
  const known = SERVICES.map((one) => one.service);
  return !known.includes(service) && `services must be of "${known.join('", "')}", got "${service}"`;
}

const OPTIONS: KeysOf<AlertForwarderProps> = { alerts: true, provider: true, region: true, services: "list" };
