import type { Construct } from "constructs";
import type { EnvironmentConfig } from "../environments/schema";
import { BreakGlassRole, LogReaderRole, type LogScope } from "../modules/access";
import {
  AccessLogBucket,
  AccountPublicAccessBlock,
  Bucket,
  BucketInventory,
  BucketNotifications,
} from "../modules/bucket";
import { constructId } from "../modules/ids";
import { Key } from "../modules/key";
import { topicKeyAccess, trailNames } from "../modules/trail";
import { configureBackend } from "./backend";
import type { EmulatorOptions } from "./emulator";
import { EnvironmentStack } from "./environment-stack";
import { OUTPUTS } from "./names";
import { output } from "./outputs";
import { preventsDestroy } from "./prevent-destroy";
import { configureProvider } from "./providers";
import { addReplica } from "./replica";
import { roleOptions } from "./role-options";
import { trailIdentity } from "./trail-identity";

/** The key, the buckets and the reader roles, in the archive account. */
export class ArchiveStack extends EnvironmentStack {
  private readonly location: { readonly account: string; readonly region: string };

  constructor(
    scope: Construct,
    private readonly environment: EnvironmentConfig,
    options: EmulatorOptions = {},
  ) {
    super(scope, environment.name, "archive");
    const { accounts, region, logs, replica, blockPublicAccessOfAccount } = environment;
    this.location = { account: accounts.archive.id, region };
    configureProvider(this, environment, accounts.archive, options);
    configureBackend(this, environment, "archive", options);

    if (blockPublicAccessOfAccount) new AccountPublicAccessBlock(this, "AccountPublicAccessBlock", this.location);
    const key = this.addKey();
    const breakGlass = this.addBreakGlassRole();
    const readers = this.addReaders(key);
    const accessLogs = this.addAccessLogBucket(breakGlass);
    const bucket = this.addLogBucket(key, accessLogs, readers, breakGlass);
    if (logs.eventBridge) new BucketNotifications(this, "Notifications", { bucket });
    if (logs.inventory) new BucketInventory(this, "Inventory", { bucket, destination: accessLogs });
    if (replica) addReplica(this, environment, bucket, readers, replica, options);
  }

  private addKey(): Key {
    const { alias, ...options } = this.environment.key;
    const key = new Key(this, "Key", {
      ...this.location,
      ...options,
      aliases: [alias],
      description: `Encrypts the audit trail of ${this.environment.name}`,
      preventDestroy: preventsDestroy(this.environment),
    });
    const { cloudWatchLogs, deliveryTopic } = this.environment.trail;
    const identity = trailIdentity(this.environment);
    const names = trailNames(identity);
    key.allowTrail(names.trailArn);
    if (cloudWatchLogs) key.allowLogGroup(names.logGroupArn);
    if (deliveryTopic) key.allowService(topicKeyAccess(identity));
    output(this, OUTPUTS.archive.keyArn, key.arn, "Encrypts the log files");
    return key;
  }

  private addReaders(key: Key): LogReaderRole[] {
    const { readers, accounts, logs, trail, organization } = this.environment;
    const readerRoles = readers.map((reader) => {
      const { accounts: read, regions, ...role } = reader;
      const scope: LogScope = {
        bucketName: logs.bucketName,
        bucketRegion: this.location.region,
        keyArn: key.arn,
        prefix: logs.prefix,
        organizationId: trail.ofOrganization ? organization?.id : undefined,
        accounts: read ?? (trail.ofOrganization ? "all" : [accounts.audited.id]),
        regions,
      };
      return new LogReaderRole(this, constructId("Reader", reader.roleName), {
        ...this.location,
        ...role,
        ...roleOptions(this.environment, this.location.account),
        logs: scope,
      });
    });
    key.allowUsers(...readerRoles);
    output(
      this,
      OUTPUTS.archive.readerRoles,
      readerRoles.map(({ arn }) => arn),
      "Roles that read the log files",
    );
    return readerRoles;
  }

  private addBreakGlassRole(): BreakGlassRole | undefined {
    const { breakGlass, logs, accessLogs } = this.environment;
    if (breakGlass === undefined) return undefined;
    const role = new BreakGlassRole(this, "BreakGlass", {
      ...this.location,
      ...breakGlass,
      ...roleOptions(this.environment, this.location.account),
      bucketNames: [logs.bucketName, accessLogs.bucketName],
    });
    output(this, OUTPUTS.archive.breakGlassRole, role.arn, "The only role that may delete log files");
    return role;
  }

  private addAccessLogBucket(breakGlass: BreakGlassRole | undefined): AccessLogBucket {
    const { accessLogs, logs, organization } = this.environment;
    const bucket = new AccessLogBucket(this, "AccessLogBucket", {
      ...this.location,
      bucketName: accessLogs.bucketName,
      lifecycle: accessLogs.lifecycle,
      minimumTlsVersion: logs.minimumTlsVersion,
      breakGlassRoles: breakGlass && [breakGlass],
      onlyOrganizationId: organization?.id,
      preventDestroy: preventsDestroy(this.environment),
      forceDestroy: logs.forceDestroy,
    });
    output(this, OUTPUTS.archive.accessLogBucket, bucket.bucketName, "Holds the access logs of the log bucket");
    return bucket;
  }

  private addLogBucket(
    key: Key,
    accessLogs: AccessLogBucket,
    readers: LogReaderRole[],
    breakGlass: BreakGlassRole | undefined,
  ): Bucket {
    const { logs, organization, trail } = this.environment;
    const bucket = new Bucket(this, "LogBucket", {
      ...this.location,
      bucketName: logs.bucketName,
      encryption: { key },
      requireKeyHeader: logs.requireKeyHeader,
      lifecycle: logs.lifecycle,
      objectLock: logs.objectLock,
      accessLogs: { target: accessLogs },
      minimumTlsVersion: logs.minimumTlsVersion,
      breakGlassRoles: breakGlass && [breakGlass],
      onlyOrganizationId: organization?.id,
      onlyReaders: logs.onlyReaders ? readers : undefined,
      preventDestroy: preventsDestroy(this.environment),
      forceDestroy: logs.forceDestroy,
      dependsOn: [key.policyResource],
    });
    bucket.allowTrailDelivery({
      trailArns: [trailNames(trailIdentity(this.environment)).trailArn],
      prefix: logs.prefix,
      organizationId: trail.ofOrganization ? organization?.id : undefined,
    });
    output(this, OUTPUTS.archive.logBucket, bucket.bucketName, "Holds the log files");
    return bucket;
  }
}
