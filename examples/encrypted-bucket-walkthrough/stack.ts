import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { Bucket } from "../../modules/bucket";
import { Key } from "../../modules/key";
import { Trail, trailNames } from "../../modules/trail";
import { ACCOUNT, BUCKET_NAME, NEXT_STEPS, OPERATOR_ROLE, REGION, type NextSteps } from "./constants";
import { addNextSteps } from "./next-steps";

const HERE = { account: ACCOUNT, region: REGION };
const TRAIL = { ...HERE, name: "whiz-kms-trail" };

/** One bucket for pictures and for the logs of what happens to them, a key for the pictures, and a trail. */
export class EncryptedBucketWalkthrough extends TerraformStack {
  constructor(scope: Construct, id: string, nextSteps: NextSteps | undefined = NEXT_STEPS) {
    super(scope, id);
    new AwsProvider(this, "Aws", { region: REGION, allowedAccountIds: [ACCOUNT] });
    this.addOverride("terraform.required_providers.aws.version", ">= 5.100, < 7.0");
    // Three folders up from the stack's output, so that the state outlives it.
    new LocalBackend(this, { path: "../../../terraform.tfstate" });

    const key = new Key(this, "Key", {
      ...HERE,
      aliases: ["whiz-kms-key"],
      description: "KMS key to encrypt S3 Objects",
      administrators: [OPERATOR_ROLE],
    });
    const bucket = new Bucket(this, "Bucket", {
      ...HERE,
      bucketName: BUCKET_NAME,
      encryption: { key },
      forceDestroy: true,
    });
    const { trailArn } = trailNames(TRAIL);
    key.allowBucketUsers(bucket.arn, OPERATOR_ROLE);
    // A trail without a key asks for SSE-S3 with each log file. This is for what it writes without asking: that
    // gets the bucket's default, the key, in the context of the Bucket Key.
    key.allowService({
      sid: "CloudTrailWritesWithBucketDefault",
      service: "cloudtrail.amazonaws.com",
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      sourceArns: [trailArn],
      encryptionContext: { "aws:s3:arn": bucket.arn },
    });
    const trail = new Trail(this, "Trail", {
      ...TRAIL,
      bucket,
      key: "bucketDefault",
      events: { management: "all", data: [{ kind: "s3", buckets: [BUCKET_NAME], access: "all" }] },
    });

    if (nextSteps) addNextSteps(this, { key, bucket, trail }, nextSteps);

    new TerraformOutput(this, "key_arn", { value: key.arn, description: "Name it when you upload", staticId: true });
  }
}
