import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput, type TerraformStack } from "cdktf";
import { AlertForwarder, Alerts, GLOBAL_SERVICES, TrailHealth } from "../../modules/alerts";
import { BucketNotifications, type Bucket } from "../../modules/bucket";
import type { Key } from "../../modules/key";
import { LogFeed, LogFeedSubscriber } from "../../modules/siem";
import { FindingAlerts, ThreatDetector } from "../../modules/threats";
import type { Trail } from "../../modules/trail";
import { ACCOUNT, BUCKET_NAME, REGION, type NextSteps } from "./constants";

const HERE = { account: ACCOUNT, region: REGION };

interface Logging {
  readonly key: Key;
  readonly bucket: Bucket;
  readonly trail: Trail;
}

/** Alerts by Lambda and SNS, log files for a SIEM, and threat detection with GuardDuty. */
export function addNextSteps(stack: TerraformStack, logging: Logging, steps: NextSteps): void {
  const alerts = addAlerts(stack, logging, steps.emails);
  if (steps.siem) addSiem(stack, logging.bucket, alerts, steps.siem);
  if (steps.detectThreats) {
    new ThreatDetector(stack, "Threats", { ...HERE, export: { bucketName: `${BUCKET_NAME}-findings` } });
    new FindingAlerts(stack, "Findings", { alerts });
  }
}

function addAlerts(stack: TerraformStack, { key, bucket, trail }: Logging, emails: readonly string[]): Alerts {
  // AWS records the calls of IAM and the sign-ins of root there.
  const usEast1 = new AwsProvider(stack, "UsEast1", {
    region: "us-east-1",
    alias: "us_east_1",
    allowedAccountIds: [ACCOUNT],
  });
  const alerts = new Alerts(stack, "Alerts", {
    ...HERE,
    name: "s3-activity-alerts",
    emails,
    watch: { trails: [trail.arn], keys: [key.arn], buckets: [bucket.bucketName] },
  });
  new AlertForwarder(stack, "GlobalAlerts", {
    alerts,
    region: "us-east-1",
    services: GLOBAL_SERVICES,
    provider: usEast1,
  });
  new TrailHealth(stack, "TrailHealth", { alerts, trailArn: trail.arn });
  return alerts;
}

function addSiem(
  stack: TerraformStack,
  bucket: Bucket,
  alerts: Alerts,
  { role, externalId }: NonNullable<NextSteps["siem"]>,
): void {
  const notifications = new BucketNotifications(stack, "Notifications", { bucket });
  const feed = new LogFeed(stack, "Feed", { name: "s3-activity-feed", notifications, alerts });
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
