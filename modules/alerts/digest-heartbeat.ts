import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { Construct } from "constructs";
import { assertKnown, type KeysOf } from "../known-options";
import { isBucketNameOfAnyAge, isTrailPrefix, TRAIL_PREFIX } from "../limits/formats";
import { logsFolder } from "../log-keys";
import { assertValid, invalidFormat } from "../validation";
import type { Alerts } from "./alerts";

export interface DigestHeartbeatProps {
  /** In the account and Region of the bucket. */
  readonly alerts: Alerts;
  /** Name of the log bucket, whose notifications go to EventBridge. */
  readonly bucketName: string;
  /** The trails' S3 prefix. @default none */
  readonly prefix?: string;
}

const HOUR = 3600;

/**
 * Raises an alarm if no digest arrives in the log bucket for two hours: CloudTrail writes one every hour, even if there
 * were no events. `TrailHealth` asks the trail, in its account; this sees what arrives, in the account of the archive.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
 */
export class DigestHeartbeat extends Construct {
  constructor(scope: Construct, id: string, props: DigestHeartbeatProps) {
    assertKnown(scope, id, props, OPTIONS);
    super(scope, id);
    const { alerts, bucketName, prefix } = props;
    assertValid(this, [
      invalidFormat("bucketName", bucketName, isBucketNameOfAnyAge, "the name of a bucket"),
      prefix !== undefined && invalidFormat("prefix", prefix, isTrailPrefix, TRAIL_PREFIX),
    ]);
    const { identity, options } = alerts;
    const name = `${identity.name}-digests`;
    const digests = `${logsFolder({ prefix })}*/CloudTrail-Digest/${identity.region}/*.json.gz`;
    const rule = new CloudwatchEventRule(this, "Rule", {
      name,
      description: `Counts digests that arrive in ${bucketName}`,
      eventPattern: JSON.stringify({
        source: ["aws.s3"],
        "detail-type": ["Object Created"],
        account: [identity.account],
        detail: { bucket: { name: [bucketName] }, object: { key: [{ wildcard: digests }] } },
      }),
      provider: options.provider,
      tags: options.tags,
    });
    // AWS does not say that a rule without a target counts. The function sends nothing for such an event.
    alerts.function.invokeBy("digests", rule, name);
    alerts.addAlarm({
      name: "digests",
      description:
        `No digest has arrived in ${bucketName} for two hours. Do the trails deliver, and may they still write to the ` +
        "bucket and use its key? Run audit-trail verify.",
      namespace: "AWS/Events",
      metric: "TriggeredRules",
      dimensions: { RuleName: name },
      comparison: "LessThanThreshold",
      period: HOUR,
      periods: 2,
      missingData: "breaching",
    });
  }
}

const OPTIONS: KeysOf<DigestHeartbeatProps> = { alerts: true, bucketName: true, prefix: true };
