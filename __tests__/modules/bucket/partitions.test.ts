import { ExistingBucket } from "../../../modules/bucket";
import { statementsOf, synthStack } from "../../support/synth";

test.each([
  ["aws", "eu-central-1"],
  ["aws-cn", "cn-north-1"],
  ["aws-us-gov", "us-gov-west-1"],
])("in the partition %s the policy names the bucket and its objects as they are named there", (partition, region) => {
  const account = "111122223333";
  const stack = synthStack((scope) => {
    const bucket = new ExistingBucket(scope, "Logs", { account, region, bucketName: "audit-logs" });
    bucket.allowTrailDelivery({ trailArns: [`arn:${partition}:cloudtrail:${region}:${account}:trail/audit`] });
    bucket.allowAccessLogsOf(`arn:${partition}:s3:::others`);
    expect(bucket).toMatchObject({ arn: `arn:${partition}:s3:::audit-logs`, location: { account, region } });
  });
  const statements = statementsOf(stack.one("aws_s3_bucket_policy")["policy"]);
  expect(new Set(statements.flatMap(({ Resource }) => Resource))).toEqual(
    new Set([
      `arn:${partition}:s3:::audit-logs`,
      `arn:${partition}:s3:::audit-logs/*`,
      `arn:${partition}:s3:::audit-logs/AWSLogs/111122223333/*`,
      `arn:${partition}:s3:::audit-logs/AWSLogs/*`,
    ]),
  );
});
