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
      expect(await replication({ Role, Rules: [rule] })).toMatchObject({
        state: "pass",
        found: expect.stringMatching(/^role \S+; AllObjects: Enabled, into \S+ with the replica's key; /) as unknown,
      });
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
      [
        "with copies that belong to another account",
        {
          ...rule,
          Destination: {
            ...rule.Destination,
            Account: "999999999999",
            AccessControlTranslation: { Owner: "Destination" },
          },
        },
        "copies belong to 999999999999",
      ],
      ["with delete markers", { ...rule, DeleteMarkerReplication: { Status: "Enabled" } }, "delete markers: Enabled"],
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

  describe("notifications", () => {
    const notifications = (answer: object) =>
      finding({ GetBucketNotificationConfiguration: answer }, "bucket.notifications");

    test("to EventBridge, as configured, pass", async () => {
      expect(await notifications({ EventBridgeConfiguration: {} })).toMatchObject({ state: "pass" });
    });

    test("to a queue that nothing configures fail", async () => {
      const queue = { QueueArn: "arn:aws:sqs:eu-central-1:999999999999:names", Events: ["s3:ObjectCreated:*"] };
      const Filter = { Key: { FilterRules: [{ Name: "Prefix", Value: "AWSLogs/" }] } };
      const answer = { EventBridgeConfiguration: {}, QueueConfigurations: [{ ...queue, Filter }] };
      expect((await notifications(answer)).details).toEqual([
        `added: s3:ObjectCreated:* of AWSLogs/* to ${queue.QueueArn}`,
      ]);
    });

    test("off fail", async () => {
      expect(await notifications({})).toMatchObject({
        state: "fail",
        found: "none",
        details: ["missing: EventBridge"],
      });
    });
  });

  test("the inventory, sent elsewhere", async () => {
    const S3BucketDestination = { Bucket: "arn:aws:s3:::elsewhere", Format: "Parquet", Prefix: "inventory" };
    const inventory = {
      Id: "AllVersions",
      IsEnabled: true,
      IncludedObjectVersions: "All",
      Schedule: { Frequency: "Daily" },
      Destination: { S3BucketDestination },
    };
    const inventories = (Bucket: string, AccountId: string) =>
      finding(
        {
          ListBucketInventoryConfigurations: {
            InventoryConfigurationList: [
              { ...inventory, Destination: { S3BucketDestination: { ...S3BucketDestination, Bucket, AccountId } } },
            ],
          },
        },
        "bucket.inventory",
      );
    const own = `arn:aws:s3:::${prod.accessLogs.bucketName}`;
    expect(await inventories(own, "555555555555")).toMatchObject({ state: "pass" });
    expect(await inventories(S3BucketDestination.Bucket, "999999999999")).toMatchObject({ state: "fail" });
  });

  test("subscribers of the log group and of the topic that nothing configures", async () => {
    const filter = { filterName: "copies", destinationArn: "arn:aws:kinesis:eu-central-1:999999999999:stream/copies" };
    expect(
      await finding(
        { DescribeSubscriptionFilters: { subscriptionFilters: [filter] } },
        "trail.log-group-subscriptions",
      ),
    ).toMatchObject({ state: "fail", found: `copies: every event to ${filter.destinationArn}` });
    expect(
      await finding({ DescribeSubscriptionFilters: { subscriptionFilters: [] } }, "trail.log-group-subscriptions"),
    ).toMatchObject({ state: "pass", found: "none" });
    const subscription = { Protocol: "https", Endpoint: "https://example.com/names", Owner: "777788889999" };
    expect(
      await finding({ ListSubscriptionsByTopic: { Subscriptions: [subscription] } }, "trail.topic-subscriptions"),
    ).toMatchObject({ state: "fail", details: ["added: https https://example.com/names"] });
    expect(
      await finding({ ListSubscriptionsByTopic: { Subscriptions: [] } }, "trail.topic-subscriptions"),
    ).toMatchObject({ state: "pass", found: "none" });
  });

  test("a subscription of the whole account, unless it leaves the log group out", async () => {
    const found = (selectionCriteria?: string) => {
      const policyDocument = JSON.stringify({
        DestinationArn: "arn:aws:firehose:eu-central-1:999999999999:deliverystream/all",
      });
      const accountPolicies = [{ policyName: "all", policyDocument, selectionCriteria }];
      return finding({ DescribeAccountPolicies: { accountPolicies } }, "trail.account-subscriptions");
    };
    expect(await found()).toMatchObject({
      state: "fail",
      found: "all: every event to arn:aws:firehose:eu-central-1:999999999999:deliverystream/all",
    });
    expect(await found('LogGroupName NOT IN ["/other"]')).toMatchObject({ state: "fail" });
    expect(await found('LogGroupName NOT IN ["/other", "/aws/cloudtrail/prod-audit-trail"]')).toMatchObject({
      state: "pass",
      found: "none",
    });
  });

  test("a topic that anybody may subscribe to", async () => {
    const statement = { Sid: "Everybody", Effect: "Allow", Principal: "*", Action: "sns:Subscribe", Resource: "*" };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    const { state, details } = await finding({ GetTopicAttributes: { Attributes: { Policy } } }, "trail.topic-policy");
    expect(state).toBe("fail");
    expect(details!.join()).toContain("added statement Everybody");
  });

  test("an organization that no longer trusts CloudTrail", async () => {
    const trusted = (...names: string[]) =>
      finding(
        {
          ListAWSServiceAccessForOrganization: {
            EnabledServicePrincipals: names.map((ServicePrincipal) => ({ ServicePrincipal })),
          },
        },
        "trail.trusted-access",
      );
    expect(await trusted("cloudtrail.amazonaws.com", "sso.amazonaws.com")).toMatchObject({ state: "pass" });
    expect(await trusted("sso.amazonaws.com")).toMatchObject({ state: "fail", found: "only sso.amazonaws.com" });
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
