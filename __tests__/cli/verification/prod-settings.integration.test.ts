import { prod } from "../../fixtures/environments/prod";
import { awsError } from "../../support/fake-aws";
import { prodOnFake, type AwsReader } from "../../support/prod-on-fake";
import { resultOf } from "../../support/verified";

const KEY = (name: string) => `arn:aws:kms:eu-west-1:555555555555:key/${name}`;

const ON = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true };

describe("settings that only prod has, with a fake in AWS's place", () => {
  const verify = prodOnFake();
  const finding = async (answers: AwsReader, id: string) => {
    const { state, found, details } = resultOf(await verify(answers), id);
    return { state, found, details };
  };

  test("the public access block of the account", async () => {
    const found = (block: object | Error) => finding({ GetPublicAccessBlock: block }, "account.public-access");
    expect(await found({ PublicAccessBlockConfiguration: ON })).toMatchObject({ state: "pass" });
    expect(await found({ PublicAccessBlockConfiguration: { ...ON, IgnorePublicAcls: false } })).toMatchObject({
      state: "fail",
      found: "off: IgnorePublicAcls",
    });
    expect(await found(awsError("NoSuchPublicAccessBlockConfiguration", 404))).toMatchObject({
      state: "fail",
      found: "off: BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls, RestrictPublicBuckets",
    });
  });

  test.each<[string, object | Error, string]>([
    ["as configured", lock("COMPLIANCE", 365), "pass: COMPLIANCE for 365 days"],
    ["weaker", lock("GOVERNANCE", 365), "fail: GOVERNANCE for 365 days"],
    ["shorter", lock("COMPLIANCE", 30), "fail: COMPLIANCE for 30 days"],
    ["without retention", { ObjectLockConfiguration: { ObjectLockEnabled: "Enabled" } }, "fail: no retention"],
    ["gone", awsError("ObjectLockConfigurationNotFoundError", 404), "fail: no Object Lock"],
    ["of a bucket that is gone", awsError("NoSuchBucket", 404), "fail: not there: NoSuchBucket"],
  ])("Object Lock %s", async (_, answer, expected) => {
    const { state, found } = await finding({ GetObjectLockConfiguration: answer }, "bucket.object-lock");
    expect(`${state}: ${found}`).toBe(expected);
  });

  describe("replication", () => {
    const rule = {
      ID: "AllObjects",
      Status: "Enabled",
      Destination: {
        Bucket: `arn:aws:s3:::${prod.replica.bucketName}`,
        EncryptionConfiguration: { ReplicaKmsKeyID: KEY("real") },
      },
      SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: "Enabled" } },
    };
    const Role = "arn:aws:iam::555555555555:role/prod-audit-log-replication";
    const replication = (ReplicationConfiguration: object) =>
      finding(
        { GetBucketReplication: { ReplicationConfiguration }, DescribeKey: { KeyMetadata: { Arn: KEY("real") } } },
        "bucket.replication",
      );

    test("as configured passes", async () => {
      expect(await replication({ Role, Rules: [rule] })).toMatchObject({ state: "pass", found: "1 rules" });
    });

    test.each<[string, object, string]>([
      [
        "stopped",
        { ...rule, Status: "Disabled" },
        "Disabled, into arn:aws:s3:::example-prod-audit-logs-replica with the",
      ],
      [
        "with another key",
        {
          ...rule,
          Destination: { ...rule.Destination, EncryptionConfiguration: { ReplicaKmsKeyID: KEY("other") } },
        },
        "with arn:aws:kms:eu-west-1:555555555555:key/other",
      ],
      ["without encrypted objects", { ...rule, SourceSelectionCriteria: undefined }, "objects under SSE-KMS: Disabled"],
    ])("%s fails", async (_, changed, added) => {
      const { state, details } = await replication({ Role, Rules: [changed] });
      expect(state).toBe("fail");
      expect(details!.filter((line) => line.startsWith("added: ")).join()).toContain(added);
    });

    test("by another role fails", async () => {
      const { details } = await replication({ Role: `${Role}-2`, Rules: [rule] });
      expect(details).toEqual([`missing: role ${Role}`, `added: role ${Role}-2`]);
    });
  });

  test("insights", async () => {
    const insights = (...types: string[]) => ({ InsightSelectors: types.map((InsightType) => ({ InsightType })) });
    const found = (answer: object | Error) => finding({ GetInsightSelectors: answer }, "trail.insights");
    expect(await found(insights("ApiErrorRateInsight", "ApiCallRateInsight"))).toMatchObject({ state: "pass" });
    expect(await found(insights("ApiCallRateInsight"))).toMatchObject({
      state: "fail",
      details: ["missing: ApiErrorRateInsight"],
    });
    expect(await found(awsError("InsightNotEnabledException", 400))).toMatchObject({
      state: "fail",
      details: ["missing: ApiCallRateInsight", "missing: ApiErrorRateInsight"],
    });
  });

  test("a bucket of the same name that is somebody else's is not there", async () => {
    const other = { Buckets: [{ Name: `${prod.logs.bucketName}-2`, BucketRegion: "eu-central-1" }] };
    expect(await finding({ ListBuckets: other }, "bucket.region")).toMatchObject({
      state: "fail",
      found: `555555555555 has no bucket ${prod.logs.bucketName}`,
    });
  });
});

function lock(Mode: string, Days: number): object {
  return { ObjectLockConfiguration: { ObjectLockEnabled: "Enabled", Rule: { DefaultRetention: { Mode, Days } } } };
}
