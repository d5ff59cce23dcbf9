import { Construct } from "constructs";
import type { Alerts } from "../alerts";
import { assertKnown, type KeysOf } from "../known-options";
import { Trail, type TrailProps } from "../trail";
import { OWN_TRAIL_OPTIONS } from "../trail/trail";
import { assertValid } from "../validation";
import { addAlerts, ALERTS_OPTIONS, type AuditTrailAlerts } from "./alerts";
import { Archive, ARCHIVE_OPTIONS, type ArchiveProps } from "./archive";

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
  /** Alerts about calls that stop the trail, hide something from it or open its logs. @default none */
  readonly alerts?: AuditTrailAlerts;
}

/** An archive and the trail that delivers into it, in one account and stack; with alerts, if asked for. */
export class AuditTrail extends Construct {
  readonly archive: Archive;
  readonly trail: Trail;
  readonly alerts: Alerts | undefined;

  constructor(scope: Construct, id: string, props: AuditTrailProps) {
    assertKnown(scope, id, props, OPTIONS, "account", "region", "name", "bucketName");
    super(scope, id);
    const { name, organization, prefix, formerly, events, otherLogBuckets, multiRegion, ...others } = props;
    const { includeGlobalServiceEvents, cloudWatchLogs, deliveryTopic, alerts: alertOptions, ...archiveProps } = others;
    const { account, region, provider, tags, iam } = archiveProps;
    const use = { account, region, name, organization, prefix, formerly };
    this.archive = new Archive(this, "Archive", { ...archiveProps, trails: [use] });
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
      alertOptions?.cis &&
        cloudWatchLogs === undefined &&
        "alerts.cis requires cloudWatchLogs, whose log group its filters read, got none",
    ]);
    this.alerts =
      alertOptions &&
      addAlerts(this, { archive, trail, trailLocation: { account, region, name }, iam, provider, tags }, alertOptions);
  }
}

const OPTIONS: KeysOf<AuditTrailProps> = { ...ARCHIVE_OPTIONS, ...OWN_TRAIL_OPTIONS, alerts: ALERTS_OPTIONS };
