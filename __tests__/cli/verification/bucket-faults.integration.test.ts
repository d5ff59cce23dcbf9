import * as s3 from "@aws-sdk/client-s3";
import { dev } from "../../fixtures/environments/dev";
import { devOnMoto, foundTogether } from "../../support/dev-on-moto";
import { describeWithMoto } from "../../support/moto";
import { idsOf } from "../../support/verified";

const Bucket = dev.logs.bucketName;

const PUBLIC_POLICY = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Sid: "Public", Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `arn:aws:s3:::${Bucket}/*` },
  ],
});

describeWithMoto("faults of the buckets, on moto", () => {
  const world = devOnMoto();
  const client = () => world.clients().s3;

  describe("made together", () =>
    foundTogether(world, {
      "encryption of the access-log bucket removed": {
        make: () => client().send(new s3.DeleteBucketEncryptionCommand({ Bucket: dev.accessLogs.bucketName })),
        failing: ["access-log-bucket.encryption"],
        found: /^none$/,
      },

      "the bucket policy replaced": {
        make: () => client().send(new s3.PutBucketPolicyCommand({ Bucket, Policy: PUBLIC_POLICY })),
        failing: ["bucket.policy"],
        found: /^added statement Public; missing statement DenyInsecureTransport; /,
        details: expect.arrayContaining([
          "missing statement DenyInsecureTransport",
          "missing statement AWSCloudTrailWrite20150319",
          expect.stringMatching(/^added statement Public: /),
        ]) as unknown as unknown[],
      },
      "encryption with S3's own key": {
        make: () => putEncryption({ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }),
        failing: ["bucket.encryption"],
        found: /^AES256$/,
      },
      "versioning suspended": {
        make: () =>
          client().send(
            new s3.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Suspended" } }),
          ),
        failing: ["bucket.versioning"],
        found: /^Suspended$/,
      },
      "one flag of the public access block off": {
        make: () =>
          client().send(
            new s3.PutPublicAccessBlockCommand({
              Bucket,
              PublicAccessBlockConfiguration: {
                BlockPublicAcls: true,
                BlockPublicPolicy: false,
                IgnorePublicAcls: true,
                RestrictPublicBuckets: true,
              },
            }),
          ),
        failing: ["bucket.public-access"],
        found: /^off: BlockPublicPolicy$/,
      },
      "the public access block of the access-log bucket gone": {
        make: () => client().send(new s3.DeletePublicAccessBlockCommand({ Bucket: dev.accessLogs.bucketName })),
        failing: ["access-log-bucket.public-access"],
        found: /^off: BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls, RestrictPublicBuckets$/,
      },
      "access control lists allowed": {
        make: () =>
          client().send(
            new s3.PutBucketOwnershipControlsCommand({
              Bucket,
              OwnershipControls: { Rules: [{ ObjectOwnership: "ObjectWriter" }] },
            }),
          ),
        failing: ["bucket.ownership"],
        found: /^ObjectWriter$/,
      },
      "objects kept for a shorter time": {
        make: () =>
          client().send(
            new s3.PutBucketLifecycleConfigurationCommand({
              Bucket,
              LifecycleConfiguration: {
                Rules: [{ ID: "Sweep", Status: "Enabled", Filter: { Prefix: "" }, Expiration: { Days: 1 } }],
              },
            }),
          ),
        failing: ["bucket.lifecycle"],
        found: /^Sweep: expire after 1 days$/,
        details: expect.arrayContaining(["added: Sweep: expire after 1 days"]) as unknown as unknown[],
      },
      "access logging off": {
        make: () => client().send(new s3.PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: {} })),
        failing: ["bucket.logging"],
        found: /^no access logs$/,
      },
    }));

  describe("made together, on the same settings in another way", () =>
    foundTogether(world, {
      "the bucket policy gone": {
        make: () => client().send(new s3.DeleteBucketPolicyCommand({ Bucket })),
        failing: ["bucket.policy"],
        found: /^no policy$/,
      },
      "encryption without a Bucket Key": {
        make: () =>
          putEncryption({
            ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: world.keyArn() },
            BucketKeyEnabled: false,
          }),
        failing: ["bucket.encryption"],
        found: /^aws:kms with alias\/dev-audit-trail, Bucket Key off$/,
      },
    }));

  test("the log bucket gone: one line for all that needs it", async () => {
    await world.deploy();
    await client().send(new s3.DeleteBucketCommand({ Bucket }));
    const verification = await world.verify();
    expect(idsOf(verification, "fail")).toEqual(["bucket.region"]);
    expect(idsOf(verification, "unknown")).toEqual([]);
    const explained = verification.results
      .filter(({ cause }) => cause === "bucket.region")
      .map(({ check }) => check.id);
    expect(explained).toEqual(expect.arrayContaining(["bucket.policy", "bucket.acl", "logs.newest"]));
  });

  function putEncryption(rule: s3.ServerSideEncryptionRule) {
    return client().send(
      new s3.PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [rule] } }),
    );
  }
});
