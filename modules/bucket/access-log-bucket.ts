import type { Construct } from "constructs";
import { Bucket, type BucketProps } from "./bucket";
import { LIFECYCLE_OPTIONS } from "./lifecycle-rules";
import { assertKnown, type KeysOf } from "../known-options";

/**
 * Access-log buckets cannot have a KMS key, Object Lock or access logs of their own.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html
 */
export type AccessLogBucketProps = Omit<
  BucketProps,
  "encryption" | "objectLock" | "accessLogs" | "requireKeyHeader" | "denySseS3" | "onlyServicesWrite"
>;

/**
 * A bucket for the server access logs of the other buckets in its account and Region. The logs prove who read log
 * files, so only AWS services may write here.
 */
export class AccessLogBucket extends Bucket {
  constructor(scope: Construct, id: string, props: AccessLogBucketProps) {
    assertKnown(scope, id, props, OPTIONS, "account", "region", "bucketName");
    super(scope, id, { ...props, encryption: "SSE-S3", onlyServicesWrite: true });
  }

  override get refusal(): string {
    return "class must be Bucket to take log files, got AccessLogBucket";
  }
}

const OPTIONS: KeysOf<AccessLogBucketProps> = {
  account: true,
  breakGlassRoles: "list",
  bucketName: true,
  deletionProtection: true,
  dependsOn: "list",
  forceDestroy: "flag",
  lifecycle: LIFECYCLE_OPTIONS,
  minimumTlsVersion: true,
  onlyOrganizationId: true,
  onlyReaders: "list",
  preventDestroy: "flag",
  provider: true,
  region: true,
  tags: true,
};
