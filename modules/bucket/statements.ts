import type { Statement } from "../policy";
import type { BucketArns } from "./delivery-statements";

const EVERYONE = "*";

/** AWS services act for the account itself: Deny statements against people must not affect them. */
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
 * The tolerant form: a request that names another key is denied; one that names none gets the bucket's default. `Null`
 * is required because a negated operator also matches if the key is absent.
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

/** The strict form, in addition to the tolerant one. */
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

/**
 * SSE-S3 bypasses every key policy: whoever may write requires no key. Requests without the header get the bucket's
 * default.
 */
export function denyS3Keys({ objects }: BucketArns): Statement {
  return {
    Sid: "DenyS3ManagedKeys",
    Effect: "Deny",
    Principal: EVERYONE,
    Action: "s3:PutObject",
    Resource: objects,
    Condition: { StringEquals: { "s3:x-amz-server-side-encryption": "AES256" } },
  };
}

/** With SSE-C only the uploader has the key, so nobody else can ever read the object. */
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
    Action: ["s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectTorrent"],
    Resource: objects,
    Condition: { ArnNotEquals: { "aws:PrincipalArn": readers }, BoolIfExists: NOT_A_SERVICE },
  };
}

/** A replication role reads, too: whoever creates one could have S3 copy the log files to their own bucket. */
export function denyUnnamedReplication({ objects }: BucketArns, roles: readonly string[]): Statement {
  return {
    Sid: "DenyUnnamedReplication",
    Effect: "Deny",
    Principal: EVERYONE,
    Action: "s3:GetObjectVersionForReplication",
    Resource: objects,
    ...(roles.length > 0 && { Condition: { ArnNotEquals: { "aws:PrincipalArn": roles } } }),
  };
}

/**
 * Only AWS services may write where log files are. Otherwise an administrator could forge them with SSE-S3, which
 * bypasses every key policy. Replication acts as a role, never as a service, so it is denied like everyone else, unless
 * `denyOtherReplication` already says which roles may replicate.
 */
export function denyForgedLogs(folders: readonly string[], replicationRoles: readonly string[]): Statement {
  return {
    Sid: "DenyForgedLogs",
    Effect: "Deny",
    Principal: EVERYONE,
    Action: replicationRoles.length > 0 ? "s3:PutObject" : ["s3:PutObject", "s3:ReplicateObject"],
    Resource: folders.map((folder) => `${folder}*`),
    Condition: { BoolIfExists: NOT_A_SERVICE },
  };
}

/** S3 checks the destination's policy for each copy and each deletion, as the role that replicates. */
export function denyOtherReplication({ objects }: BucketArns, roles: readonly string[]): Statement {
  return {
    Sid: "DenyOtherReplication",
    Effect: "Deny",
    Principal: EVERYONE,
    Action: ["s3:ReplicateObject", "s3:ReplicateTags"],
    Resource: objects,
    Condition: { ArnNotEquals: { "aws:PrincipalArn": roles } },
  };
}

/** A bucket that only replication writes to contains only copies: anything else written there would be forged. */
export function denyDirectWrites({ objects }: BucketArns): Statement {
  return {
    Sid: "DenyDirectWrites",
    Effect: "Deny",
    Principal: EVERYONE,
    Action: "s3:PutObject",
    Resource: objects,
  };
}
