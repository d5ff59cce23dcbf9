import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { ExistingBucket, type ExistingBucketProps } from "../../../modules/bucket";
import { statement, statementsOf, synthStack, type Synthesized } from "../../support/synth";

const FEWEST: ExistingBucketProps = { account: "111122223333", region: "eu-central-1", bucketName: "audit.logs.2019" };

function synthBucket(options: Partial<ExistingBucketProps> = {}): Synthesized {
  return synthStack((stack) => new ExistingBucket(stack, "Logs", { ...FEWEST, ...options }));
}

test("takes over the policy and nothing else, whatever the bucket was named", () => {
  const stack = synthBucket();
  expect(stack.counts).toEqual({ aws_s3_bucket_policy: 1 });
  const policy = stack.one("aws_s3_bucket_policy");
  expect(policy["bucket"]).toBe("audit.logs.2019");
  expect(statementsOf(policy["policy"]).map(({ Sid }) => Sid)).toEqual([
    "DenyInsecureTransport",
    "DenyOldTls",
    "DenyCustomerProvidedKeys",
    "DenyDeletion",
  ]);
});

test("takes deliveries like any other bucket", () => {
  const trailArn = "arn:aws:cloudtrail:eu-central-1:111122223333:trail/audit";
  const stack = synthStack((scope) => {
    new ExistingBucket(scope, "Logs", FEWEST).allowTrailDelivery({ trailArns: [trailArn] });
  });
  expect(statement(stack.one("aws_s3_bucket_policy")["policy"], "AWSCloudTrailWrite20150319")).toMatchObject({
    Resource: "arn:aws:s3:::audit.logs.2019/AWSLogs/111122223333/*",
    Condition: { StringEquals: { "aws:SourceArn": trailArn } },
  });
});

test("a provider reaches its policy", () => {
  const stack = synthStack((scope) => {
    const provider = new AwsProvider(scope, "Other", { region: "eu-west-1", alias: "other" });
    new ExistingBucket(scope, "Logs", { ...FEWEST, provider });
  });
  expect(stack.one("aws_s3_bucket_policy")["provider"]).toBe("aws.other");
});
