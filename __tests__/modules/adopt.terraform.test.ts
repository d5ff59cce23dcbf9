import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type CloudTrailClient,
  CreateTrailCommand,
  DescribeTrailsCommand,
  GetTrailStatusCommand,
  StartLoggingCommand,
  StopLoggingCommand,
} from "@aws-sdk/client-cloudtrail";
import { GetKeyPolicyCommand, KMSClient, ListKeysCommand, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import {
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  HeadObjectCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import type { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import type { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import type { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { Bucket } from "../../modules/bucket";
import { Key } from "../../modules/key";
import { Trail } from "../../modules/trail";
import { cloudTrailAt, credentialsOf, s3At } from "../../tools/emulator/clients";
import { startEmulator, type Emulator } from "../../tools/emulator/start";
import { ACCOUNT, initializedFolder, REGION, terraformIn, type Terraform } from "../../tools/hcl-fixtures/terraform";
import { synthInto } from "../support/applied";
import { foundDuring } from "../support/delivering";
import { describeWithMoto } from "../support/moto";
import { runTool } from "../support/run-tool";

const HERE = { account: ACCOUNT, region: REGION };
const CLOUDTRAIL = { Service: "cloudtrail.amazonaws.com" };

/** A trail that exists. */
interface Existing {
  readonly name: string;
  readonly bucket: string;
  readonly arn: string;
}

const existing = (name: string): Existing => ({
  name,
  bucket: `${name}-logs`,
  arn: `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/${name}`,
});
const COMPANY = existing("company-audit");
/** Its bucket and key are from CloudFormation, and a person made the trail and the bucket's policy. */
const OTHER = existing("other-audit");

const document = (...Statement: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const ADMINISTRATION = {
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
  Action: "kms:*",
  Resource: "*",
};
const KEY_POLICY = document(ADMINISTRATION, {
  Effect: "Allow",
  Principal: CLOUDTRAIL,
  Action: "kms:GenerateDataKey*",
  Resource: "*",
});
const bucketPolicy = ({ bucket }: Existing) =>
  document(
    { Effect: "Allow", Principal: CLOUDTRAIL, Action: "s3:GetBucketAcl", Resource: `arn:aws:s3:::${bucket}` },
    { Effect: "Allow", Principal: CLOUDTRAIL, Action: "s3:PutObject", Resource: `arn:aws:s3:::${bucket}/*` },
  );

const IN_HCL = `
provider "aws" {
  region = "${REGION}"
}
resource "aws_kms_key" "logs" {
  policy = ${JSON.stringify(KEY_POLICY)}
}
resource "aws_s3_bucket" "logs" {
  bucket = "${COMPANY.bucket}"
}
resource "aws_s3_bucket_policy" "logs" {
  bucket = aws_s3_bucket.logs.bucket
  policy = ${JSON.stringify(bucketPolicy(COMPANY))}
}
resource "aws_cloudtrail" "trail" {
  name           = "${COMPANY.name}"
  s3_bucket_name = aws_s3_bucket_policy.logs.bucket
  kms_key_id     = aws_kms_key.logs.arn
}
`;
const ADDRESSES = ["aws_kms_key.logs", "aws_s3_bucket.logs", "aws_s3_bucket_policy.logs", "aws_cloudtrail.trail"];

const PROVIDER = `provider "aws" {\n  region = "${REGION}"\n}\n`;

/** The former configuration forgets what it made. */
const FORGOTTEN =
  PROVIDER +
  ADDRESSES.map((from) => `removed {\n  from = ${from}\n  lifecycle {\n    destroy = false\n  }\n}`).join("\n");

/** A stack of CloudFormation, which Terraform creates and deletes here in place of its owner. */
const IN_CLOUDFORMATION = `${PROVIDER}
resource "aws_cloudformation_stack" "other" {
  name          = "other"
  template_body = ${JSON.stringify(
    JSON.stringify({
      Resources: {
        Key: {
          Type: "AWS::KMS::Key",
          DeletionPolicy: "Retain",
          // As text, because the emulator keeps it as it is, and reads text.
          Properties: { Description: OTHER.name, KeyPolicy: KEY_POLICY },
        },
        Bucket: { Type: "AWS::S3::Bucket", DeletionPolicy: "Retain", Properties: { BucketName: OTHER.bucket } },
        Topic: { Type: "AWS::SNS::Topic", Properties: { TopicName: "of-other" } },
      },
    }),
  )}
}
`;

/** A line of `terraform plan -json`. */
interface PlanLine {
  readonly type: string;
  readonly change?: { readonly action: string; readonly resource: { readonly resource_type: string } };
}

/** The app of docs/adopt.md. `keyId`: what exists is imported. */
function build(stack: TerraformStack, { name, bucket: bucketName, arn }: Existing, keyId?: string): void {
  const scope = new Construct(stack, name.replace("-", ""));
  const key = new Key(scope, "Key", { ...HERE, aliases: [`${name}-trail`] });
  const bucket = new Bucket(scope, "Logs", { ...HERE, bucketName, encryption: { key } });
  const trail = new Trail(scope, "Trail", { name, bucket });
  if (keyId === undefined) return;
  (key.node.findChild("Key") as KmsKey).importFrom(keyId);
  (bucket.node.findChild("Bucket") as S3Bucket).importFrom(bucketName);
  (bucket.node.findChild("Policy") as S3BucketPolicy).importFrom(bucketName);
  trail.resource.importFrom(arn);
}

describeWithMoto("a trail that exists", () => {
  const scratch = mkdtempSync(join(tmpdir(), "adopt "));
  let emulator: Emulator;
  let clients: { readonly s3: S3Client; readonly kms: KMSClient; readonly cloudTrail: CloudTrailClient };
  let keyId: string;
  let former: Terraform;
  let app: Terraform;
  let samples = 0;

  const folder = (name: string, content: string) => {
    const path = join(scratch, name);
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, "provider.tf"), content);
    return path;
  };
  const changesOf = async (terraform: Terraform) => {
    const lines = (await terraform("plan", "-json", "-input=false", "-out=tfplan")).trim().split("\n");
    return lines
      .map((line) => JSON.parse(line) as PlanLine)
      .flatMap(({ type, change }) => (type === "planned_change" ? [change!] : []))
      .filter(({ action }) => !["import", "noop", "read"].includes(action))
      .map(({ action, resource }) => `${action} ${resource.resource_type}`)
      .sort();
  };

  beforeAll(async () => {
    emulator = await startEmulator();
    const { endpoint } = emulator;
    const credentials = await credentialsOf(endpoint, ACCOUNT);
    clients = {
      s3: s3At(endpoint, REGION, credentials),
      kms: new KMSClient({ endpoint, region: REGION, credentials }),
      cloudTrail: cloudTrailAt(endpoint, REGION, credentials),
    };
    former = await initializedFolder(folder("former", IN_HCL), endpoint);
    await former("apply", "-input=false", "-auto-approve");
    await clients.s3.send(new PutObjectCommand({ Bucket: COMPANY.bucket, Key: "kept", Body: "kept" }));
    const { trailList } = await clients.cloudTrail.send(new DescribeTrailsCommand({}));
    keyId = trailList![0]!.KmsKeyId!.split("/").at(-1)!;
  }, 600_000);

  afterAll(async () => {
    await Promise.all([former.end(), app.end(), emulator.stop()]);
    rmSync(scratch, { recursive: true });
  });

  /** Why CloudTrail could not deliver now; empty if it could. */
  const obstacles = async ({ arn, bucket: bucketName }: Existing, ofKey: string): Promise<string[]> => {
    const allows = (policy: string | undefined, action: string) =>
      (JSON.parse(policy ?? '{"Statement":[]}') as { Statement: Record<string, unknown>[] }).Statement.some(
        ({ Effect, Principal, Action }) =>
          Effect === "Allow" &&
          JSON.stringify(Principal).includes(CLOUDTRAIL.Service) &&
          [Action].flat().includes(action),
      );
    const [status, bucket, key] = await Promise.all([
      clients.cloudTrail.send(new GetTrailStatusCommand({ Name: arn })).catch(() => undefined),
      clients.s3.send(new GetBucketPolicyCommand({ Bucket: bucketName })).catch(() => undefined),
      clients.kms.send(new GetKeyPolicyCommand({ KeyId: ofKey, PolicyName: "default" })),
    ]);
    return [
      ...(status?.IsLogging === true ? [] : ["the trail does not log"]),
      ...(allows(bucket?.Policy, "s3:PutObject") ? [] : ["the bucket takes no log files"]),
      ...(allows(key.Policy, "kms:GenerateDataKey*") ? [] : ["the key encrypts no log files"]),
    ];
  };

  const watched = (trail: Existing, ofKey: string, work: Promise<unknown>) =>
    foundDuring(work, () => {
      samples += 1;
      return obstacles(trail, ofKey);
    });

  test("its state shows who can do what, and what is missing", async () => {
    const state = join(scratch, "company.json");
    writeFileSync(state, await former("show", "-json"));
    const matrix = await runTool(["matrix", state]);
    expect(matrix.out).toMatch(/read logs +root of 111122223333/);
    const controls = await runTool(["controls", "--framework", "fsbp", state]);
    expect(controls.out).toContain("company: bucket-tls-only");
  }, 600_000);

  test("in HCL, it is imported: nothing is destroyed, and delivery is never off", async () => {
    const stack = synthInto(scratch, (made) => build(made, COMPANY, keyId));
    app = await terraformIn(stack, emulator.endpoint);
    const planned = await changesOf(app);
    expect(planned.filter((change) => /delete/.test(change))).toEqual([]);
    expect(planned).toEqual(
      expect.arrayContaining(["update aws_kms_key", "update aws_cloudtrail", "update aws_s3_bucket_policy"]),
    );
    expect(await watched(COMPANY, keyId, app("apply", "-input=false", "tfplan"))).toEqual([]);
    expect(samples).toBeGreaterThan(10);
    const kept = await clients.s3.send(new HeadObjectCommand({ Bucket: COMPANY.bucket, Key: "kept" }));
    expect(kept.ContentLength).toBe(4);
  }, 600_000);

  test("the app without the imports has nothing to do, and the former configuration forgets it", async () => {
    synthInto(scratch, (made) => build(made, COMPANY));
    expect(await changesOf(app)).toEqual([]);
    writeFileSync(join(scratch, "former", "provider.tf"), FORGOTTEN);
    expect(await changesOf(former)).toEqual(ADDRESSES.map((address) => `remove ${address.split(".")[0]}`).sort());
    expect(await watched(COMPANY, keyId, former("apply", "-input=false", "tfplan"))).toEqual([]);
    expect(await obstacles(COMPANY, keyId)).toEqual([]);
  }, 600_000);

  test("made by hand and by CloudFormation, it is imported, and stays when its stack is deleted", async () => {
    writeFileSync(join(scratch, "former", "provider.tf"), IN_CLOUDFORMATION);
    await former("apply", "-input=false", "-auto-approve");
    const { Keys: keys } = await clients.kms.send(new ListKeysCommand({}));
    const otherKey = keys!.map(({ KeyId }) => KeyId!).find((id) => id !== keyId)!;
    await clients.s3.send(new PutBucketPolicyCommand({ Bucket: OTHER.bucket, Policy: bucketPolicy(OTHER) }));
    await clients.cloudTrail.send(
      new CreateTrailCommand({ Name: OTHER.name, S3BucketName: OTHER.bucket, KmsKeyId: otherKey }),
    );
    await clients.cloudTrail.send(new StartLoggingCommand({ Name: OTHER.arn }));
    synthInto(scratch, (made) => {
      build(made, COMPANY);
      build(made, OTHER, otherKey);
    });
    const planned = await changesOf(app);
    expect(planned.filter((change) => /delete/.test(change))).toEqual([]);
    expect(planned).toEqual(
      expect.arrayContaining(["update aws_kms_key", "update aws_cloudtrail", "update aws_s3_bucket_policy"]),
    );
    expect(await watched(OTHER, otherKey, app("apply", "-input=false", "tfplan"))).toEqual([]);
    writeFileSync(join(scratch, "former", "provider.tf"), PROVIDER);
    expect(await watched(OTHER, otherKey, former("apply", "-input=false", "-auto-approve"))).toEqual([]);
    expect(await obstacles(OTHER, otherKey)).toEqual([]);
    expect(await changesOf(app)).toEqual([]);
  }, 600_000);

  test("each way in which delivery ends is found while Terraform works", async () => {
    const ended = async () => {
      await clients.cloudTrail.send(new StopLoggingCommand({ Name: COMPANY.arn }));
      await clients.s3.send(new DeleteBucketPolicyCommand({ Bucket: COMPANY.bucket }));
      const Policy = document(ADMINISTRATION);
      await clients.kms.send(new PutKeyPolicyCommand({ KeyId: keyId, PolicyName: "default", Policy }));
    };
    expect(new Set(await watched(COMPANY, keyId, ended()))).toEqual(
      new Set(["the trail does not log", "the bucket takes no log files", "the key encrypts no log files"]),
    );
  });
});
