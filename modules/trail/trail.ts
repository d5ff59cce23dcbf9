import { Lazy, Token, type TerraformProvider } from "cdktf";
import { Cloudtrail, cloudtrailAdvancedEventSelectorToTerraform } from "@cdktf/provider-aws/lib/cloudtrail";
import type { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";
import { awaitable } from "../dependencies";
import { keyConstruct, keyRegionProblem, type KeyBase, type LogKey } from "../key";
import { logKeyProblem, NAMED_KEY_OPTIONS } from "../key/log-key";
import { logsFolder } from "../log-keys";
import { arnsIn, type Location } from "../policy";
import { tagProblems, type Tags } from "../tags";
import { assertValid, locationProblems, shown } from "../validation";
import { acceptProviderRange } from "../provider-range";
import { advancedSelectors } from "./advanced-selectors";
import { basicSelectors } from "./basic-selectors";
import {
  CLOUDWATCH_OPTIONS,
  CloudWatchDelivery,
  givenLogGroupName,
  type CloudWatchDeliveryOptions,
} from "./cloudwatch-delivery";
import {
  DeliveryTopic,
  TOPIC_OPTIONS,
  keepTopicAllowed,
  topicOptionProblem,
  topicProblems,
  topicReference,
  type DeliveryTopicOptions,
} from "./delivery-topic";
import { eventProblems } from "./event-problems";
import { EVENTS_OPTIONS, type TrailEvents } from "./events";
import { FORMER_OPTIONS, formerProblems } from "./former";
import type { LogBuckets } from "./log-buckets";
import { bucketConstruct, logTargetProblem, NAMED_BUCKET_OPTIONS, type LogTarget } from "./log-target";
import { identityProblems } from "./identity-problems";
import { ORGANIZATION_OPTIONS, trailNames } from "./names";
import { requireProviderFor } from "./newer-fields";
import { allowTrail, bucketProblems, deliveryContradictions, type TrailUse } from "./wiring";
import { assertKnown, type KeysOf } from "../known-options";
import { inRegion, takeNames } from "../taken-names";

export interface TrailProps extends Omit<TrailUse, "logGroupName" | keyof Location>, Partial<Location> {
  /** The trail's own account. @default the bucket's, where the bucket is a construct */
  readonly account?: string;
  /** The trail's home Region. @default the bucket's, where the bucket is a construct */
  readonly region?: string;
  /**
   * A bucket of this app, which then lets the trail deliver, or the name of one whose policy already allows it. See
   * `LogTarget`.
   */
  readonly bucket: LogTarget;
  /**
   * A key of this app, which then lets the trail encrypt, or the ARN of one whose policy already allows it, in the
   * bucket's Region. `"bucketDefault"` names no key: CloudTrail then requests SSE-S3, or no encryption, so that the
   * bucket's default applies. @default the bucket's key, where the bucket is a construct that has one
   */
  readonly key?: LogKey | "bucketDefault";
  /** @default all management events */
  readonly events?: TrailEvents;
  /**
   * Names of other buckets whose calls are never recorded, such as the bucket of the Terraform state. The log bucket,
   * and the buckets to which a construct sends access logs, inventories and copies, are always left out. @default none
   */
  readonly otherLogBuckets?: readonly string[];
  /** `false` records only the home Region. @default true */
  readonly multiRegion?: boolean;
  /** `false` leaves out IAM, STS and CloudFront; only for a single-Region trail. @default true */
  readonly includeGlobalServiceEvents?: boolean;
  /** @default no delivery to CloudWatch Logs */
  readonly cloudWatchLogs?: CloudWatchDeliveryOptions;
  /** Announces each log file on an SNS topic. `true` creates one, encrypted with `key`. @default false */
  readonly deliveryTopic?: boolean | DeliveryTopicOptions;
  /**
   * Prevents every Terraform plan from destroying the trail or its log group. With `formerly`, a plan may replace the
   * trail, and creates the new one first, but not the log group. @default false
   */
  readonly preventDestroy?: boolean;
  /** @default the stack's provider, whose Region is the trail's home */
  readonly provider?: TerraformProvider;
  /** In addition to the provider's default tags. @default none */
  readonly tags?: Tags;
}

/** A CloudTrail trail. Logging and log file validation cannot be switched off. */
export class Trail extends Construct {
  /** Known before the trail exists. */
  readonly arn: string;
  readonly resource: Cloudtrail;
  /** Log group and role, if the trail delivers to CloudWatch Logs. */
  readonly cloudWatchLogs: CloudWatchDelivery | undefined;
  /** The topic that announces log files, where there is one. */
  readonly deliveryTopic: DeliveryTopic | undefined;

  constructor(scope: Construct, id: string, props: TrailProps) {
    assertKnown(scope, id, props, OPTIONS, "name", "bucket");
    super(scope, id);
    acceptProviderRange(this);
    const { bucket, prefix, events = {}, cloudWatchLogs, formerly = [] } = props;
    const { multiRegion = true, includeGlobalServiceEvents = true } = props;
    const { preventDestroy = false, provider, tags } = props;
    assertValid(this, [
      logTargetProblem(bucket),
      props.key !== undefined && props.key !== "bucketDefault" && logKeyProblem("key", props.key),
      cloudWatchLogs?.key !== undefined &&
        cloudWatchLogs.key !== "serviceDefault" &&
        logKeyProblem("cloudWatchLogs.key", cloudWatchLogs.key),
      typeof props.name !== "string" && `name must be text, got ${shown(props.name)}`,
      topicOptionProblem(props.deliveryTopic),
    ]);
    const use = trailUse(props);
    const { partition, trailArn } = trailNames(use);
    const owner = { ...use, account: use.organization?.managementAccount ?? use.account };
    const made = bucketConstruct(bucket);
    const logBuckets = this.logBuckets(props, use);
    const key = props.key ?? made?.key;
    const logKey = key === "bucketDefault" ? undefined : key;
    const logGroupKey = cloudWatchLogs?.key ?? logKey ?? "serviceDefault";
    const topicOptions = props.deliveryTopic === true ? {} : props.deliveryTopic || undefined;
    const deliveryTopic = topicOptions !== undefined && topicOptions.topicArn === undefined;
    assertValid(this, [
      ...locationProblems(use),
      ...identityProblems(use),
      ...formerProblems(use),
      multiRegion &&
        !includeGlobalServiceEvents &&
        "includeGlobalServiceEvents must be true for a multi-Region trail, got false",
      key === undefined && 'key must be a key, or "bucketDefault" where the bucket has none of its own, got none',
      deliveryTopic &&
        Token.isUnresolved(use.name) &&
        "name must be known at synth if deliveryTopic derives the topic's name from it, got a token",
      deliveryTopic && key === "bucketDefault" && 'deliveryTopic requires key, got "bucketDefault"',
      deliveryTopic && logKey && keyRegionProblem("key", logKey, use.region, "the delivery topic"),
      cloudWatchLogs?.logGroupArn !== undefined &&
        cloudWatchLogs.key !== undefined &&
        cloudWatchLogs.key !== "serviceDefault" &&
        keyRegionProblem("cloudWatchLogs.key", cloudWatchLogs.key, use.region, "the log group"),
      ...topicProblems(topicOptions ?? {}, use),
      ...tagProblems(tags),
      ...eventProblems(events, logBuckets),
      ...(made && key ? bucketProblems(use, made, key) : []),
    ]);
    takeNames(this, inRegion("a trail", owner, use.name, "name"));
    requireProviderFor(events, this);
    this.node.addValidation({
      validate: () => [
        ...(made && key ? deliveryContradictions(this, use, made, key) : []),
        ...eventProblems(events, logBuckets).filter((problem) => typeof problem === "string"),
      ],
    });

    const shared = { trail: use, provider, tags };
    this.cloudWatchLogs =
      cloudWatchLogs &&
      new CloudWatchDelivery(this, "CloudWatchLogs", {
        ...cloudWatchLogs,
        key: logGroupKey,
        preventDestroy,
        ...shared,
      });
    this.deliveryTopic =
      deliveryTopic && logKey ? new DeliveryTopic(this, "DeliveryTopic", { key: logKey, ...shared }) : undefined;
    this.deliveryTopic?.allowSubscribers(...(topicOptions?.subscriberAccounts ?? []));
    allowTrail(
      {
        bucket: made,
        key: keyConstruct(logKey),
        logGroupKey: logGroupKeyToAllow(cloudWatchLogs, logGroupKey),
        topicKey: deliveryTopic ? keyConstruct(logKey) : undefined,
      },
      use,
    );
    if (topicOptions?.topicArn !== undefined) keepTopicAllowed(keyConstruct(logKey), use, topicOptions.topicArn);
    const basic = events.selectors === "basic";
    this.resource = new Cloudtrail(this, "Trail", {
      name: use.name,
      s3BucketName: bucket.bucketName,
      s3KeyPrefix: prefix,
      kmsKeyId: logKey?.arn,
      enableLogging: true,
      enableLogFileValidation: true,
      isMultiRegionTrail: multiRegion,
      includeGlobalServiceEvents,
      isOrganizationTrail: use.organization !== undefined,
      // At synth: by then it is known where the bucket sends its access logs, inventories and copies.
      advancedEventSelector: basic
        ? undefined
        : Lazy.anyValue({
            produce: () =>
              advancedSelectors(events, logBuckets).map((selector) =>
                cloudtrailAdvancedEventSelectorToTerraform(selector),
              ),
          }),
      eventSelector: basic ? basicSelectors(events, logBuckets, partition) : undefined,
      insightSelector: (events.insights ?? []).map((insightType) => ({ insightType })),
      cloudWatchLogsGroupArn: this.cloudWatchLogs?.logGroupArn,
      cloudWatchLogsRoleArn: this.cloudWatchLogs?.roleArn,
      snsTopicName:
        this.deliveryTopic?.topicName ?? (topicOptions?.topicArn && topicReference(topicOptions.topicArn, use)),
      lifecycle: lifecycleOf(preventDestroy, formerly.length > 0, basic),
      // CloudTrail tests bucket, key, log group and topic when the trail is created; the provider does not retry.
      dependsOn: [
        ...awaitable(this, [bucket.policyResource, logKey?.policyResource]),
        ...(this.cloudWatchLogs?.permission ? [this.cloudWatchLogs.permission] : []),
        ...(this.deliveryTopic ? [this.deliveryTopic.policyResource] : []),
      ],
      provider,
      tags,
    });
    this.arn = trailArn;
  }

  /** The log group of the trail's events, if this construct creates one. */
  get logGroup(): CloudwatchLogGroup | undefined {
    return this.cloudWatchLogs?.logGroup;
  }

  private logBuckets({ bucket, otherLogBuckets = [] }: TrailProps, use: TrailUse): LogBuckets {
    const made = bucketConstruct(bucket);
    return {
      arnPrefix: arnsIn(use).bucket(""),
      log: bucket.bucketName,
      logFolder: logsFolder(use),
      get others() {
        const linked = made?.logBuckets.filter((name) => name !== bucket.bucketName) ?? [];
        return [...new Set([...linked, ...otherLogBuckets])];
      },
    };
  }
}

/**
 * The key that the log group uses: for an existing one, the key that the options name, or the trail's key if this app
 * takes over its policy, since the log group would then no longer take events under it.
 */
function logGroupKeyToAllow(
  options: CloudWatchDeliveryOptions | undefined,
  key: LogKey | "serviceDefault",
): KeyBase | undefined {
  const made = key === "serviceDefault" ? undefined : keyConstruct(key);
  if (options?.logGroupArn === undefined || options.key !== undefined) return options && made;
  return made?.existed ? made : undefined;
}

/** What identifies the trail. Account and Region default to those of a bucket of this app. */
function trailUse({ name, account, region, organization, prefix, formerly, bucket, ...props }: TrailProps): TrailUse {
  const here: Partial<Location> = bucketConstruct(bucket)?.location ?? {};
  return {
    name,
    account: account ?? here.account ?? "",
    region: region ?? here.region ?? "",
    organization,
    logGroupName: props.cloudWatchLogs && givenLogGroupName(props.cloudWatchLogs),
    prefix,
    formerly,
  };
}

/** A renamed trail is replaced, which `prevent_destroy` would refuse: instead, the plan creates the new trail first. */
function lifecycleOf(preventDestroy: boolean, renamed: boolean, basic: boolean) {
  // Where a trail changes from advanced selectors to basic ones, the provider sets these and then sends an empty list
  // of advanced ones, which removes the basic ones again or fails. CloudTrail itself replaces one kind with the other.
  const ignored = basic ? { ignoreChanges: ["advanced_event_selector"] } : undefined;
  if (renamed) return { createBeforeDestroy: true, ...ignored };
  return preventDestroy || ignored ? { ...(preventDestroy && { preventDestroy }), ...ignored } : undefined;
}

/** What is the trail's own, whatever it delivers into. */
export const OWN_TRAIL_OPTIONS = {
  cloudWatchLogs: CLOUDWATCH_OPTIONS,
  deliveryTopic: () => TOPIC_OPTIONS,
  events: EVENTS_OPTIONS,
  formerly: FORMER_OPTIONS,
  includeGlobalServiceEvents: "flag",
  multiRegion: "flag",
  name: true,
  organization: ORGANIZATION_OPTIONS,
  otherLogBuckets: "list",
  prefix: true,
} as const;

const OPTIONS: KeysOf<TrailProps> = {
  ...OWN_TRAIL_OPTIONS,
  account: true,
  bucket: () => NAMED_BUCKET_OPTIONS,
  key: () => NAMED_KEY_OPTIONS,
  preventDestroy: "flag",
  provider: true,
  region: true,
  tags: true,
};
