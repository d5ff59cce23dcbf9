import * as cloudtrail from "@aws-sdk/client-cloudtrail";
import * as iam from "@aws-sdk/client-iam";
import * as kms from "@aws-sdk/client-kms";
import * as s3 from "@aws-sdk/client-s3";
import { PutPublicAccessBlockCommand } from "@aws-sdk/client-s3-control";
import { awsClients, type AwsClients } from "../../cli/aws/clients";
import { at } from "../../cli/model/blocks";
import { listOf } from "../../cli/controls/rule";
import type { Arguments, StackResource } from "../../cli/model/stack";
import { keysOf } from "../../cli/verification/keys";
import type { Environment } from "../../cli/model/environment";
import type { Location } from "../../modules/policy";

/** moto takes the account from the credentials, and gives those of any role's account. */
export function roleOf(account: string): string {
  return `arn:aws:iam::${account}:role/LocalDeployer`;
}

export interface Deployment {
  readonly clients: (place: Location) => AwsClients;
  /** Real ARNs by alias. */
  readonly keyArns: ReadonlyMap<string, string>;
  /** A synthesized text with the real keys. */
  readonly real: (text: string) => string;
  readonly end: () => void;
}

/** Makes what the stacks say by SDK calls, as far as verify looks at it: Terraform takes minutes. */
export async function deploy(environment: Environment, endpoint: string): Promise<Deployment> {
  const made = new Map<string, AwsClients>();
  const clients = ({ account, region }: Location) => {
    const name = `${account} ${region}`;
    const known = made.get(name) ?? awsClients({ region, endpoint, roleArn: roleOf(account) });
    made.set(name, known);
    return known;
  };
  const keyArns = new Map<string, string>();
  const implied = keysOf(environment);
  const real = (text: string) =>
    implied.reduce((all, key) => all.replaceAll(key.impliedArn, keyArns.get(key.name) ?? key.impliedArn), text);
  const deployment: Deployment = {
    clients,
    keyArns,
    real,
    end: () => made.forEach((all) => Object.values(all).forEach((client: { destroy(): void }) => client.destroy())),
  };
  const ofType = (type: string) => environment.resources.filter((resource) => resource.type === type);
  for (const key of implied)
    keyArns.set(key.name, await createKey(clients(key), environment, key.impliedArn, key.name));
  for (const [alias, arn] of keyArns) {
    const key = implied.find((one) => one.name === alias)!;
    await setKeyPolicy(clients(key), arn, real(keyPolicyOf(environment, key.impliedArn)));
  }
  for (const role of ofType("aws_iam_role")) await createRole(clients(role), role);
  for (const policy of ofType("aws_iam_policy")) await createPolicy(clients(policy), policy, real);
  for (const policy of ofType("aws_iam_role_policy")) await putRolePolicy(clients(policy), policy, real);
  for (const attachment of ofType("aws_iam_role_policy_attachment"))
    await attachPolicy(clients(attachment), attachment);
  for (const bucket of ofType("aws_s3_bucket")) await createBucket(clients(bucket).s3, bucket, environment, real);
  for (const logging of ofType("aws_s3_bucket_logging")) await putLogging(clients(logging).s3, logging, environment);
  for (const policy of ofType("aws_s3_bucket_policy")) {
    const { bucket, policy: text } = policy.values;
    await clients(policy).s3.send(
      new s3.PutBucketPolicyCommand({ Bucket: String(bucket), Policy: real(String(text)) }),
    );
  }
  for (const block of ofType("aws_s3_account_public_access_block")) {
    await clients(block).s3Control.send(
      new PutPublicAccessBlockCommand({ AccountId: block.account, PublicAccessBlockConfiguration: ALL_BLOCKED }),
    );
  }
  for (const trail of ofType("aws_cloudtrail")) await createTrail(clients(trail).cloudTrail, trail.values, real);
  return deployment;
}

const ALL_BLOCKED = {
  BlockPublicAcls: true,
  BlockPublicPolicy: true,
  IgnorePublicAcls: true,
  RestrictPublicBuckets: true,
};

function keyPolicyOf({ resources, keys }: Environment, impliedArn: string): string {
  const source = keys.find(({ arn }) => arn === impliedArn)!.policy.source;
  return String(resources.find(({ stack, address }) => `${stack}/${address}` === source)!.values["policy"]);
}

async function createKey(
  { kms: client }: AwsClients,
  environment: Environment,
  impliedArn: string,
  alias: string,
): Promise<string> {
  const { KeyMetadata } = await client.send(
    new kms.CreateKeyCommand({ Policy: keyPolicyOf(environment, impliedArn), KeyUsage: "ENCRYPT_DECRYPT" }),
  );
  const { Arn, KeyId } = KeyMetadata!;
  await client.send(new kms.EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 365 }));
  await client.send(new kms.CreateAliasCommand({ AliasName: alias, TargetKeyId: KeyId }));
  return Arn!;
}

async function setKeyPolicy({ kms: client }: AwsClients, KeyId: string, Policy: string): Promise<void> {
  await client.send(new kms.PutKeyPolicyCommand({ KeyId, PolicyName: "default", Policy }));
}

async function createRole({ iam: client }: AwsClients, { values }: StackResource): Promise<void> {
  const RoleName = String(values["name"]);
  const AssumeRolePolicyDocument = String(values["assume_role_policy"]);
  await client.send(new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
}

async function createPolicy({ iam: client }: AwsClients, { values }: StackResource, real: (text: string) => string) {
  const [PolicyName, PolicyDocument] = [String(values["name"]), real(String(values["policy"]))];
  await client.send(new iam.CreatePolicyCommand({ PolicyName, PolicyDocument }));
}

async function putRolePolicy({ iam: client }: AwsClients, { values }: StackResource, real: (text: string) => string) {
  const [RoleName, PolicyName] = [String(values["role"]), String(values["name"])];
  const PolicyDocument = real(String(values["policy"]));
  await client.send(new iam.PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
}

async function attachPolicy({ iam: client }: AwsClients, { values }: StackResource): Promise<void> {
  const [RoleName, PolicyArn] = [String(values["role"]), String(values["policy_arn"])];
  await client.send(new iam.AttachRolePolicyCommand({ RoleName, PolicyArn }));
}

async function createBucket(
  client: s3.S3Client,
  resource: StackResource,
  environment: Environment,
  real: (text: string) => string,
) {
  const Bucket = String(resource.values["bucket"]);
  const part = (type: string): Arguments | undefined =>
    environment.resources.find((one) => one.type === type && one.values["bucket"] === Bucket)?.values;
  await client.send(
    new s3.CreateBucketCommand({
      Bucket,
      ...(resource.region !== "us-east-1" && {
        CreateBucketConfiguration: { LocationConstraint: resource.region as "eu-central-1" },
      }),
    }),
  );
  if (part("aws_s3_bucket_public_access_block")) {
    await client.send(new s3.PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: ALL_BLOCKED }));
  }
  await client.send(
    new s3.PutBucketOwnershipControlsCommand({
      Bucket,
      OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
    }),
  );
  await client.send(new s3.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
  await putEncryption(client, Bucket, part("aws_s3_bucket_server_side_encryption_configuration"), real);
  await putLifecycle(client, Bucket, part("aws_s3_bucket_lifecycle_configuration"));
  const retention = at(part("aws_s3_bucket_object_lock_configuration"), "rule.default_retention");
  if (retention) {
    const { mode: Mode, days: Days } = retention as { mode: "COMPLIANCE"; days: number };
    await client.send(
      new s3.PutObjectLockConfigurationCommand({
        Bucket,
        ObjectLockConfiguration: { ObjectLockEnabled: "Enabled", Rule: { DefaultRetention: { Mode, Days } } },
      }),
    );
  }
}

/** Access logs; moto refuses a target whose policy speaks of "*", so the services' statements come first and alone. */
async function putLogging(client: s3.S3Client, { values }: StackResource, { resources }: Environment): Promise<void> {
  const Bucket = String(values["target_bucket"]);
  const policy = resources.find((one) => one.type === "aws_s3_bucket_policy" && one.values["bucket"] === Bucket)!;
  const document = JSON.parse(String(policy.values["policy"])) as { Statement: { Principal: unknown }[] };
  const Statement = document.Statement.filter(({ Principal }) => typeof Principal === "object");
  await client.send(new s3.PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ ...document, Statement }) }));
  const LoggingEnabled = { TargetBucket: Bucket, TargetPrefix: String(values["target_prefix"]) };
  await client.send(
    new s3.PutBucketLoggingCommand({ Bucket: String(values["bucket"]), BucketLoggingStatus: { LoggingEnabled } }),
  );
}

async function putEncryption(
  client: s3.S3Client,
  Bucket: string,
  part: Arguments | undefined,
  real: (text: string) => string,
): Promise<void> {
  const rule = at(part, "rule.apply_server_side_encryption_by_default") as {
    sse_algorithm: "aws:kms";
    kms_master_key_id?: string;
  };
  const { sse_algorithm: SSEAlgorithm, kms_master_key_id: key } = rule;
  await client.send(
    new s3.PutBucketEncryptionCommand({
      Bucket,
      ServerSideEncryptionConfiguration: {
        Rules: [
          {
            ApplyServerSideEncryptionByDefault: {
              SSEAlgorithm,
              ...(key !== undefined && { KMSMasterKeyID: real(key) }),
            },
            ...(at(part, "rule.bucket_key_enabled") === true && { BucketKeyEnabled: true }),
          },
        ],
      },
    }),
  );
}

async function putLifecycle(client: s3.S3Client, Bucket: string, part: Arguments | undefined): Promise<void> {
  const Rules = listOf(part?.["rule"] as readonly Arguments[] | undefined).map((rule) => {
    const days = at(rule, "expiration.days") as number | undefined;
    return {
      ID: String(rule["id"]),
      Status: "Enabled" as const,
      Filter: { Prefix: "" },
      ...(days !== undefined && { Expiration: { Days: days } }),
      NoncurrentVersionExpiration: {
        NoncurrentDays: at(rule, "noncurrent_version_expiration.noncurrent_days") as number,
      },
      AbortIncompleteMultipartUpload: {
        DaysAfterInitiation: at(rule, "abort_incomplete_multipart_upload.days_after_initiation") as number,
      },
      Transitions: listOf(rule["transition"] as readonly Arguments[] | undefined).map((transition) => ({
        Days: transition["days"] as number,
        StorageClass: transition["storage_class"] as "GLACIER",
      })),
    };
  });
  await client.send(new s3.PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));
}

async function createTrail(
  client: cloudtrail.CloudTrailClient,
  values: Arguments,
  real: (text: string) => string,
): Promise<void> {
  const Name = String(values["name"]);
  const key = values["kms_key_id"];
  await client.send(
    new cloudtrail.CreateTrailCommand({
      Name,
      S3BucketName: String(values["s3_bucket_name"]),
      ...(typeof values["s3_key_prefix"] === "string" && { S3KeyPrefix: values["s3_key_prefix"] }),
      ...(typeof key === "string" && { KmsKeyId: real(key) }),
      IsMultiRegionTrail: values["is_multi_region_trail"] === true,
      IncludeGlobalServiceEvents: values["include_global_service_events"] === true,
      EnableLogFileValidation: values["enable_log_file_validation"] === true,
    }),
  );
  const selectors = listOf(values["advanced_event_selector"] as readonly Arguments[] | undefined);
  if (selectors.length > 0) {
    await client.send(
      new cloudtrail.PutEventSelectorsCommand({
        TrailName: Name,
        AdvancedEventSelectors: selectors.map((selector) => ({
          Name: String(selector["name"]),
          FieldSelectors: listOf(selector["field_selector"] as readonly Arguments[]).map((field) => ({
            Field: String(field["field"]),
            ...(field["equals"] !== undefined && { Equals: field["equals"] as string[] }),
            ...(field["not_starts_with"] !== undefined && { NotStartsWith: field["not_starts_with"] as string[] }),
          })),
        })),
      }),
    );
  }
  await client.send(new cloudtrail.StartLoggingCommand({ Name }));
}
