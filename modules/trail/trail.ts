import type { TerraformProvider } from "cdktf";
import { Cloudtrail } from "@cdktf/provider-aws/lib/cloudtrail";
import { Construct } from "constructs";
import { isAccountId, isOrganizationId, isTrailName, isTrailPrefix, TRAIL_PREFIX } from "../limits";
import { logsFolder } from "../log-keys";
import { arnsIn } from "../policy";
import { locationProblems, invalidFormat, assertValid, type Problem } from "../validation";
import { advancedSelectors } from "./advanced-selectors";
import { basicSelectors } from "./basic-selectors";
import { CloudWatchDelivery, type CloudWatchDeliveryOptions } from "./cloudwatch-delivery";
import { DeliveryTopic } from "./delivery-topic";
import { eventProblems } from "./event-problems";
import type { TrailEvents } from "./events";
import type { LogBuckets } from "./log-buckets";
import { policiesOf, type LogKey, type LogTarget } from "./log-target";
import { trailNames, type TrailIdentity } from "./names";

export interface TrailProps extends TrailIdentity {
  /** Must allow the trail's delivery: `allowTrailDelivery`. */
  readonly bucket: LogTarget;
  /** Folder in the bucket, as given to `allowTrailDelivery`. @default none */
  readonly prefix?: string;
  /**
   * Must allow the trail: `allowTrail`. `"bucketDefault"` gives up the key: CloudTrail then asks for SSE-S3, or for
   * nothing, in which case the bucket's default applies.
   */
  readonly key: LogKey | "bucketDefault";
  /** @default all management events */
  readonly events?: TrailEvents;
  /** Names of the access-log, replica and state buckets, whose calls are never recorded. @default none */
  readonly otherLogBuckets?: readonly string[];
  /** `false` gives up what happens in all other Regions. @default true */
  readonly multiRegion?: boolean;
  /** `false` gives up IAM, STS and CloudFront; AWS takes it with a single-Region trail only. @default true */
  readonly includeGlobalServiceEvents?: boolean;
  /** @default no delivery to CloudWatch Logs */
  readonly cloudWatchLogs?: CloudWatchDeliveryOptions;
  /** An SNS notice for each log file; needs `key`. @default false */
  readonly deliveryTopic?: boolean;
  /** Lets no Terraform plan destroy the trail or its log group. @default false */
  readonly preventDestroy?: boolean;
  /** @default the stack's provider, whose Region is the trail's home */
  readonly provider?: TerraformProvider;
  /** In addition to the provider's default tags. @default none */
  readonly tags?: { readonly [key: string]: string };
}

/** A CloudTrail trail that logs, with log file validation: neither can be switched off. */
export class Trail extends Construct {
  /** Known before the trail exists. */
  readonly arn: string;
  readonly resource: Cloudtrail;

  constructor(scope: Construct, id: string, props: TrailProps) {
    super(scope, id);
    const { name, account, region, organization, bucket, prefix, key, events = {}, cloudWatchLogs } = props;
    const { multiRegion = true, includeGlobalServiceEvents = true, deliveryTopic = false } = props;
    const { preventDestroy = false, provider, tags } = props;
    const identity: TrailIdentity = { name, account, region, organization };
    const { partition, trailArn } = trailNames(identity);
    const logBuckets: LogBuckets = {
      arnPrefix: arnsIn({ account, region }).bucket(""),
      log: bucket.bucketName,
      logFolder: logsFolder(props),
      others: props.otherLogBuckets ?? [],
    };
    assertValid(this, [
      ...locationProblems(props),
      invalidFormat(
        "name",
        name,
        isTrailName,
        "3 to 128 letters, digits, and single periods, underscores or dashes between them",
      ),
      prefix !== undefined && invalidFormat("prefix", prefix, isTrailPrefix, TRAIL_PREFIX),
      ...organizationProblems(props),
      multiRegion &&
        !includeGlobalServiceEvents &&
        "includeGlobalServiceEvents must be true for a multi-Region trail, got false",
      deliveryTopic && key === "bucketDefault" && 'deliveryTopic requires key, got "bucketDefault"',
      ...eventProblems(events, logBuckets),
    ]);

    const logKey = key === "bucketDefault" ? undefined : key;
    const shared = { trail: identity, provider, tags };
    const cloudWatch =
      cloudWatchLogs &&
      new CloudWatchDelivery(this, "CloudWatchLogs", { ...cloudWatchLogs, preventDestroy, ...shared });
    const topic =
      deliveryTopic && logKey ? new DeliveryTopic(this, "DeliveryTopic", { key: logKey, ...shared }) : undefined;
    const basic = events.selectors === "basic";
    this.resource = new Cloudtrail(this, "Trail", {
      name,
      s3BucketName: bucket.bucketName,
      s3KeyPrefix: prefix,
      kmsKeyId: logKey?.arn,
      enableLogging: true,
      enableLogFileValidation: true,
      isMultiRegionTrail: multiRegion,
      includeGlobalServiceEvents,
      isOrganizationTrail: organization !== undefined,
      advancedEventSelector: basic ? undefined : advancedSelectors(events, logBuckets),
      eventSelector: basic ? basicSelectors(events, logBuckets, partition) : undefined,
      insightSelector: (events.insights ?? []).map((insightType) => ({ insightType })),
      cloudWatchLogsGroupArn: cloudWatch?.logGroupArn,
      cloudWatchLogsRoleArn: cloudWatch?.roleArn,
      snsTopicName: topic?.topicName,
      lifecycle: preventDestroy ? { preventDestroy } : undefined,
      // CloudTrail tries bucket, key, log group and topic when the trail is made; the provider does not retry.
      dependsOn: [
        ...policiesOf(bucket, logKey),
        ...(cloudWatch ? [cloudWatch.permission] : []),
        ...(topic ? [topic.policyResource] : []),
      ],
      provider,
      tags,
    });
    this.arn = trailArn;
  }
}

function organizationProblems({ organization }: TrailProps): Problem[] {
  if (organization === undefined) return [];
  return [
    invalidFormat("organization.id", organization.id, isOrganizationId, 'an organization id like "o-a1b2c3d4e5"'),
    invalidFormat("organization.managementAccount", organization.managementAccount, isAccountId, "12 digits"),
  ];
}
