import { logsFolder } from "../log-keys";
import { parseArn, type Conditions, type Statement } from "../policy";

/** The two resources of a bucket policy: the bucket, and every object in it. */
export interface BucketArns {
  readonly bucket: string;
  readonly objects: string;
}

/** Which trails deliver into a bucket, and where. */
export interface TrailDelivery {
  /** One trail, or one for each account that logs into the bucket. Each writes for its own account only. */
  readonly trailArns: readonly string[];
  /** The trails' S3 prefix, without slashes at its ends. @default none */
  readonly prefix?: string;
  /** Lets the trail, an organization trail of the management account, write for all accounts. @default none */
  readonly organizationId?: string;
}

/** Folder of a delivery's log files, as an ARN that ends with a slash. */
export function logFolder({ bucket }: BucketArns, delivery: TrailDelivery): string {
  return `${bucket}/${logsFolder(delivery)}`;
}

/** AWS: "Amazon S3 bucket policy for CloudTrail", with the Sids used there. */
export function trailDelivers(arns: BucketArns, delivery: TrailDelivery): Statement[] {
  const { trailArns, organizationId } = delivery;
  const logs = logFolder(arns, delivery);
  const cloudtrail = { Service: "cloudtrail.amazonaws.com" };
  const write = (Sid: string, trailArn: string, folder: string): Statement => ({
    Sid,
    Effect: "Allow",
    Principal: cloudtrail,
    Action: "s3:PutObject",
    Resource: `${logs}${folder}/*`,
    Condition: { StringEquals: { "aws:SourceArn": trailArn, "s3:x-amz-acl": "bucket-owner-full-control" } },
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
    ...trailArns.map((trailArn, index) => {
      const { account, resource } = parseArn(trailArn)!;
      const suffix = index === 0 ? "" : `${account}${resource.replace(/^trail\/|[^A-Za-z0-9]/g, "")}`;
      return write(`AWSCloudTrailWrite20150319${suffix}`, trailArn, account);
    }),
    ...(organizationId === undefined
      ? []
      : [write("AWSCloudTrailOrganizationWrite20150319", trailArns[0]!, organizationId)]),
  ];
}

/** Server access logs of these buckets of the same account. AWS: "Enabling Amazon S3 server access logging". */
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

/** Inventory reports of these buckets. AWS: "Granting permissions for S3 Inventory". */
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

/** A replication role writes copies. Needed for a bucket of another account. */
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
