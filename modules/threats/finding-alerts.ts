import type { TerraformProvider } from "cdktf";
import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { Construct } from "constructs";
import type { Alerts } from "../alerts";
import { eventPattern } from "../alerts/event-pattern";
import { EventRule } from "../alerts/event-rule";
import { createForwarding } from "../alerts/forwarding-role";
import { SERVICES, type ServiceRules } from "../alerts/services";
import { findingsRoleName } from "../derived-names";
import { assertKnown, type KeysOf } from "../known-options";
import { isRegion } from "../limits/formats";
import { assertValid, invalidFormat } from "../validation";

export interface FindingAlertsProps {
  /** In the account of the detectors. */
  readonly alerts: Alerts;
}

/**
 * Sends GuardDuty's findings as alerts: those of the alerts' own Region, and those that a `FindingForwarder` passes on.
 * A delegated administrator sees the findings of all members.
 */
export class FindingAlerts extends Construct {
  constructor(scope: Construct, id: string, props: FindingAlertsProps) {
    assertKnown(scope, id, props, ALERTS_OPTIONS);
    super(scope, id);
    const { alerts } = props;
    const rule = findingRule(this, alerts, alerts.options.provider);
    alerts.function.invokeBy("findings", rule, rule.nameInput!);
  }
}

export interface FindingForwarderProps extends FindingAlertsProps {
  /** Region of the detector, in the partition of `alerts`. */
  readonly region: string;
  /** Names of buckets in that Region that `alerts` watch, such as the findings' own. @default none */
  readonly buckets?: readonly string[];
  /** A provider of that Region. @default the stack's provider */
  readonly provider?: TerraformProvider;
}

/**
 * Passes GuardDuty's findings in another Region to `FindingAlerts`, and to the alerts the calls there that switch
 * GuardDuty off or hide findings, or that change a bucket with findings. Belongs into the stack of that Region's detector.
 */
export class FindingForwarder extends Construct {
  constructor(scope: Construct, id: string, props: FindingForwarderProps) {
    assertKnown(scope, id, props, FORWARDER_OPTIONS);
    super(scope, id);
    const { alerts, region, buckets = [], provider } = props;
    const { identity, options, watched } = alerts;
    assertValid(this, [
      invalidFormat("region", region, isRegion, 'a Region code like "us-east-1"'),
      region === identity.region && `region must differ from that of the alerts, got "${region}": use FindingAlerts`,
      ...buckets.map(
        (name) => !watched.buckets.includes(name) && `buckets must be buckets that alerts watch, got "${name}"`,
      ),
    ]);
    const { iam, tags } = options;
    const roleName = findingsRoleName(identity.name, region);
    const { forward } = createForwarding(this, { alerts: identity, region, roleName, iam, provider, tags });
    forward("findings", findingRule(this, alerts, provider));
    const calls = SERVICES.find(({ service }) => service === "guardduty")!;
    const pattern = eventPattern(calls.rules, watched)!;
    const name = `${identity.name}-${calls.service}`;
    forward("calls", new EventRule(this, "Calls", { ...calls, name, pattern, provider, tags }).resource);
    if (buckets.length > 0) {
      const ofBuckets = { ...onBuckets(), name: `${identity.name}-findings-s3`, provider, tags };
      const changes = eventPattern(ofBuckets.rules, { ...watched, buckets })!;
      forward("buckets", new EventRule(this, "Buckets", { ...ofBuckets, pattern: changes }).resource);
    }
  }
}

/** The rules about a bucket. */
function onBuckets(): ServiceRules {
  const group = SERVICES.find(({ service }) => service === "s3")!;
  return { ...group, rules: group.rules.filter(({ scope }) => scope === "bucket") };
}

/** @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html */
function findingRule(
  scope: Construct,
  { identity, options }: Alerts,
  provider: TerraformProvider | undefined,
): CloudwatchEventRule {
  return new CloudwatchEventRule(scope, "Findings", {
    name: `${identity.name}-findings`,
    description: "Alerts: guardduty-finding",
    eventPattern: JSON.stringify({
      source: ["aws.guardduty"],
      "detail-type": ["GuardDuty Finding"],
      account: [identity.account],
    }),
    provider,
    tags: options.tags,
  });
}

const ALERTS_OPTIONS: KeysOf<FindingAlertsProps> = { alerts: true };

const FORWARDER_OPTIONS: KeysOf<FindingForwarderProps> = {
  ...ALERTS_OPTIONS,
  buckets: "list",
  provider: true,
  region: true,
};
