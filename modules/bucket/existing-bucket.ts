import type { TerraformProvider } from "cdktf";
import type { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import type { Construct } from "constructs";
import { isBucketNameOfAnyAge } from "../limits";
import { invalidFormat, assertValid } from "../validation";
import { BucketBase, type BucketPolicyProps } from "./bucket-base";

export interface ExistingBucketProps extends BucketPolicyProps {
  /** @default the stack's provider */
  readonly provider?: TerraformProvider;
}

/**
 * A bucket made elsewhere, taken by name. Its policy is taken over: what it said before is replaced by the
 * statements given here. Encryption, versioning and the rest stay with its owner.
 */
export class ExistingBucket extends BucketBase {
  readonly policyResource: S3BucketPolicy;

  constructor(scope: Construct, id: string, props: ExistingBucketProps) {
    super(scope, id, props);
    assertValid(this, [invalidFormat("bucketName", props.bucketName, isBucketNameOfAnyAge, "the name of a bucket")]);
    this.policyResource = this.createPolicy(props.bucketName, props.provider);
  }
}
