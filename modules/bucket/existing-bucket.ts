import type { TerraformProvider } from "cdktf";
import type { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import type { Construct } from "constructs";
import { logKeyProblem, NAMED_KEY_OPTIONS } from "../key/log-key";
import { assertKnown, type KeysOf } from "../known-options";
import { isBucketNameOfAnyAge } from "../limits/formats";
import { invalidFormat, assertValid } from "../validation";
import { BucketBase, type BucketPolicyProps } from "./bucket-base";

export interface ExistingBucketProps extends BucketPolicyProps {
  /** @default the stack's provider */
  readonly provider?: TerraformProvider;
}

/**
 * An existing bucket, given by name. This construct takes over its policy: the statements given here replace the whole
 * policy. Encryption, versioning and all other settings stay with its owner.
 */
export class ExistingBucket extends BucketBase {
  readonly policyResource: S3BucketPolicy;

  constructor(scope: Construct, id: string, props: ExistingBucketProps) {
    assertKnown(scope, id, props, OPTIONS, "account", "region", "bucketName");
    super(scope, id, props);
    assertValid(this, [
      props.key !== undefined && logKeyProblem("key", props.key),
      invalidFormat("bucketName", props.bucketName, isBucketNameOfAnyAge, "the name of a bucket"),
    ]);
    this.policyResource = this.createPolicy(props.bucketName, props.provider);
  }
}

const OPTIONS: KeysOf<ExistingBucketProps> = {
  account: true,
  breakGlassRoles: "list",
  bucketName: true,
  deletionProtection: true,
  denySseS3: "flag",
  key: () => NAMED_KEY_OPTIONS,
  minimumTlsVersion: true,
  onlyKeys: "list",
  onlyOrganizationId: true,
  onlyReaders: "list",
  onlyServicesWrite: "flag",
  provider: true,
  region: true,
  requireKeyHeader: "flag",
};
