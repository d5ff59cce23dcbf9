import type { Construct } from "constructs";
import { announcesArrivals } from "../environments/schema/alerted";
import type { EnvironmentConfig } from "../environments/schema";
import { Archive, type ArchiveProps, type ReplicaOptions } from "../modules/archive";
import { replicationRoleName, nameBase } from "../modules/derived-names";
import { ExistingKey } from "../modules/key";
import { keepTopicAllowed } from "../modules/trail/delivery-topic";
import { configureBackend } from "./backend";
import type { EmulatorOptions } from "./emulator";
import { EnvironmentStack } from "./environment-stack";
import { OUTPUTS } from "./names";
import { output } from "./outputs";
import { preventsDestroy } from "./prevent-destroy";
import { addAliasedProvider, configureProvider } from "./providers";
import { recordedTrails } from "./recorded-trails";
import { roleOptions } from "./role-options";
import { addSiem } from "./siem-feed";

/** The key, the buckets and the reader roles, in the archive account. */
export class ArchiveStack extends EnvironmentStack {
  constructor(
    scope: Construct,
    private readonly environment: EnvironmentConfig,
    private readonly options: EmulatorOptions = {},
  ) {
    super(scope, { environment: environment.name, kind: "archive" });
    configureProvider(this, environment, environment.accounts.archive, options);
    configureBackend(this, environment, "archive", options);
    // "Default" is no part of Terraform's addresses, so that these are the same as without the construct.
    const archive = new Archive(this, "Default", this.archiveProps());
    const { key, logs } = environment;
    key.statements?.forEach((statement) => archive.key.addStatement(statement));
    logs.statements?.forEach((statement) => archive.bucket.addStatement(statement));
    for (const { use, options } of recordedTrails(environment)) {
      if (typeof options.deliveryTopic === "object") keepTopicAllowed(archive.key, use, options.deliveryTopic.topicArn);
    }
    this.addOutputs(archive);
    addSiem(this, environment, archive);
  }

  private archiveProps(): ArchiveProps {
    const { region, accounts, organization, key, logs } = this.environment;
    const { accessLogs, readers, breakGlass, blockPublicAccessOfAccount } = this.environment;
    const { prefix: _, statements: __, existing: existingBucket, ...logOptions } = { existing: undefined, ...logs };
    return {
      ...logOptions,
      account: accounts.archive.id,
      region,
      existingBucket,
      // Of an existing bucket, its owner configures the notifications.
      eventBridge: existingBucket ? undefined : announcesArrivals(this.environment) || undefined,
      key: this.logKey(),
      accessLogs,
      readers,
      breakGlass,
      blockPublicAccessOfAccount,
      onlyOrganizationId: organization?.id,
      trails: recordedTrails(this.environment).map(({ use, options }) => ({
        ...use,
        // An existing log group may have been encrypted with an existing key, whose policy the archive replaces.
        cloudWatchLogs:
          options.cloudWatchLogs !== undefined && ("existing" in key || !("existing" in options.cloudWatchLogs)),
        deliveryTopic: options.deliveryTopic === true,
      })),
      replica: this.replicaOptions(),
      iam: roleOptions(this.environment, accounts.archive.id),
      preventDestroy: preventsDestroy(this.environment),
    };
  }

  private logKey(): ArchiveProps["key"] {
    const { name, region, accounts, key } = this.environment;
    if ("existing" in key) {
      const { arn, administrators, rootAccess } = key;
      const location = { account: accounts.archive.id, region };
      return new ExistingKey(this, "ExistingKey", { ...location, arn, administrators, rootAccess });
    }
    const { alias, otherAliases = [], statements: _, ...options } = key;
    return { ...options, aliases: [alias, ...otherAliases], description: `Encrypts the audit trail of ${name}` };
  }

  private replicaOptions(): ReplicaOptions | undefined {
    const { name, accounts, key, replica } = this.environment;
    if (replica === undefined) return undefined;
    const { account: access = accounts.archive, keyAlias, region, ...replicaOptions } = replica;
    const { rotationPeriodInDays, deletionWindowInDays } = key;
    return {
      ...replicaOptions,
      account: access.id,
      region,
      key: {
        aliases: [keyAlias],
        description: `Encrypts the replica of the audit trail of ${name}`,
        rotationPeriodInDays,
        deletionWindowInDays,
      },
      roleName: replicationRoleName(nameBase(this.environment)),
      iam: roleOptions(this.environment, access.id),
      provider: addAliasedProvider(this, "Replica", this.environment, access, { ...this.options, region }),
    };
  }

  private addOutputs({ key, bucket, accessLogBucket, readers, breakGlass, replica }: Archive): void {
    const { archive } = OUTPUTS;
    const readerRoles = readers.map(({ arn }) => arn);
    output(this, archive.keyArn, key.arn, "Encrypts the log files");
    output(this, archive.readerRoles, readerRoles, "Roles that read the log files");
    output(this, archive.accessLogBucket, accessLogBucket.bucketName, "Holds the access logs of the log bucket");
    output(this, archive.logBucket, bucket.bucketName, "Holds the log files");
    if (breakGlass) output(this, archive.breakGlassRole, breakGlass.arn, "The only role that may delete log files");
    if (replica) {
      const readers = replica.readers.map(({ arn }) => arn);
      if (readers.length > 0) output(this, archive.replicaReaderRoles, readers, "Roles that read the copies");
      output(this, archive.replicaBucket, replica.bucket.bucketName, "Holds the copies of the log files");
      output(this, archive.replicaKeyArn, replica.key.arn, "Encrypts the copies of the log files");
    }
  }
}
