import { sidPart } from "../ids";
import { dnsSuffixOf, partitionOf, type Conditions, type OneOrMany, type Statement } from "../policy";
import { THIS_KEY } from "./statements";

/**
 * Readers decrypt log files through S3 only, and only what CloudTrail encrypted. ViaService keeps a stolen data key from
 * being decrypted directly.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
export function usersDecryptThroughS3(users: readonly string[], region: string): Statement {
  return {
    Sid: "UsersDecryptLogsThroughS3",
    Effect: "Allow",
    Principal: { AWS: users },
    Action: "kms:Decrypt",
    Resource: THIS_KEY,
    Condition: {
      StringEquals: { "kms:ViaService": s3In(region) },
      Null: { "kms:EncryptionContext:aws:cloudtrail:arn": "false" },
    },
  };
}

/** Principals write and read the objects of one bucket, and use the key for nothing else. */
export function bucketUsersUseKey(users: readonly string[], bucketArn: string, region: string): Statement {
  const bucketName = bucketArn.split(":").at(-1) ?? "";
  return {
    Sid: `BucketUsersUseKeyFor${sidPart(bucketName)}`,
    Effect: "Allow",
    Principal: { AWS: users },
    Action: ["kms:Decrypt", "kms:GenerateDataKey"],
    Resource: THIS_KEY,
    Condition: throughS3(bucketArn, region),
  };
}

/** Principals read the objects of one bucket, and use the key for nothing else. */
export function objectReadersDecrypt(readers: readonly string[], bucketArn: string, region: string): Statement {
  const bucketName = bucketArn.split(":").at(-1) ?? "";
  return {
    Sid: `ReadersDecryptObjectsOf${sidPart(bucketName)}`,
    Effect: "Allow",
    Principal: { AWS: readers },
    Action: "kms:Decrypt",
    Resource: THIS_KEY,
    Condition: throughS3(bucketArn, region),
  };
}

/**
 * A replication role decrypts what it copies out of a bucket. With a Bucket Key, the encryption context is the bucket.
 * Several of these fold into one statement, because the role's own policy and the bucket's policy decide which bucket a
 * role reads.
 */
export function replicationDecrypts(role: string, bucketArn: string, region: string): Statement {
  return {
    Sid: "ReplicationDecryptsSource",
    Effect: "Allow",
    Principal: { AWS: role },
    Action: "kms:Decrypt",
    Resource: THIS_KEY,
    Condition: throughS3(bucketArn, region),
  };
}

/** A replication role encrypts what it writes into a bucket. */
export function replicationEncrypts(role: string, bucketArn: string, region: string): Statement {
  return {
    Sid: "ReplicationEncryptsReplica",
    Effect: "Allow",
    Principal: { AWS: role },
    Action: ["kms:Encrypt", "kms:GenerateDataKey"],
    Resource: THIS_KEY,
    Condition: throughS3(bucketArn, region),
  };
}

/** The value of kms:ViaService for S3 in a Region. */
export function viaS3(region: string): string {
  return `s3.${region}.${dnsSuffixOf(region)}`;
}

/**
 * The values of kms:ViaService in a policy. AWS documents `amazonaws.com`, but not the value in the European Sovereign
 * Cloud, whose endpoints are under `amazonaws.eu`: there, policies name both.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
export function s3In(region: string): OneOrMany {
  return partitionOf(region) === "aws-eusc" ? [viaS3(region), `s3.${region}.amazonaws.com`] : viaS3(region);
}

/**
 * Use of a key for the objects of one bucket. With a Bucket Key, the encryption context is the bucket, otherwise the
 * object.
 */
export function throughS3(bucketArn: string, region: string): Conditions {
  return {
    StringEquals: { "kms:ViaService": s3In(region) },
    StringLike: { "kms:EncryptionContext:aws:s3:arn": [bucketArn, `${bucketArn}/*`] },
  };
}
