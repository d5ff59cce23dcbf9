import { watchLines } from "../../../tools/terraform/progress";

describe("what Terraform prints while it works", () => {
  test("progress tells how far it is and what it waits for", () => {
    const told: string[] = [];
    const { onLine } = watchLines((text) => told.push(text));
    [
      "Plan: 2 to add, 1 to change, 0 to destroy.",
      "aws_s3_bucket.Logs: Creating...",
      "aws_s3_bucket.Logs: Creation complete after 1s [id=logs]",
      "aws_s3_bucket_lifecycle_configuration.Logs: Still creating... [50s elapsed]",
      "aws_s3_bucket_lifecycle_configuration.Logs: Still creating... [1m0s elapsed]",
      "aws_kms_key.Key: Still destroying... [id=1, 00m10s elapsed]",
    ].forEach(onLine);
    expect(told).toEqual([
      "1 of 3 resources",
      "1 of 3 resources, Terraform waits for aws_s3_bucket_lifecycle_configuration (50 s)",
      "1 of 3 resources, Terraform waits for aws_s3_bucket_lifecycle_configuration (60 s)",
      "1 of 3 resources, Terraform waits for aws_kms_key (10 s)",
    ]);
  });

  test("the result counts resources, and names those that took ten seconds or more", () => {
    const { onLine, result } = watchLines(() => undefined);
    [
      "aws_s3_bucket.Logs: Creation complete after 9s [id=logs]",
      "aws_kms_key.Key: Modifications complete after 12s [id=1]",
      "aws_s3_bucket_lifecycle_configuration.Logs: Creation complete after 1m5s [id=logs]",
      "aws_s3_bucket.Old: Destruction complete after 0s",
    ].forEach(onLine);
    expect(result()).toEqual({
      resources: 4,
      waited: [
        { type: "aws_kms_key", seconds: 12 },
        { type: "aws_s3_bucket_lifecycle_configuration", seconds: 65 },
      ],
    });
  });
});
