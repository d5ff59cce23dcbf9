import type { TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { atSynth } from "../at-synth";
import {
  AlertForwarder,
  Alerts,
  GLOBAL_SERVICES,
  REPLICA_SERVICES,
  TrailAlarms,
  TrailHealth,
  type AlertForwarderProps,
  type AlertsProps,
  type FunctionOptions,
} from "../alerts";
import { OWN_ALERTS_OPTIONS } from "../alerts/alerts";
import type { KeysOf } from "../known-options";
import type { Location } from "../policy";
import type { Trail } from "../trail";
import type { Archive } from "./archive";

type Shared = Pick<FunctionOptions, "iam" | "provider" | "tags">;

/** Alerts about an archive and its trail. */
export interface AuditTrailAlerts extends Omit<AlertsProps, "name" | "watch" | keyof Shared | keyof Location> {
  /** @default the trail's name in lower case, and "-alerts" */
  readonly name?: string;
  /** Alarms of section 5 of the CIS benchmark; require `cloudWatchLogs`. @default false */
  readonly cis?: boolean;
  /**
   * The Region where AWS records the calls of IAM and Organizations, us-east-1 in the partition `aws`, and its
   * provider. Not required if it is the trail's own Region.
   * @default changes of roles, and of the organization, raise no alert
   */
  readonly global?: { readonly region: string; readonly provider: TerraformProvider };
}

export const ALERTS_OPTIONS: KeysOf<AuditTrailAlerts> = {
  ...OWN_ALERTS_OPTIONS,
  cis: "flag",
  global: { provider: true, region: true },
  name: true,
};

interface Watched extends Shared {
  readonly archive: Archive;
  readonly trail: Trail;
  readonly trailLocation: Location & { readonly name: string };
}

/** Creates the alerts, which watch every part of the archive and the trail. */
export function addAlerts(scope: Construct, watched: Watched, options: AuditTrailAlerts): Alerts {
  const { archive, trail, trailLocation, iam, provider, tags } = watched;
  const { account, region } = trailLocation;
  const ownName = `${trailLocation.name.toLowerCase().replace(/[^a-z0-9]/g, "-")}-alerts`;
  const { name = ownName, cis, global, ...own } = options;
  const alerts = new Alerts(scope, "Alerts", {
    ...own,
    name,
    account,
    region,
    iam,
    provider,
    tags,
    watch: watchOf(archive, trail),
  });
  for (const forwarder of forwardersOf(archive, global)) {
    new AlertForwarder(scope, `AlertsFrom${forwarder.region.replace(/-/g, "")}`, { ...forwarder, alerts });
  }
  const { logGroup } = trail;
  if (logGroup) new TrailAlarms(scope, "TrailAlarms", { alerts, logGroupName: atSynth(() => logGroup.name), cis });
  new TrailHealth(scope, "TrailHealth", { alerts, trailArn: trail.arn, cloudWatchLogs: logGroup !== undefined });
  return alerts;
}

function watchOf({ key, bucket, readers, breakGlass, replica }: Archive, trail: Trail): AlertsProps["watch"] {
  const { cloudWatchLogs, deliveryTopic } = trail;
  const roles = [...readers, ...(breakGlass ? [breakGlass] : []), ...(replica ? [replica.replication.role] : [])];
  return {
    trails: [trail.arn],
    keys: [key.arn, ...(replica ? [replica.key.arn] : [])],
    buckets: bucket.logBuckets,
    roles: [...roles.map(({ arn }) => arn), ...(cloudWatchLogs ? [cloudWatchLogs.roleArn] : [])],
    // A reader's policy has its role's name and path.
    policies: readers.map(({ arn }) => arn.replace(":role/", ":policy/")),
    breakGlassRoles: breakGlass ? [breakGlass.arn] : [],
    logGroups: cloudWatchLogs ? [cloudWatchLogs.logGroupArn.replace(/:\*$/, "")] : [],
    topics: deliveryTopic ? [deliveryTopic.arn] : [],
  };
}

/** One for each other Region: that of the copy, if it is in the same account, and that of the global services. */
function forwardersOf(
  { bucket, replica }: Archive,
  global: AuditTrailAlerts["global"],
): Omit<AlertForwarderProps, "alerts">[] {
  const home = bucket.location;
  const there = replica && { ...replica.bucket.location, provider: replica.bucket.policyResource.provider };
  const copies = there !== undefined && there.account === home.account && there.region !== home.region;
  const all = [
    ...(global && global.region !== home.region ? [{ ...global, services: [...GLOBAL_SERVICES] }] : []),
    ...(copies ? [{ region: there.region, provider: there.provider!, services: [...REPLICA_SERVICES] }] : []),
  ];
  return all
    .filter(({ region }, index) => all.findIndex((one) => one.region === region) === index)
    .map((one) => ({
      ...one,
      services: all
        .filter(({ region }) => region === one.region)
        .flatMap(({ services }) => services as readonly string[]),
    }));
}
