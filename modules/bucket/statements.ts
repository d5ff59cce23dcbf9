import { parseArn, type Conditions, type Statement } from "../policy";

/** The two resources of a bucket policy: the bucket, and every object in it. */
export interface BucketArns {
  readonly bucket: string;
  readonly objects: string;
}

const EVERYONE = "*";

/** Services act for the account itself: Denies that name people must not meet them. */
const NOT_A_SERVICE = { "aws:PrincipalIsAWSService": "false" };

export function denyInsecureTransport({ bucket, objects }: BucketArns): Statement {
  return {
    Sid: "DenyInsecureTransport",
    Effect: "Deny",
    Principal: EVERYONE,
    Action: "s3:*",
    Resource: [bucket, objects],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

export function denyOldTls({ bucket, objects }: BucketArns, minimumVersion: string): Statement {
  return {
    Sid: "DenyOldTls",
    Effect: "Deny",
    Principal: EVERYONE,
    Action: "s3:*",
    Resource: [bucket, objects],
    Condition: { NumericLessThan: { "s3:TlsVersion": minimumVersion } },
  };
}

/**
 * The tolerant form: a request that names another key is denied, one that names none gets the bucket's
 * default. `Null` is needed, since a negated operator also matches where the key is absent.
 */
export function denyWrongKey({ objects }: BucketArns, keys: readonly string[]): Statement {
  return {
    Sid: "DenyWrongEncryptionKey",
    Effect: "Deny",
    Principal: EVERYONE,
    Action: "s3:PutObject",
    Resource: objects,
    Condition: {
      Null: { "s3:x-amz-server-side-encryption-aws-kms-key-id": "false" },
      StringNotEquals: { "s3:x-amz-server-side-encryption-aws-kms-key-id": keys },
    },
  };
}

/** The strict form, beside the tolerant one. */
export function denyMissingKey({ objects }: BucketArns): Statement {
  return {
    Sid: "DenyMissingEncryptionKey",
    Effect: "Deny",
    Principal: EVERYONE,
    Action: "s3:PutObject",
    Resource: objects,
    Condition: { Null: { "s3:x-amz-server-side-encryption-aws-kms-key-id": "true" } },
  };
}

/** With SSE-C the uploader keeps the key: an object that nobody else can ever read. */
export function denyCustomerKeys({ objects }: BucketArns): Statement {
  return {
    Sid: "DenyCustomerProvidedKeys",
    Effect: "Deny",
    Principal: EVERYONE,
    Action: "s3:PutObject",
    Resource: objects,
    Condition: { Null: { "s3:x-amz-server-side-encryption-customer-algorithm": "false" } },
  };
}

/** Lifecycle rules still expire objects: S3 does not check its own work against the bucket policy. */
export function denyDeletion(
  { objects }: BucketArns,
  actions: readonly string[],
  exceptRoles: readonly string[],
): Statement {
  return {
    Sid: "DenyDeletion",
    Effect: "Deny",
    Principal: EVERYONE,
    Action: actions,
    Resource: objects,
    ...(exceptRoles.length > 0 && { Condition: { ArnNotEquals: { "aws:PrincipalArn": exceptRoles } } }),
  };
}

export function denyOutsideOrganization({ bucket, objects }: BucketArns, organizationId: string): Statement {
  return {
    Sid: "DenyOutsideOrganization",
    Effect: "Deny",
    Principal: EVERYONE,
    Action: "s3:*",
    Resource: [bucket, objects],
    Condition: {
      StringNotEqualsIfExists: { "aws:PrincipalOrgID": organizationId },
      BoolIfExists: NOT_A_SERVICE,
    },
  };
}

export function denyUnnamedReaders({ objects }: BucketArns, readers: readonly string[]): Statement {
  return {
    Sid: "DenyUnnamedReaders",
    Effect: "Deny",
    Principal: EVERYONE,
    Action: ["s3:GetObject", "s3:GetObjectVersion"],
    Resource: objects,
    Condition: { ArnNotEquals: { "aws:PrincipalArn": readers }, BoolIfExists: NOT_A_SERVICE },
  };
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

/**
 * Nobody but AWS services writes where log files lie: without this, an administrator could forge them under SSE-S3,
 * which asks no key policy. Replication writes by another action.
 */
function denyForgedLogs(logs: string): Statement {
  return {
    Sid: "DenyForgedLogs",
    Effect: "Deny",
    Principal: EVERYONE,
    Action: "s3:PutObject",
    Resource: `${logs}/*`,
    Condition: { BoolIfExists: NOT_A_SERVICE },
  };
}

/** AWS: "Amazon S3 bucket policy for CloudTrail", with the Sids used there. */
export function trailDelivers({ bucket }: BucketArns, delivery: TrailDelivery): Statement[] {
  const { trailArns, prefix, organizationId } = delivery;
  const logs = `${bucket}/${prefix === undefined ? "" : `${prefix}/`}AWSLogs`;
  const cloudtrail = { Service: "cloudtrail.amazonaws.com" };
  const write = (Sid: string, trailArn: string, folder: string): Statement => ({
    Sid,
    Effect: "Allow",
    Principal: cloudtrail,
    Action: "s3:PutObject",
    Resource: `${logs}/${folder}/*`,
    Condition: { StringEquals: { "aws:SourceArn": trailArn, "s3:x-amz-acl": "bucket-owner-full-control" } },
  });
  return [
    {
      Sid: "AWSCloudTrailAclCheck20150319",
      Effect: "Allow",
      Principal: cloudtrail,
      Action: "s3:GetBucketAcl",
      Resource: bucket,
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
    denyForgedLogs(logs),
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
