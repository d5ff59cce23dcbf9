import { dependable, type TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { EnvironmentConfig } from "../environments/schema";
import { Trail, TrailDelegatedAdministrator, trailNames } from "../modules/trail";
import { configureBackend, readState } from "./backend";
import type { EmulatorOptions } from "./emulator";
import { EnvironmentStack } from "./environment-stack";
import { OUTPUTS, trailPart } from "./names";
import { output } from "./outputs";
import { addAliasedProvider, configureProvider } from "./providers";
import type { RecordedTrail } from "./recorded-trails";
import { roleOptions } from "./role-options";
import { announcingTopic, existingDelivery } from "./trail-deliveries";

export interface TrailStackOptions extends EmulatorOptions {
  /**
   * Log and state buckets of other environments. Otherwise, two trails that record all buckets of one account
   * would record each other's deliveries endlessly. @default none
   */
  readonly logBucketsElsewhere?: (account: string) => readonly string[];
}

/** A trail with its log group and topic, in the account that it records. */
export class TrailStack extends EnvironmentStack {
  constructor(
    scope: Construct,
    environment: EnvironmentConfig,
    { account, use, options: trailOptions }: RecordedTrail,
    archive: TerraformStack,
    options: TrailStackOptions,
  ) {
    const part = trailPart(account.name);
    const named = account.name === undefined ? {} : { account: account.name };
    super(scope, { environment: environment.name, kind: "trail", ...named }, part);
    const { logs, accessLogs, replica, state, query } = environment;
    configureProvider(this, environment, account, options);
    configureBackend(this, environment, part, options);
    // CloudTrail tests the bucket and key policies when it creates the trail.
    this.addDependency(archive);

    const keyArn = readState(this, environment, "archive", options).getString(OUTPUTS.archive.keyArn);
    const { events, multiRegion, includeGlobalServiceEvents, cloudWatchLogs, deliveryTopic } = trailOptions;
    // The option of `cloudWatchLogs` says it too.
    const { logGroupName: _, ...trailProps } = use;
    const iam = roleOptions(environment, account.id);
    const trail = new Trail(this, "Trail", {
      ...trailProps,
      events,
      multiRegion,
      includeGlobalServiceEvents,
      deliveryTopic,
      bucket: { bucketName: logs.bucketName },
      key: { arn: keyArn },
      otherLogBuckets: [
        accessLogs.bucketName,
        state.bucketName,
        ...(replica ? [replica.bucketName] : []),
        ...(query && !listsBucket(events, query.bucketName) ? [query.bucketName] : []),
        ...(options.logBucketsElsewhere?.(account.id) ?? []),
      ],
      cloudWatchLogs:
        cloudWatchLogs &&
        ("existing" in cloudWatchLogs
          ? existingDelivery(use, cloudWatchLogs, iam)
          : { ...cloudWatchLogs, key: { arn: keyArn }, iam }),
      preventDestroy: environment.protected,
    });
    this.register(environment, account.id, trail, options);
    const { logGroupName } = trailNames(use);
    output(this, OUTPUTS.trail.trailArn, trail.arn, "The trail");
    if (cloudWatchLogs) output(this, OUTPUTS.trail.logGroup, logGroupName, "Receives the trail's events");
    const topicArn = announcingTopic({ use, options: trailOptions });
    if (topicArn) output(this, OUTPUTS.trail.topicArn, topicArn, "Announces each delivered log file");
  }

  /** Registers the account as delegated administrator before the trail is created, where the environment asks for it. */
  private register(environment: EnvironmentConfig, account: string, trail: Trail, options: EmulatorOptions): void {
    const { organization, region } = environment;
    if (organization?.delegatedAdministrator === undefined || !environment.trail.ofOrganization) return;
    const management = { id: organization.managementAccount, ...organization.delegatedAdministrator };
    const provider = addAliasedProvider(this, "Management", environment, management, { ...options, region });
    const { resource } = new TrailDelegatedAdministrator(this, "DelegatedAdministrator", { account, provider });
    trail.resource.dependsOn = [...(trail.resource.dependsOn ?? []), dependable(resource)];
  }
}

/** Who reads what queries found is recorded if it is asked for: unlike log files, results cause no further ones. */
function listsBucket(events: RecordedTrail["options"]["events"], name: string): boolean {
  return (events?.data ?? []).some(
    (entry) =>
      entry.kind === "s3" &&
      Array.isArray(entry.buckets) &&
      entry.buckets.some((bucket: string | { readonly bucket: string }) =>
        typeof bucket === "string" ? bucket === name : bucket.bucket === name,
      ),
  );
}
