import { CloudTrailClient, GetEventSelectorsCommand } from "@aws-sdk/client-cloudtrail";
import { CreateKeyCommand, GetKeyPolicyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  CreateBucketCommand,
  GetBucketPolicyCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import type { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { TerraformResource, type TerraformStack } from "cdktf";
import { Archive } from "../../modules/archive";
import { Bucket } from "../../modules/bucket";
import { ExistingKey } from "../../modules/key";
import { Trail, type TrailEvents } from "../../modules/trail";
import { credentialsOf } from "../../tools/emulator/clients";
import { startEmulator, type Emulator } from "../../tools/emulator/start";
import { applied, type Applied } from "../support/applied";
import { describeWithMoto } from "../support/moto";

const ACCOUNT = "111122223333";
const HERE = { account: ACCOUNT, region: "eu-central-1" };
const DATA = [{ kind: "s3", buckets: ["customer-data"], access: "write" }] as const;
const SSE_S3 = { encryption: "SSE-S3", forceDestroy: true } as const;

interface Version {
  /** ARN of the key that exists. */
  readonly key: string;
  /** Id of the bucket that moves to another one. */
  readonly id: string;
  readonly selectors: TrailEvents["selectors"];
}

/** A trail into a bucket that exists, under a key that exists, and a bucket of its own. */
function build(stack: TerraformStack, { key: arn, id, selectors }: Version): Bucket {
  const key = new ExistingKey(stack, "Key", { ...HERE, arn });
  const archive = { bucketName: "company-logs", existingBucket: true, accessLogs: { bucketName: "access-logs" } };
  const { bucket } = new Archive(stack, "Archive", { ...HERE, ...archive, key, forceDestroy: true });
  new Trail(stack, "Trail", { name: "audit", bucket, events: { data: DATA, selectors } });
  return new Bucket(stack, id, { ...HERE, ...SSE_S3, bucketName: "moved" });
}

function resourcesOf(bucket: Bucket): TerraformResource[] {
  return bucket.node.findAll().filter((one): one is TerraformResource => TerraformResource.isTerraformResource(one));
}

/** Terraform's addresses of a bucket's resources, by their ids. */
function addressesOf(bucket: Bucket): Map<string, string> {
  return new Map(
    resourcesOf(bucket).map((one) => [one.node.id, `${one.terraformResourceType}.${one.friendlyUniqueId}`]),
  );
}

describeWithMoto("changes that Terraform has applied to the emulator", () => {
  let emulator: Emulator;
  let stack: Applied;
  let key: string;
  let former: ReadonlyMap<string, string>;
  let clients: { readonly s3: S3Client; readonly kms: KMSClient; readonly cloudTrail: CloudTrailClient };

  beforeAll(async () => {
    emulator = await startEmulator();
    const { endpoint } = emulator;
    const to = { endpoint, region: HERE.region, credentials: await credentialsOf(endpoint, ACCOUNT) };
    clients = {
      s3: new S3Client({ ...to, forcePathStyle: true }),
      kms: new KMSClient(to),
      cloudTrail: new CloudTrailClient(to),
    };
    const CreateBucketConfiguration = { LocationConstraint: "eu-central-1" } as const;
    for (const Bucket of ["company-logs", "imported"]) {
      await clients.s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
      await put(Bucket);
    }
    const { KeyMetadata } = await clients.kms.send(new CreateKeyCommand({}));
    key = KeyMetadata!.Arn!;
    stack = await applied(emulator, ACCOUNT, (made) => {
      former = addressesOf(build(made, { key, id: "Before", selectors: "advanced" }));
    });
    await put("moved");
    await stack.change((made) => {
      const moved = build(made, { key, id: "After", selectors: "basic" });
      resourcesOf(moved).forEach((resource) => resource.moveFromId(former.get(resource.node.id)!));
      const imported = new Bucket(made, "Imported", { ...HERE, ...SSE_S3, bucketName: "imported" });
      (imported.node.findChild("Bucket") as S3Bucket).importFrom("imported");
    });
  }, 900_000);

  afterAll(() => emulator.stop());

  const put = (Bucket: string) => clients.s3.send(new PutObjectCommand({ Bucket, Key: "kept", Body: "kept" }));
  const isKept = async (Bucket: string) =>
    (await clients.s3.send(new HeadObjectCommand({ Bucket, Key: "kept" }))).ContentLength;
  const keyPolicy = async () =>
    (await clients.kms.send(new GetKeyPolicyCommand({ KeyId: key, PolicyName: "default" }))).Policy;
  const bucketPolicy = async (Bucket: string) =>
    (await clients.s3.send(new GetBucketPolicyCommand({ Bucket })).catch(() => undefined))?.Policy;

  test("a bucket whose id changes stays, with what it holds", async () => {
    expect(await isKept("moved")).toBe(4);
    expect(await bucketPolicy("moved")).toContain("DenyInsecureTransport");
  });

  test("a bucket that exists is imported, with what it holds", async () => {
    expect(await isKept("imported")).toBe(4);
    expect(await bucketPolicy("imported")).toContain("DenyInsecureTransport");
  });

  test("selectors go from advanced to basic", async () => {
    const found = await clients.cloudTrail.send(new GetEventSelectorsCommand({ TrailName: "audit" }));
    const Values = ["arn:aws:s3:::customer-data/"];
    expect(found.EventSelectors).toMatchObject([
      { IncludeManagementEvents: true, ReadWriteType: "All" },
      { ReadWriteType: "WriteOnly", DataResources: [{ Type: "AWS::S3::Object", Values }] },
    ]);
    expect(found.AdvancedEventSelectors ?? []).toEqual([]);
  });

  test("a bucket and a key that exist get their policies, and are there after the archive is destroyed", async () => {
    expect(await bucketPolicy("company-logs")).toContain("AWSCloudTrailWrite20150319");
    expect(await keyPolicy()).toContain("CloudTrailEncryptsLogs");
    await stack.end();
    expect(await isKept("company-logs")).toBe(4);
    expect(await bucketPolicy("company-logs")).toBeUndefined();
    expect(await keyPolicy()).toMatch(/"Action": ?"kms:\*"/);
    expect(await keyPolicy()).not.toContain("CloudTrailEncryptsLogs");
  }, 300_000);
});
