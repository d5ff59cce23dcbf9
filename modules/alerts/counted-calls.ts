import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import { Construct } from "constructs";
import { constructId } from "../ids";
import { assertValid } from "../validation";
import type { Alerts } from "./alerts";
import { sizeWithTokens } from "./sizes";

/** The namespace in Security Hub's own remediation. */
const NAMESPACE = "LogMetrics";

/**
 * Largest pattern, in characters.
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html
 */
export const LARGEST_FILTER = 1024;

export interface CountedCallsProps {
  readonly alerts: Alerts;
  /** The log group to which the trail sends its events. */
  readonly logGroupName: string;
  /** Name of the metric and the alarm, without the prefix of the alerts. */
  readonly name: string;
  readonly description: string;
  /** Filters by name; all count in one metric. */
  readonly patterns: { readonly [name: string]: string };
}

/** Counts calls in the events of a trail, and raises an alarm if there is at least one in five minutes. */
export class CountedCalls extends Construct {
  constructor(scope: Construct, id: string, props: CountedCallsProps) {
    super(scope, id);
    const { alerts, logGroupName, name, description, patterns } = props;
    const metric = `${alerts.identity.name}-${name}`;
    assertValid(
      this,
      Object.values(patterns).map((pattern) => {
        const size = sizeWithTokens(pattern);
        return size > LARGEST_FILTER && `watch must fit into a filter of ${LARGEST_FILTER} characters, got ${size}`;
      }),
    );
    for (const [filter, pattern] of Object.entries(patterns)) {
      new CloudwatchLogMetricFilter(this, constructId("Filter", filter), {
        name: `${metric}-${filter}`,
        logGroupName,
        pattern,
        // Security Hub asks for a default of 0.
        metricTransformation: { namespace: NAMESPACE, name: metric, value: "1", defaultValue: "0" },
        provider: alerts.options.provider,
      });
    }
    alerts.addAlarm({ name, description, namespace: NAMESPACE, metric });
  }
}
