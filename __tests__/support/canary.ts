import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  CreateBucketCommand,
  ListObjectVersionsCommand,
  PutBucketEncryptionCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { startFaultyProxy, type FaultyProxy } from "./faulty-proxy";
import { CREDENTIALS, MOTO_ACCOUNT, startMoto, type Moto } from "./moto";
import { labelled, manifestOf } from "./stack-folder";

export const REGION = "eu-central-1";

/** An environment `dev` in an emulator: a bucket that the trail watches, a log bucket and a key. */
export interface CanaryWorld {
  readonly outdir: string;
  readonly bucket: string;
  readonly logBucket: string;
  readonly keyArn: string;
  /** Gives the watched bucket a key of its own, by a name that says no account, and its ARN to the test. */
  giveBucketKey(): Promise<string>;
  /** Keys and versions in the watched bucket; delete markers not counted. */
  versions(): Promise<string[]>;
  /** Writes a log file as CloudTrail would, and gives its key. */
  deliver(records: readonly object[], options?: Delivery): Promise<string>;
  end(): void;
}

export interface Delivery {
  /** @default now */
  readonly at?: Date;
  /** The file's bytes, whatever they are. @default the gzipped records */
  readonly bytes?: Uint8Array;
  readonly metadata?: Record<string, string>;
}

let worlds = 0;

export async function makeWorld(endpoint: string, selectors: object = watches): Promise<CanaryWorld> {
  const config = { endpoint, region: REGION, credentials: CREDENTIALS };
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  const kms = new KMSClient(config);
  const name = `w${(worlds += 1)}-${process.pid}`;
  const [bucket, logBucket, alias] = [`data-${name}`, `logs-${name}`, `alias/key-${name}`];
  const place = { CreateBucketConfiguration: { LocationConstraint: REGION } } as const;
  for (const Bucket of [bucket, logBucket]) await s3.send(new CreateBucketCommand({ Bucket, ...place }));
  const versioning = { Status: "Enabled" } as const;
  await s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: versioning }));
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  await kms.send(new CreateAliasCommand({ AliasName: alias, TargetKeyId: KeyMetadata!.KeyId! }));
  const folder = mkdtempSync(join(tmpdir(), "audit-trail-test-"));
  const outdir = join(folder, "cdktf.out");
  mkdirSync(join(outdir, "stacks", "dev-trail"), { recursive: true });
  writeFileSync(join(outdir, "manifest.json"), JSON.stringify(manifestOf(["dev-trail"])));
  const stack = JSON.stringify({ ...labelled("dev"), ...stackOf(logBucket, alias, selectors) });
  writeFileSync(join(outdir, "stacks", "dev-trail", "cdk.tf.json"), stack.replaceAll("BUCKET", bucket));
  return {
    outdir,
    bucket,
    logBucket,
    keyArn: KeyMetadata!.Arn!,
    giveBucketKey: async () => {
      const { KeyMetadata: own } = await kms.send(new CreateKeyCommand({}));
      const byDefault = { SSEAlgorithm: "aws:kms", KMSMasterKeyID: own!.KeyId! } as const;
      const Rules = [{ ApplyServerSideEncryptionByDefault: byDefault }];
      const ServerSideEncryptionConfiguration = { Rules };
      await s3.send(new PutBucketEncryptionCommand({ Bucket: bucket, ServerSideEncryptionConfiguration }));
      return own!.Arn!;
    },
    versions: async () => {
      const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket }));
      return Versions.map(({ Key }) => Key!);
    },
    deliver: async (records, { at = new Date(), bytes, metadata } = {}) => {
      const Key = logFileKey(at);
      const Body = bytes ?? gzipSync(JSON.stringify({ Records: records }));
      await s3.send(new PutObjectCommand({ Bucket: logBucket, Key, Body, Metadata: metadata ?? {} }));
      return Key;
    },
    end: () => {
      s3.destroy();
      kms.destroy();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Records management events, and every call on objects of the bucket. */
export const watches = {
  advanced_event_selector: [
    { field_selector: [{ field: "eventCategory", equals: ["Management"] }] },
    {
      field_selector: [
        { field: "eventCategory", equals: ["Data"] },
        { field: "resources.type", equals: ["AWS::S3::Object"] },
        { field: "resources.ARN", starts_with: ["arn:aws:s3:::BUCKET/"] },
      ],
    },
  ],
};

function stackOf(logBucket: string, alias: string, selectors: object): object {
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
  return {
    provider: { aws: [{ region: REGION, allowed_account_ids: [MOTO_ACCOUNT] }] },
    resource: {
      aws_kms_key: { Key: { policy } },
      aws_kms_alias: { Alias: { name: alias, target_key_id: "${aws_kms_key.Key.key_id}" } },
      aws_s3_bucket: { Logs: { bucket: logBucket } },
      aws_s3_bucket_policy: { Policy: { bucket: "${aws_s3_bucket.Logs.bucket}", policy } },
      aws_cloudtrail: {
        Trail: {
          name: "audit",
          s3_bucket_name: "${aws_s3_bucket.Logs.id}",
          kms_key_id: "${aws_kms_key.Key.arn}",
          ...selectors,
        },
      },
    },
  };
}

/** As CloudTrail names log files. */
export function logFileKey(at: Date, account = MOTO_ACCOUNT, region = REGION): string {
  const iso = at.toISOString();
  const stamp = `${iso.slice(0, 16).replace(/[-:]/g, "")}Z`;
  const name = `${account}_CloudTrail_${region}_${stamp}_${randomUUID().replaceAll("-", "").slice(0, 16)}.json.gz`;
  return `AWSLogs/${account}/CloudTrail/${region}/${iso.slice(0, 10).replaceAll("-", "/")}/${name}`;
}

const CALLER = { type: "IAMUser", accountId: MOTO_ACCOUNT, arn: `arn:aws:iam::${MOTO_ACCOUNT}:user/example` };
const NOBODY = { type: "AWSAccount", principalId: "", accountId: "anonymous" };

/** A record of a call on an object, with what a test changes. */
export function objectRecord(
  eventName: string,
  { bucket, keyArn }: Pick<CanaryWorld, "bucket" | "keyArn">,
  key: string,
  changes: object = {},
): object {
  const encryption = { "x-amz-server-side-encryption-aws-kms-key-id": keyArn };
  return {
    eventID: randomUUID(),
    eventTime: `${new Date().toISOString().slice(0, 19)}Z`,
    eventSource: "s3.amazonaws.com",
    eventName,
    userIdentity: CALLER,
    requestParameters: { bucketName: bucket, key },
    responseElements: eventName === "PutObject" ? encryption : null,
    ...changes,
  };
}

export function anonymousRecord(world: Pick<CanaryWorld, "bucket" | "keyArn">, key: string): object {
  return objectRecord("GetObject", world, key, { userIdentity: NOBODY, errorCode: "AccessDenied" });
}

/** KMS's record of the data key that S3 asks for; with a Bucket Key the context is the bucket. */
export function dataKeyRecord(
  { bucket, keyArn }: Pick<CanaryWorld, "bucket" | "keyArn">,
  changes: object = {},
): object {
  return {
    eventID: randomUUID(),
    eventTime: `${new Date().toISOString().slice(0, 19)}Z`,
    eventSource: "kms.amazonaws.com",
    eventName: "GenerateDataKey",
    userIdentity: CALLER,
    requestParameters: { keyId: keyArn, encryptionContext: { "aws:s3:arn": `arn:aws:s3:::${bucket}` } },
    resources: [{ accountId: MOTO_ACCOUNT, type: "AWS::KMS::Key", ARN: keyArn }],
    ...changes,
  };
}

/** A world behind a proxy that fails as each test tells it to; for a `describeWithMoto`. */
export function canaryBehindProxy() {
  let moto: Moto;
  let proxy: FaultyProxy;
  let world: CanaryWorld;

  beforeAll(async () => {
    moto = await startMoto();
    proxy = await startFaultyProxy(moto.url);
    world = await makeWorld(moto.url);
  });
  afterAll(async () => {
    await moto.stop();
    await proxy.stop();
    world.end();
  });
  beforeEach(() => {
    proxy.faultOf = () => "none";
  });

  return {
    get proxy() {
      return proxy;
    },
    get world() {
      return world;
    },
  };
}
