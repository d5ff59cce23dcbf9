import { TerraformOutput, type TerraformStack } from "cdktf";
import { Alerts, TrailHealth } from "../../modules/alerts";
import { BucketNotifications, type Bucket } from "../../modules/bucket";
import type { Key } from "../../modules/key";
import { LogFeed, LogFeedSubscriber } from "../../modules/siem";
import { FindingAlerts, ThreatDetector } from "../../modules/threats";
import type { Trail } from "../../modules/trail";
import { ACCOUNT, BUCKET_NAME, REGION, type NextSteps } from "./constants";

const HERE = { account: ACCOUNT, region: REGION };

interface Walkthrough {
  readonly key: Key;
  readonly bucket: Bucket;
  readonly trail: Trail;
}

/**
 * Alerts by Lambda and SNS, log files for a SIEM, and threat detection with GuardDuty. In us-east-1, where AWS records
 * the calls of IAM and the sign-ins of root too, the alerts need no forwarder.
 */
export function addNextSteps(stack: TerraformStack, { key, bucket, trail }: Walkthrough, steps: NextSteps): void {
  const alerts = new Alerts(stack, "Alerts", {
    ...HERE,
    name: "whiz-kms-alerts",
    emails: steps.emails,
    watch: { trails: [trail.arn], keys: [key.arn], buckets: [bucket.bucketName] },
  });
  new TrailHealth(stack, "TrailHealth", { alerts, trailArn: trail.arn });
  if (steps.siem) addSiem(stack, bucket, alerts, steps.siem);
  if (steps.detectThreats) {
    new ThreatDetector(stack, "Threats", { ...HERE, export: { bucketName: `${BUCKET_NAME}-findings` } });
    new FindingAlerts(stack, "Findings", { alerts });
  }
}

function addSiem(
  stack: TerraformStack,
  bucket: Bucket,
  alerts: Alerts,
  { role, externalId }: NonNullable<NextSteps["siem"]>,
): void {
  const notifications = new BucketNotifications(stack, "Notifications", { bucket });
  const feed = new LogFeed(stack, "Feed", { name: "whiz-kms-feed", notifications, alerts });
  const siem = new LogFeedSubscriber(stack, "Siem", {
    feed,
    name: "siem",
    accounts: [ACCOUNT],
    trustedPrincipals: [role],
    externalId,
  });
  const output = (id: string, value: string, description: string) =>
    new TerraformOutput(stack, id, { value, description, staticId: true });
  output("siem_queue_url", siem.queue!.url, "Queue that the SIEM reads");
  output("siem_role_arn", siem.roleArn, "Role that the SIEM takes");
}
