import type { TerraformProvider } from "cdktf";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { S3BucketReplicationConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-replication-configuration";
import { Construct } from "constructs";
import { atSynth } from "../at-synth";
import { isRoleName, ROLE_NAME } from "../limits/formats";
import { awaitable } from "../dependencies";
import { keyConstruct, throughS3, type LogKey } from "../key";
import { arnsIn, renderPolicy, type Statement } from "../policy";
import type { CreatedPrincipal } from "../principal";
import { roleIn, takeNames } from "../taken-names";
import { ROLE_OPTIONS, roleProblems, type RoleOptions } from "../role";
import { invalidFormat, assertValid } from "../validation";
import { Bucket } from "./bucket";
import type { BucketBase } from "./bucket-base";
import type { StorageClass } from "./lifecycle";
import { assertKnown, type KeysOf } from "../known-options";

/** The only time that S3 accepts. */
const FIFTEEN_MINUTES = { minutes: 15 };

export interface BucketReplicationProps {
  /** Encrypted with a key. */
  readonly source: Bucket;
  /**
   * Encrypted with a key, in another Region or account. With Object Lock on the source, it must have Object Lock too.
   */
  readonly destination: BucketBase;
  readonly roleName: string;
  /** Path and permissions boundary of the role. @default none */
  readonly iam?: RoleOptions;
  /** @default the source object's */
  readonly storageClass?: StorageClass;
  /**
   * S3 copies within 15 minutes, or reports the objects that it did not copy. Charged for each GB. @default false
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html
   */
  readonly timeControl?: boolean;
  /** CloudWatch metrics of objects that wait to be copied. Time control always includes them. @default false */
  readonly metrics?: boolean;
  /** @default the stack's provider, which must be the source's */
  readonly provider?: TerraformProvider;
}

/**
 * Copies every new object version to another bucket under that bucket's own key. Deletions are not copied. The
 * destination and keys of this app are made to allow it; a key given by its ARN must already allow the role, as
 * `allowReplicationFrom` and `allowReplicationInto` would.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
 */
export class BucketReplication extends Construct {
  /** The role that S3 assumes to copy. */
  readonly role: CreatedPrincipal;

  constructor(scope: Construct, id: string, props: BucketReplicationProps) {
    assertKnown(scope, id, props, OPTIONS, "source", "destination", "roleName");
    super(scope, id);
    const { source, destination, roleName, iam = {}, storageClass, timeControl = false, provider } = props;
    const metrics = props.metrics ?? timeControl;
    assertValid(this, [
      timeControl && !metrics && "metrics must be true with timeControl, got false",
      invalidFormat("roleName", roleName, isRoleName, ROLE_NAME),
      ...roleProblems(iam, source.location.account, "iam."),
      source.bucketName === destination.bucketName && `destination must be another bucket, got "${source.bucketName}"`,
      source.key === undefined && `source must be encrypted with a key, got ${source.node.path} under SSE-S3`,
      destination.key === undefined && `destination must be encrypted with a key, got ${destination.node.path} without`,
    ]);
    takeNames(this, roleIn(source.location.account, roleName));
    const keys = { source: source.key!, destination: destination.key! };
    const iamRole = new IamRole(this, "Role", {
      name: roleName,
      path: iam.path,
      permissionsBoundary: iam.permissionsBoundary,
      description: `Replicates ${source.bucketName} to ${destination.bucketName}`,
      assumeRolePolicy: renderPolicy([trustS3()]),
      provider,
    });
    this.role = { arn: arnsIn(source.location).role(roleName, iam.path), resource: iamRole };
    const permissions = new IamRolePolicy(this, "Permissions", {
      name: "replicate",
      role: atSynth(() => iamRole.name),
      policy: renderPolicy(replicationPermissions(props, keys)),
      provider,
    });
    const foreign = source.location.account !== destination.location.account;
    new S3BucketReplicationConfigurationA(this, "Configuration", {
      bucket: source.bucketName,
      role: atSynth(() => iamRole.arn),
      rule: [
        {
          id: "AllObjects",
          status: "Enabled",
          priority: 1,
          filter: { prefix: "" },
          deleteMarkerReplication: { status: "Disabled" },
          sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
          destination: {
            bucket: destination.arn,
            storageClass,
            ...(metrics && { metrics: { status: "Enabled", ...(timeControl && { eventThreshold: FIFTEEN_MINUTES }) } }),
            ...(timeControl && { replicationTime: { status: "Enabled", time: FIFTEEN_MINUTES } }),
            encryptionConfiguration: { replicaKmsKeyId: keys.destination.arn },
            ...(foreign && {
              account: destination.location.account,
              accessControlTranslation: { owner: "Destination" },
            }),
          },
        },
      ],
      // S3 refuses a destination that is not versioned yet.
      dependsOn: awaitable(this, [
        source.versioning,
        permissions,
        destination.policyResource,
        ...(destination instanceof Bucket ? [destination.versioning] : []),
      ]),
      provider,
    });
    source.sendsTo(destination);
    source.allowReplicationFrom(this.role);
    destination.allowReplicationBy(this.role);
    keyConstruct(keys.source)?.allowReplicationFrom(this.role, source.arn);
    keyConstruct(keys.destination)?.allowReplicationInto(this.role, destination.arn);
  }
}

/**
 * Without source conditions: AWS documents none for replication, and a role can be passed to S3 only from its own
 * account.
 */
function trustS3(): Statement {
  return {
    Sid: "S3TakesRole",
    Effect: "Allow",
    Principal: { Service: "s3.amazonaws.com" },
    Action: "sts:AssumeRole",
  };
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html */
function replicationPermissions(
  { source, destination }: BucketReplicationProps,
  keys: { source: LogKey; destination: LogKey },
): Statement[] {
  return [
    {
      Sid: "ReadConfiguration",
      Effect: "Allow",
      Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"],
      Resource: source.arn,
    },
    {
      Sid: "ReadVersions",
      Effect: "Allow",
      Action: [
        "s3:GetObjectVersionForReplication",
        "s3:GetObjectVersionAcl",
        "s3:GetObjectVersionTagging",
        "s3:GetObjectRetention",
        "s3:GetObjectLegalHold",
      ],
      Resource: `${source.arn}/*`,
    },
    {
      Sid: "WriteCopies",
      Effect: "Allow",
      Action: ["s3:ObjectOwnerOverrideToBucketOwner", "s3:ReplicateObject", "s3:ReplicateTags"],
      Resource: `${destination.arn}/*`,
    },
    {
      Sid: "DecryptSource",
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: keys.source.arn,
      Condition: throughS3(source.arn, source.location.region),
    },
    {
      Sid: "EncryptCopies",
      Effect: "Allow",
      Action: ["kms:Encrypt", "kms:GenerateDataKey"],
      Resource: keys.destination.arn,
      Condition: throughS3(destination.arn, destination.location.region),
    },
  ];
}

const OPTIONS: KeysOf<BucketReplicationProps> = {
  destination: true,
  iam: ROLE_OPTIONS,
  metrics: "flag",
  provider: true,
  roleName: true,
  source: true,
  storageClass: true,
  timeControl: "flag",
};
