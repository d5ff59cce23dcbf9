import { Construct } from "constructs";
import type { Alerts } from "../alerts";
import { Trail, type TrailProps } from "../trail";
import { assertValid } from "../validation";
import { addAlerts, type AuditTrailAlerts } from "./alerts";
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
    > {
  /** Mails and messages about calls that stop the trail, hide something from it or open its logs. @default none */
  readonly alerts?: AuditTrailAlerts;
}

/** An archive and the trail that delivers into it, in one account and stack; with alerts, if asked for. */
export class AuditTrail extends Construct {
  readonly archive: Archive;
  readonly trail: Trail;
  readonly alerts: Alerts | undefined;

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
    const { archive, trail } = this;
    assertValid(this, [
      props.alerts?.cis &&
        cloudWatchLogs === undefined &&
        "alerts.cis requires cloudWatchLogs, where its filters count, got none",
    ]);
    this.alerts =
      props.alerts &&
      addAlerts(this, { archive, trail, trailLocation: { account, region, name }, iam, provider, tags }, props.alerts);
  }
}
