import {
  CloudTrailClient,
  CreateTrailCommand,
  DeleteTrailCommand,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  LookupEventsCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
} from "@aws-sdk/client-cloudtrail";
import {
  CreateKeyCommand,
  DisableKeyRotationCommand,
  EnableKeyRotationCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
} from "@aws-sdk/client-kms";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  CreateFunctionCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLoggingCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  ListObjectVersionsCommand,
  PutBucketLoggingCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { healthArchive } from "../../../../modules/alerts";
import { startEmulator, type Emulator } from "../../../../tools/emulator/start";
import { describeWithMoto } from "../../../support/moto";

const REGION = "eu-central-1";
const CREDENTIALS = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "example" };

describeWithMoto("the gateway before moto", () => {
  let emulator: Emulator;
  let s3: S3Client;
  let kms: KMSClient;
  let cloudTrail: CloudTrailClient;
  let number = 0;

  beforeAll(async () => {
    emulator = await startEmulator();
    const shared = { endpoint: emulator.endpoint, region: REGION, credentials: CREDENTIALS };
    s3 = new S3Client({ ...shared, forcePathStyle: true });
    kms = new KMSClient(shared);
    cloudTrail = new CloudTrailClient(shared);
  }, 60_000);

  afterAll(async () => {
    [s3, kms, cloudTrail].forEach((client) => client?.destroy());
    await emulator?.stop();
  });

  async function newBucket(): Promise<string> {
    const Bucket = `example-${(number += 1)}`;
    await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: REGION } }));
    return Bucket;
  }

  const plainHttpDenied = (bucket: string) => ({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "DenyInsecureTransport",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: `arn:aws:s3:::${bucket}/*`,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });

  test("every answer says that it is an emulator's", async () => {
    const { headers } = await fetch(`${emulator.endpoint}/`);
    expect(headers.get("x-audit-trail-emulator")).toBe("moto");
  });

  describe("bucket policies", () => {
    test("a policy is answered as it was written, and does not lock everybody out", async () => {
      const Bucket = await newBucket();
      // Spaces show that not a letter is changed.
      const Policy = JSON.stringify(plainHttpDenied(Bucket), null, 3);
      await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
      await s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "a" }));
      expect((await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe(Policy);
    });

    test("a policy that was taken away is gone", async () => {
      const Bucket = await newBucket();
      await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(plainHttpDenied(Bucket)) }));
      await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
      await expect(s3.send(new GetBucketPolicyCommand({ Bucket }))).rejects.toThrow("The bucket policy does not exist");
    });

    test("a new bucket of the same name has no policy of the old one", async () => {
      const Bucket = await newBucket();
      await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(plainHttpDenied(Bucket)) }));
      await s3.send(new DeleteBucketCommand({ Bucket }));
      number -= 1;
      expect(await newBucket()).toBe(Bucket);
      await expect(s3.send(new GetBucketPolicyCommand({ Bucket }))).rejects.toThrow("The bucket policy does not exist");
    });
  });

  describe("without a signature", () => {
    test.each(["/%?list-type=2", "/%?versions", "/%/missing", "/%/private", "/%?policy"])(
      "GET %s is refused",
      async (path) => {
        const Bucket = await newBucket();
        await s3.send(new PutObjectCommand({ Bucket, Key: "private", Body: "a" }));
        const { status } = await fetch(emulator.endpoint + path.replace("%", Bucket));
        expect(status).toBe(403);
      },
    );

    test("nobody writes", async () => {
      const Bucket = await newBucket();
      const { status } = await fetch(`${emulator.endpoint}/${Bucket}/new`, { method: "PUT", body: "a" });
      expect(status).toBe(403);
    });

    test("a policy that lets everybody in does", async () => {
      const Bucket = await newBucket();
      const Statement = [
        {
          Effect: "Allow",
          Principal: "*",
          Action: "s3:*",
          Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`],
        },
      ];
      await s3.send(
        new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: "2012-10-17", Statement }) }),
      );
      expect((await fetch(`${emulator.endpoint}/${Bucket}?list-type=2`)).status).toBe(200);
    });
  });

  describe("settings of buckets", () => {
    test("the format of access logs' names is kept, with a target policy that names everybody", async () => {
      const [Bucket, TargetBucket] = [await newBucket(), await newBucket()];
      const deliveryAllowed = {
        Effect: "Allow",
        Principal: { Service: "logging.s3.amazonaws.com" },
        Action: ["s3:PutObject"],
        Resource: `arn:aws:s3:::${TargetBucket}/*`,
      };
      const everybody = {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:DeleteBucket",
        Resource: `arn:aws:s3:::${TargetBucket}`,
      };
      const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [everybody, deliveryAllowed] });
      await s3.send(new PutBucketPolicyCommand({ Bucket: TargetBucket, Policy }));
      const LoggingEnabled = {
        TargetBucket,
        TargetPrefix: "access/",
        TargetObjectKeyFormat: { PartitionedPrefix: { PartitionDateSource: "EventTime" as const } },
      };
      await s3.send(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: { LoggingEnabled } }));
      expect((await s3.send(new GetBucketLoggingCommand({ Bucket }))).LoggingEnabled).toEqual(LoggingEnabled);
    });

    test("EventBridge is kept", async () => {
      const Bucket = await newBucket();
      const NotificationConfiguration = { EventBridgeConfiguration: {} };
      await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
      expect(await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }))).toMatchObject(
        NotificationConfiguration,
      );
    });
  });

  test.each(["Enabled", "Suspended"] as const)(
    "delete markers can be deleted where versioning is %s",
    async (Status) => {
      const Bucket = await newBucket();
      const versioning = (status: "Enabled" | "Suspended") =>
        s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: status } }));
      await versioning("Enabled");
      const Key = "a & b/<c>.txt";
      await s3.send(new PutObjectCommand({ Bucket, Key, Body: "a" }));
      await s3.send(new DeleteObjectCommand({ Bucket, Key }));
      await versioning(Status);
      const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
      expect([Versions.length, DeleteMarkers.length]).toEqual([1, 1]);
      const Objects = [...DeleteMarkers, ...Versions].map((one) => ({ Key: one.Key, VersionId: one.VersionId }));
      const { Errors } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
      expect(Errors).toBeUndefined();
      expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe(Status);
      await s3.send(new DeleteBucketCommand({ Bucket }));
    },
  );

  describe("keys", () => {
    test("the rotation period is kept until rotation ends", async () => {
      const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
      const { KeyId, Arn } = KeyMetadata!;
      await kms.send(new EnableKeyRotationCommand({ KeyId: KeyId!, RotationPeriodInDays: 180 }));
      const on = await kms.send(new GetKeyRotationStatusCommand({ KeyId: Arn! }));
      expect(on).toMatchObject({ KeyRotationEnabled: true, RotationPeriodInDays: 180 });
      await kms.send(new DisableKeyRotationCommand({ KeyId: KeyId! }));
      const off = await kms.send(new GetKeyRotationStatusCommand({ KeyId: KeyId! }));
      expect([off.KeyRotationEnabled, off.RotationPeriodInDays]).toEqual([false, undefined]);
    });

    test("without a period it is a year", async () => {
      const KeyId = (await kms.send(new CreateKeyCommand({}))).KeyMetadata!.KeyId!;
      await kms.send(new EnableKeyRotationCommand({ KeyId }));
      expect(await kms.send(new GetKeyRotationStatusCommand({ KeyId }))).toMatchObject({ RotationPeriodInDays: 365 });
    });
  });

  describe("trails", () => {
    async function newTrail(): Promise<{ Name: string; arn: string }> {
      const Name = `trail-${(number += 1)}`;
      const created = await cloudTrail.send(new CreateTrailCommand({ Name, S3BucketName: await newBucket() }));
      return { Name, arn: created.TrailARN! };
    }

    test("a trail starts, stops and goes by its ARN", async () => {
      const { arn } = await newTrail();
      const isLogging = async () => (await cloudTrail.send(new GetTrailStatusCommand({ Name: arn }))).IsLogging;
      await cloudTrail.send(new StartLoggingCommand({ Name: arn }));
      expect(await isLogging()).toBe(true);
      // moto says that it delivers; the simulator has not yet.
      const { LatestDeliveryTime } = await cloudTrail.send(new GetTrailStatusCommand({ Name: arn }));
      expect(LatestDeliveryTime).toBeUndefined();
      await cloudTrail.send(new StopLoggingCommand({ Name: arn }));
      expect(await isLogging()).toBe(false);
      await cloudTrail.send(new DeleteTrailCommand({ Name: arn }));
      await expect(isLogging()).rejects.toThrow("Unknown trail");
    });

    test("only the trail that was asked for is described", async () => {
      const [one, other] = [await newTrail(), await newTrail()];
      const describe = async (trailNameList: string[]) => {
        const { trailList } = await cloudTrail.send(new DescribeTrailsCommand({ trailNameList }));
        return trailList?.map(({ Name }) => Name);
      };
      expect(await describe([one.Name])).toEqual([one.Name]);
      expect(await describe([other.arn])).toEqual([other.Name]);
      expect(await describe([])).toEqual(expect.arrayContaining([one.Name, other.Name]));
    });

    test("a trail that never delivered says no time", async () => {
      const { Name } = await newTrail();
      const status = await cloudTrail.send(new GetTrailStatusCommand({ Name }));
      expect(status.LatestDeliveryTime).toBeUndefined();
      expect(status.LatestDigestDeliveryTime).toBeUndefined();
    });

    test("basic selectors take the place of advanced ones", async () => {
      const { Name: TrailName } = await newTrail();
      const FieldSelectors = [{ Field: "eventCategory", Equals: ["Management"] }];
      await cloudTrail.send(new PutEventSelectorsCommand({ TrailName, AdvancedEventSelectors: [{ FieldSelectors }] }));
      await cloudTrail.send(new PutEventSelectorsCommand({ TrailName, EventSelectors: [{ ReadWriteType: "All" }] }));
      const selectors = await cloudTrail.send(new GetEventSelectorsCommand({ TrailName }));
      expect(selectors.EventSelectors).toEqual([{ ReadWriteType: "All" }]);
      expect(selectors.AdvancedEventSelectors).toBeUndefined();
    });
  });

  test("what moto does not know is refused once, in the words of its protocol", async () => {
    const before = performance.now();
    await expect(cloudTrail.send(new LookupEventsCommand({}))).rejects.toMatchObject({
      name: "NotImplemented",
      message: "the emulator does not support LookupEvents (500 Internal Server Error)",
      $metadata: { attempts: 1 },
    });
    expect(performance.now() - before).toBeLessThan(1000);
  });

  test("a function keeps where its failed events and its logs go, also where something else changes", async () => {
    const shared = { endpoint: emulator.endpoint, region: REGION, credentials: CREDENTIALS };
    const [iam, lambda] = [new IAMClient(shared), new LambdaClient(shared)];
    const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
    const { Role } = await iam.send(
      new CreateRoleCommand({
        RoleName: "function",
        AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: trust }),
      }),
    );
    const FunctionName = "health";
    const DeadLetterConfig = { TargetArn: "arn:aws:sqs:eu-central-1:123456789012:failed" };
    const LoggingConfig = { LogFormat: "JSON", LogGroup: "/aws/lambda/health" } as const;
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName,
        Role: Role!.Arn,
        Code: { ZipFile: healthArchive().bytes },
        Handler: "health.handler",
        Runtime: "nodejs22.x",
        DeadLetterConfig,
        LoggingConfig,
      }),
    );
    const whole = async () => (await lambda.send(new GetFunctionCommand({ FunctionName }))).Configuration;
    expect(await whole()).toMatchObject({ DeadLetterConfig, LoggingConfig });
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, DeadLetterConfig: { TargetArn: "" } }));
    const changed = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    expect(changed).toMatchObject({ FunctionName, DeadLetterConfig: { TargetArn: "" }, LoggingConfig });
    [iam, lambda].forEach((client) => client.destroy());
  });

  test("asked as a proxy, it answers for hosts that do not exist", async () => {
    const { request } = await import("node:http");
    const { hostname, port } = new URL(emulator.endpoint);
    const path = "http://123456789012.127.0.0.1/v20180820/configuration/publicAccessBlock";
    const headers = {
      host: "123456789012.127.0.0.1",
      "x-amz-account-id": "123456789012",
      authorization:
        "AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20250131/eu-central-1/s3/aws4_request, SignedHeaders=host, Signature=0",
    };
    const status = await new Promise((resolve, reject) =>
      request({ hostname, port, path, headers }, (response) => resolve(response.resume().statusCode))
        .on("error", reject)
        .end(),
    );
    // There is no such block yet.
    expect(status).toBe(404);
  });

  test("faults befall real clients", async () => {
    emulator.faults.set({ service: "kms", action: "CreateKey", kind: "throttle", times: 1 });
    const { $metadata } = await kms.send(new CreateKeyCommand({}));
    expect($metadata.attempts).toBe(2);
    emulator.faults.set();
  });
});
