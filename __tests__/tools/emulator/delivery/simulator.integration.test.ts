import { createHash, createPublicKey, verify } from "node:crypto";
import { gunzipSync } from "node:zlib";
import {
  CreateTrailCommand,
  DeleteTrailCommand,
  GetTrailStatusCommand,
  ListPublicKeysCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
  type CloudTrailClient,
} from "@aws-sdk/client-cloudtrail";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { CloudTrailRecord } from "../../../../tools/emulator/delivery/record";
import { cloudTrailAt, credentialsOf, s3At } from "../../../../tools/emulator/clients";
import { startEmulator, type Emulator } from "../../../../tools/emulator/start";
import { describeWithMoto } from "../../../support/moto";

const REGION = "eu-central-1";
const ACCOUNT = "111122223333";
const TRAIL = "main";
const FOLDER = `audit/AWSLogs/${ACCOUNT}`;

describeWithMoto("the delivery simulator", () => {
  let emulator: Emulator;
  let s3: S3Client;
  let cloudTrail: CloudTrailClient;
  let keyArn: string;

  beforeAll(async () => {
    emulator = await startEmulator({ delivery: { logMilliseconds: 100, digestMilliseconds: 100 } });
    const credentials = await credentialsOf(emulator.endpoint, ACCOUNT);
    s3 = s3At(emulator.endpoint, REGION, credentials);
    cloudTrail = cloudTrailAt(emulator.endpoint, REGION, credentials);
    const kms = new KMSClient({ endpoint: emulator.endpoint, region: REGION, credentials });
    keyArn = (await kms.send(new CreateKeyCommand({}))).KeyMetadata!.Arn!;
    kms.destroy();
    for (const Bucket of ["example-logs", "example-audited", "example-other"]) {
      const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
      await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
    }
    await cloudTrail.send(
      new CreateTrailCommand({
        Name: TRAIL,
        S3BucketName: "example-logs",
        S3KeyPrefix: "audit",
        KmsKeyId: keyArn,
        EnableLogFileValidation: true,
        IsMultiRegionTrail: true,
      }),
    );
    const objects = [
      { Field: "eventCategory", Equals: ["Data"] },
      { Field: "resources.type", Equals: ["AWS::S3::Object"] },
      { Field: "resources.ARN", StartsWith: ["arn:aws:s3:::example-audited/"] },
    ];
    const management = [{ Field: "eventCategory", Equals: ["Management"] }];
    await cloudTrail.send(
      new PutEventSelectorsCommand({
        TrailName: TRAIL,
        AdvancedEventSelectors: [{ FieldSelectors: objects }, { FieldSelectors: management }],
      }),
    );
    await cloudTrail.send(new StartLoggingCommand({ Name: TRAIL }));
    const encryption = { ServerSideEncryption: "aws:kms", SSEKMSKeyId: keyArn } as const;
    await s3.send(new PutObjectCommand({ Bucket: "example-audited", Key: "a.txt", Body: "hello", ...encryption }));
    await s3.send(new PutObjectCommand({ Bucket: "example-other", Key: "b.txt", Body: "hello", ...encryption }));
    await fetch(`${emulator.endpoint}/example-audited/a.txt`);
    await until(async () => (await recorded()).some(({ errorCode }) => errorCode === "AccessDenied"));
    await until(async () => (await digests()).length > 1);
  }, 60_000);

  afterAll(async () => {
    s3?.destroy();
    cloudTrail?.destroy();
    await emulator?.stop();
  });

  async function until(holds: () => Promise<boolean>): Promise<void> {
    for (let left = 100; !(await holds()); left -= 1) {
      if (left === 0) throw new Error("nothing came in 10 s");
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async function files(kind: string): Promise<string[]> {
    const { Contents = [] } = await s3.send(
      new ListObjectsV2Command({ Bucket: "example-logs", Prefix: `${FOLDER}/${kind}/` }),
    );
    return Contents.map(({ Key }) => Key!).sort();
  }

  async function open(Key: string): Promise<{ text: string; metadata: Record<string, string> }> {
    const { Body, Metadata = {} } = await s3.send(new GetObjectCommand({ Bucket: "example-logs", Key }));
    return { text: gunzipSync(await Body!.transformToByteArray()).toString(), metadata: Metadata };
  }

  async function recorded(): Promise<CloudTrailRecord[]> {
    const texts = await Promise.all((await files("CloudTrail")).map(async (key) => (await open(key)).text));
    return texts.flatMap((text) => (JSON.parse(text) as { Records: CloudTrailRecord[] }).Records);
  }

  const digests = () => files(`CloudTrail-Digest/${REGION}`);

  test("log files lie below the prefix, encrypted with the trail's key, and say that they are simulated", async () => {
    const [Key] = await files(`CloudTrail/${REGION}`);
    expect(await s3.send(new HeadObjectCommand({ Bucket: "example-logs", Key: Key! }))).toMatchObject({
      ServerSideEncryption: "aws:kms",
      SSEKMSKeyId: keyArn,
      ContentEncoding: "gzip",
      ContentType: "application/json",
      Metadata: { "simulated-by": "cdktf-audit-trail" },
    });
  });

  test("the upload is recorded with the object's name, the key and who it was", async () => {
    const found = (await recorded()).filter(({ eventName }) => eventName === "PutObject");
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      userIdentity: { arn: `arn:aws:sts::${ACCOUNT}:assumed-role/LocalDeployer/local` },
      requestParameters: {
        bucketName: "example-audited",
        key: "a.txt",
        "x-amz-server-side-encryption-aws-kms-key-id": keyArn,
      },
      recipientAccountId: ACCOUNT,
      eventCategory: "Data",
    });
  });

  test("S3's use of the key is recorded, for buckets that no selector names as well", async () => {
    const contexts = (await recorded())
      .filter(({ eventName }) => eventName === "GenerateDataKey")
      .map(({ requestParameters }) => (requestParameters as { encryptionContext: object }).encryptionContext);
    // Files of one minute come in no order.
    const found = contexts.map((context) => JSON.stringify(context)).sort();
    expect(found).toEqual([
      '{"aws:s3:arn":"arn:aws:s3:::example-audited/a.txt"}',
      '{"aws:s3:arn":"arn:aws:s3:::example-other/b.txt"}',
    ]);
  });

  test("an outsider's read is recorded as refused, in the owner's account and the trail's Region", async () => {
    expect((await recorded()).find(({ errorCode }) => errorCode === "AccessDenied")).toMatchObject({
      eventName: "GetObject",
      userIdentity: { accountId: "anonymous" },
      recipientAccountId: ACCOUNT,
      awsRegion: REGION,
    });
  });

  test("management events are recorded, from the start of logging on", async () => {
    const names = (await recorded()).map(({ eventName }) => eventName);
    expect(names).toContain("StartLogging");
    expect(names).not.toContain("PutEventSelectors");
  });

  test("the simulator's own writing is not recorded", async () => {
    const bucketNames = (await recorded())
      .filter(({ eventCategory }) => eventCategory === "Data")
      .map(({ requestParameters }) => (requestParameters as { bucketName: string }).bucketName);
    expect(new Set(bucketNames)).toEqual(new Set(["example-audited"]));
  });

  test("digests form a chain that the public key confirms, over hashes of the log files", async () => {
    const { PublicKeyList = [] } = await cloudTrail.send(new ListPublicKeysCommand({}));
    const [{ Value, Fingerprint }] = PublicKeyList as [{ Value: Uint8Array; Fingerprint: string }];
    const publicKey = createPublicKey({ key: Buffer.from(Value), format: "der", type: "pkcs1" });
    let previous = "null";
    const logs: string[] = [];
    for (const key of await digests()) {
      const { text, metadata } = await open(key);
      const digest = JSON.parse(text) as Record<string, string> & {
        logFiles: { s3Object: string; hashValue: string }[];
      };
      const hash = createHash("sha256").update(text).digest("hex");
      const signed = `${digest["digestEndTime"]}\nexample-logs/${key}\n${hash}\n${previous}`;
      const signature = Buffer.from(metadata["signature"]!, "hex");
      expect(verify("RSA-SHA256", Buffer.from(signed), publicKey, signature)).toBe(true);
      expect(digest["digestPublicKeyFingerprint"]).toBe(Fingerprint);
      expect(metadata["simulated-by"]).toBe("cdktf-audit-trail");
      for (const { s3Object, hashValue } of digest.logFiles) {
        const log = await open(s3Object);
        expect(createHash("sha256").update(log.text).digest("hex")).toBe(hashValue);
        logs.push(s3Object);
      }
      previous = metadata["signature"]!;
    }
    expect(logs.length).toBeGreaterThan(0);
    expect(new Set(logs).size).toBe(logs.length);
  });

  test("GetTrailStatus says when log file and digest came", async () => {
    const status = await cloudTrail.send(new GetTrailStatusCommand({ Name: TRAIL }));
    expect(status.IsLogging).toBe(true);
    expect(Date.now() - status.LatestDeliveryTime!.getTime()).toBeLessThan(60_000);
    expect(Date.now() - status.LatestDigestDeliveryTime!.getTime()).toBeLessThan(60_000);
    expect(status.LatestDeliveryError).toBeUndefined();
  });

  test("a trail that was stopped gets nothing more", async () => {
    await cloudTrail.send(new StopLoggingCommand({ Name: TRAIL }));
    await s3.send(new PutObjectCommand({ Bucket: "example-audited", Key: "late.txt", Body: "hello" }));
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(JSON.stringify(await recorded())).not.toContain("late.txt");
    await cloudTrail.send(new StartLoggingCommand({ Name: TRAIL }));
  });

  test("a bucket that is not there is a delivery error", async () => {
    const Bucket = "example-short";
    await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: REGION } }));
    await cloudTrail.send(
      new CreateTrailCommand({ Name: "short", S3BucketName: Bucket, EnableLogFileValidation: true }),
    );
    await s3.send(new DeleteBucketCommand({ Bucket }));
    await cloudTrail.send(new StartLoggingCommand({ Name: "short" }));
    const error = async () => (await cloudTrail.send(new GetTrailStatusCommand({ Name: "short" }))).LatestDeliveryError;
    await until(async () => (await error()) !== undefined);
    expect(await error()).toBe("NoSuchBucket");
    await cloudTrail.send(new DeleteTrailCommand({ Name: "short" }));
  });
});
