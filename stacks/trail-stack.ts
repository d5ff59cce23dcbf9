import type { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { EnvironmentConfig } from "../environments/schema";
import { Trail, trailNames } from "../modules/trail";
import { configureBackend, readState } from "./backend";
import type { EmulatorOptions } from "./emulator";
import { EnvironmentStack } from "./environment-stack";
import { OUTPUTS } from "./names";
import { output } from "./outputs";
import { configureProvider } from "./providers";
import { roleOptions } from "./role-options";
import { trailUse } from "./trail-identity";

export interface TrailStackOptions extends EmulatorOptions {
  /**
   * Log and state buckets of other environments. Otherwise, two trails that record all buckets of one account
   * would record each other's deliveries endlessly. @default none
   */
  readonly logBucketsElsewhere?: readonly string[];
}

/** The trail with its log group and topic, in the audited account. */
export class TrailStack extends EnvironmentStack {
  constructor(scope: Construct, environment: EnvironmentConfig, archive: TerraformStack, options: TrailStackOptions) {
    super(scope, environment.name, "trail");
    const { accounts, logs, accessLogs, replica, state } = environment;
    const { events, multiRegion, includeGlobalServiceEvents, cloudWatchLogs, deliveryTopic } = environment.trail;
    configureProvider(this, environment, accounts.audited, options);
    configureBackend(this, environment, "trail", options);
    // CloudTrail tests the bucket and key policies when it creates the trail.
    this.addDependency(archive);

    const keyArn = readState(this, environment, "archive", options).getString(OUTPUTS.archive.keyArn);
    const { logGroupName: _, ...use } = trailUse(environment);
    const trail = new Trail(this, "Trail", {
      ...use,
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
        ...(options.logBucketsElsewhere ?? []),
      ],
      cloudWatchLogs: cloudWatchLogs && {
        ...cloudWatchLogs,
        key: { arn: keyArn },
        iam: roleOptions(environment, accounts.audited.id),
      },
      preventDestroy: environment.protected,
    });
    const { logGroupName, topicArn } = trailNames(trailUse(environment));
    output(this, OUTPUTS.trail.trailArn, trail.arn, "The trail");
    if (cloudWatchLogs) output(this, OUTPUTS.trail.logGroup, logGroupName, "Receives the trail's events");
    if (deliveryTopic) output(this, OUTPUTS.trail.topicArn, topicArn, "Announces each delivered log file");
  }
}
