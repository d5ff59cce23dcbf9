import type { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { EnvironmentConfig } from "../environments/schema";
import { Trail, trailNames } from "../modules/trail";
import { configureBackend, readState } from "./backend";
import type { EmulatorOptions } from "./emulator";
import { EnvironmentStack } from "./environment-stack";
import { OUTPUTS, trailPart } from "./names";
import { output } from "./outputs";
import { configureProvider } from "./providers";
import type { RecordedTrail } from "./recorded-trails";
import { roleOptions } from "./role-options";

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
    const { logs, accessLogs, replica, state } = environment;
    configureProvider(this, environment, account, options);
    configureBackend(this, environment, part, options);
    // CloudTrail tests the bucket and key policies when it creates the trail.
    this.addDependency(archive);

    const keyArn = readState(this, environment, "archive", options).getString(OUTPUTS.archive.keyArn);
    const { events, multiRegion, includeGlobalServiceEvents, cloudWatchLogs, deliveryTopic } = trailOptions;
    // The option of `cloudWatchLogs` says it too.
    const { logGroupName: _, ...trailProps } = use;
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
        ...(options.logBucketsElsewhere?.(account.id) ?? []),
      ],
      cloudWatchLogs: cloudWatchLogs && {
        ...cloudWatchLogs,
        key: { arn: keyArn },
        iam: roleOptions(environment, account.id),
      },
      preventDestroy: environment.protected,
    });
    const { logGroupName, topicArn } = trailNames(use);
    output(this, OUTPUTS.trail.trailArn, trail.arn, "The trail");
    if (cloudWatchLogs) output(this, OUTPUTS.trail.logGroup, logGroupName, "Receives the trail's events");
    if (deliveryTopic) output(this, OUTPUTS.trail.topicArn, topicArn, "Announces each delivered log file");
  }
}
