import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { LogReaderPolicy } from "../../modules/access";
import { Bucket } from "../../modules/bucket";
import { Key } from "../../modules/key";
import { Trail } from "../../modules/trail";
import { ACCOUNT, ADMIN_USER, ADMIN_USER_NAME, BUCKET_NAME, NEXT_STEPS, REGION, type NextSteps } from "./constants";
import { addNextSteps } from "./next-steps";

const HERE = { account: ACCOUNT, region: REGION };
const TRAIL = { ...HERE, name: "s3-activity-trail" };

/** A trail whose log files are encrypted, validated, and read by the users named here alone. */
export class SecureCloudTrailLogging extends TerraformStack {
  constructor(scope: Construct, id: string, nextSteps: NextSteps | undefined = NEXT_STEPS) {
    super(scope, id);
    new AwsProvider(this, "Aws", { region: REGION, allowedAccountIds: [ACCOUNT] });
    this.addOverride("terraform.required_providers.aws.version", ">= 5.100, < 7.0");
    // Three folders up from the stack's output, so that the state outlives it.
    new LocalBackend(this, { path: "../../../terraform.tfstate" });

    const key = new Key(this, "Key", { ...HERE, aliases: [TRAIL.name], administrators: [ADMIN_USER] });
    key.allowUsers(ADMIN_USER);

    const bucket = new Bucket(this, "Bucket", {
      ...HERE,
      bucketName: BUCKET_NAME,
      encryption: { key },
      onlyReaders: [ADMIN_USER],
    });

    new LogReaderPolicy(this, "Readers", {
      policyName: "read-s3-activity-trail",
      logs: { bucketName: BUCKET_NAME, bucketRegion: REGION, keyArn: key.arn, accounts: [ACCOUNT] },
      users: [ADMIN_USER_NAME],
    });
    const trail = new Trail(this, "Trail", { ...TRAIL, bucket, key });
    if (nextSteps) addNextSteps(this, { key, bucket, trail }, nextSteps);

    new TerraformOutput(this, "key_arn", { value: key.arn, description: "Encrypts the log files", staticId: true });
  }
}
