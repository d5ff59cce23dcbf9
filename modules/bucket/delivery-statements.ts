import { Token } from "cdktf";
import { sidPart } from "../ids";
import type { KeysOf } from "../known-options";
import { isOrganizationId, isTrailPrefix, TRAIL_PREFIX, ORGANIZATION_ID } from "../limits/formats";
import { logsFolder } from "../log-keys";
import { parseArn, type Conditions, type Statement } from "../policy";
import { invalidArn, invalidFormat, type Problem } from "../validation";

/** The two resources of a bucket policy: the bucket, and every object in it. */
export interface BucketArns {
  readonly bucket: string;
  readonly objects: string;
}

/** Which trails deliver into a bucket, and where. */
export interface TrailDelivery {
  /** Trails, each of which records its own account or the organization. */
  readonly trailArns: readonly string[];
  /** The trails' S3 prefix, without leading or trailing slashes. @default none */
  readonly prefix?: string;
  /**
   * Id of the organization, for organization trails. All must belong to the management account. They write for all
   * accounts of the organization.
   * @default none
   */
  readonly organizationId?: string;
  /**
   * `true` for a location that the trails have left or are about to leave: they may still deliver there, and it is not
   * compared with the trails' own options. @default false
   */
  readonly former?: boolean;
}

export const DELIVERY_OPTIONS: KeysOf<TrailDelivery> = {
  former: "flag",
  organizationId: true,
  prefix: true,
  trailArns: "list",
};

/** Folder of a delivery's log files, as an ARN that ends with a slash. */
export function logFolder({ bucket }: BucketArns, delivery: TrailDelivery): string {
  return `${bucket}/${logsFolder(delivery)}`;
}

/**
 * AWS's statements for one delivery, with AWS's Sids. Deliveries under one prefix share the statements, as in AWS's own
 * policy for several accounts: fold them. CloudTrail itself puts each account's files into the account's folder.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-set-bucket-policy-for-multiple-accounts.html
 */
export function trailsDeliver(arns: BucketArns, delivery: TrailDelivery): Statement[] {
  const { trailArns, prefix = "", organizationId } = delivery;
  const logs = logFolder(arns, delivery);
  const cloudtrail = { Service: "cloudtrail.amazonaws.com" };
  const write = (sid: string, folders: readonly string[]): Statement => ({
    Sid: `${sid}${sidPart(prefix)}`,
    Effect: "Allow",
    Principal: cloudtrail,
    Action: "s3:PutObject",
    Resource: folders.map((folder) => `${logs}${folder}/*`),
    Condition: { StringEquals: { "aws:SourceArn": trailArns, "s3:x-amz-acl": "bucket-owner-full-control" } },
  });
  return [
    {
      Sid: "AWSCloudTrailAclCheck20150319",
      Effect: "Allow",
      Principal: cloudtrail,
      Action: "s3:GetBucketAcl",
      Resource: arns.bucket,
      Condition: { StringEquals: { "aws:SourceArn": trailArns } },
    },
    write("AWSCloudTrailWrite20150319", trailArns.map(accountOf)),
    ...(organizationId === undefined ? [] : [write("AWSCloudTrailOrganizationWrite20150319", [organizationId])]),
  ];
}

export function deliveryProblems({ trailArns, prefix, organizationId }: TrailDelivery): Problem[] {
  const accounts = new Set(trailArns.map((trailArn) => parseArn(trailArn)?.account));
  return [
    trailArns.length === 0 && "trailArns must name at least one trail, got none",
    ...trailArns.map((trailArn) => invalidArn("trailArns", trailArn, "cloudtrail", "trail/")),
    trailArns.some((trailArn) => Token.isUnresolved(trailArn)) && "trailArns must be known at synth, got a token",
    prefix !== undefined && invalidFormat("prefix", prefix, isTrailPrefix, TRAIL_PREFIX),
    organizationId !== undefined && invalidFormat("organizationId", organizationId, isOrganizationId, ORGANIZATION_ID),
    organizationId !== undefined &&
      accounts.size > 1 &&
      `organizationId requires that all trails are of the management account, got trails of accounts ${[...accounts].join(", ")}; ` +
        "allow the other accounts' trails in a call without organizationId",
  ];
}

function accountOf(trailArn: string): string {
  return parseArn(trailArn)!.account;
}

/**
 * Lets S3 write server access logs of these buckets of the same account.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 */
export function accessLogsArrive({ objects }: BucketArns, sourceArns: readonly string[], account: string): Statement {
  return {
    Sid: "S3ServerAccessLogsPolicy",
    Effect: "Allow",
    Principal: { Service: "logging.s3.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: objects,
    Condition: fromBuckets(sourceArns, account),
  };
}

/**
 * Lets S3 write inventory reports on these buckets.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/configure-inventory.html
 */
export function inventoriesArrive({ objects }: BucketArns, sourceArns: readonly string[], account: string): Statement {
  const { StringEquals, ...rest } = fromBuckets(sourceArns, account);
  return {
    Sid: "S3InventoryPolicy",
    Effect: "Allow",
    Principal: { Service: "s3.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: objects,
    Condition: { ...rest, StringEquals: { ...StringEquals, "s3:x-amz-acl": "bucket-owner-full-control" } },
  };
}

/** Lets a replication role write copies. Required for a role of another account. */
export function replicasArrive({ bucket, objects }: BucketArns, role: string): Statement[] {
  const Principal = { AWS: role };
  return [
    {
      Sid: "ReplicationWritesCopies",
      Effect: "Allow",
      Principal,
      Action: ["s3:ObjectOwnerOverrideToBucketOwner", "s3:ReplicateObject", "s3:ReplicateTags"],
      Resource: objects,
    },
    {
      Sid: "ReplicationReadsVersioning",
      Effect: "Allow",
      Principal,
      Action: "s3:GetBucketVersioning",
      Resource: bucket,
    },
  ];
}

function fromBuckets(sourceArns: readonly string[], account: string): Conditions {
  return { ArnLike: { "aws:SourceArn": sourceArns }, StringEquals: { "aws:SourceAccount": account } };
}
