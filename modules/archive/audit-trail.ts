import { Construct } from "constructs";
import { Trail, type TrailProps } from "../trail";
import { Archive, type ArchiveProps } from "./archive";

export interface AuditTrailProps
  extends
    Omit<ArchiveProps, "trails">,
    Pick<
      TrailProps,
      | "name"
      | "organization"
      | "prefix"
      | "formerly"
      | "events"
      | "otherLogBuckets"
      | "multiRegion"
      | "includeGlobalServiceEvents"
      | "cloudWatchLogs"
      | "deliveryTopic"
    > {}

/** An archive and the trail that delivers into it, in one account and stack. */
export class AuditTrail extends Construct {
  readonly archive: Archive;
  readonly trail: Trail;

  constructor(scope: Construct, id: string, props: AuditTrailProps) {
    super(scope, id);
    const { account, region, name, organization, prefix, formerly, provider, tags, iam } = props;
    const { events, otherLogBuckets, multiRegion, includeGlobalServiceEvents, cloudWatchLogs, deliveryTopic } = props;
    const use = { account, region, name, organization, prefix, formerly };
    this.archive = new Archive(this, "Archive", { ...props, trails: [use] });
    this.trail = new Trail(this, "Trail", {
      ...use,
      bucket: this.archive.bucket,
      events,
      otherLogBuckets,
      multiRegion,
      includeGlobalServiceEvents,
      cloudWatchLogs: cloudWatchLogs && { iam, ...cloudWatchLogs },
      deliveryTopic,
      preventDestroy: props.preventDestroy ?? !props.forceDestroy,
      provider,
      tags,
    });
  }
}
