import type { TerraformProvider } from "cdktf";
import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { Construct } from "constructs";
import { LARGEST_EVENT_PATTERN } from "../limits/numbers";
import { assertValid } from "../validation";
import type { Tags } from "../tags";
import type { EventPattern } from "./event-pattern";
import type { ServiceRules } from "./services";
import { sizeWithTokens, WATCH_FEWER } from "./sizes";

export interface EventRuleProps extends ServiceRules {
  readonly name: string;
  readonly pattern: EventPattern;
  readonly provider: TerraformProvider | undefined;
  readonly tags: Tags | undefined;
}

/** The EventBridge rule that selects one service's calls from the default bus. */
export class EventRule extends Construct {
  readonly resource: CloudwatchEventRule;

  constructor(scope: Construct, id: string, props: EventRuleProps) {
    super(scope, id);
    const { name, service, rules, readOnlyCalls, pattern, provider, tags } = props;
    const eventPattern = JSON.stringify(pattern);
    const size = sizeWithTokens(eventPattern);
    assertValid(this, [
      size > LARGEST_EVENT_PATTERN &&
        `watch must fit into the ${LARGEST_EVENT_PATTERN} characters of an EventBridge pattern, got ${size} for ${service}; ${WATCH_FEWER}`,
    ]);
    this.resource = new CloudwatchEventRule(this, "Rule", {
      name,
      description: `Alerts: ${rules.map(({ id: rule }) => rule).join(", ")}`,
      eventPattern,
      state: readOnlyCalls ? "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" : "ENABLED",
      provider,
      tags,
    });
  }
}
