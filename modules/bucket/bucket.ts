import { dependable, type ITerraformDependable, type TerraformProvider } from "cdktf";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import { S3BucketObjectLockConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import type { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import type { Construct } from "constructs";
import { atSynth } from "../at-synth";
import { awaitable } from "../dependencies";
import { keyRegionProblem, type LogKey } from "../key";
import { logKeyProblem, NAMED_KEY_OPTIONS } from "../key/log-key";
import { isBucketName, BUCKET_NAME } from "../limits/formats";
import { tagProblems, type Tags } from "../tags";
import { assertValid, invalidArn, invalidFormat, isObject, shown, type Problem } from "../validation";
import { BucketBase, type BucketPolicyProps } from "./bucket-base";
import type { Lifecycle } from "./lifecycle";
import { LIFECYCLE_OPTIONS, lifecycleProblems, lifecycleRules } from "./lifecycle-rules";
import { OBJECT_LOCK_OPTIONS, objectLockProblems, type ObjectLock } from "./object-lock";
import { assertKnown, type KeysOf } from "../known-options";

/** SSE-KMS with a customer key and a Bucket Key. Requests that name another key are denied. */
export type KeyEncryption = ({ readonly key: LogKey } | { readonly kmsKeyArn: string }) & {
  /**
   * Aliases with which requests may also name the key, because the policy compares text; and the ARN of a former key
   * while it is replaced. @default none
   */
  readonly alsoNamed?: readonly string[];
};

export interface BucketProps extends Omit<BucketPolicyProps, "key" | "onlyKeys"> {
  /**
   * `key` is a key of this app, whose policy then allows whoever the bucket's policy allows. `kmsKeyArn` is any other
   * key, whose policy its owner sets. `SSE-S3` is for buckets that receive server access logs: S3 cannot write those
   * with a KMS key.
   */
  readonly encryption: KeyEncryption | "SSE-S3";
  /** Storage classes and expiry. @default kept forever, old versions for 365 days, unfinished uploads for 7 */
  readonly lifecycle?: Lifecycle;
  /** Can be added to an existing bucket, but never removed. @default none */
  readonly objectLock?: ObjectLock;
  /** Where S3 writes this bucket's server access logs. Same account and Region. @default nowhere */
  readonly accessLogs?: AccessLogs;
  /** Prevents every Terraform plan from destroying the bucket. @default false */
  readonly preventDestroy?: boolean;
  /** Deletes all logs in the bucket when it is destroyed. Cannot be combined with `preventDestroy`. @default false */
  readonly forceDestroy?: boolean;
  /**
   * What must exist before the bucket and is destroyed after it. Give the bucket's key, so that the key is kept if
   * destroying the bucket fails because it contains objects. @default nothing
   */
  readonly dependsOn?: ITerraformDependable[];
  /** @default the stack's provider */
  readonly provider?: TerraformProvider;
  /** In addition to the provider's default tags. @default none */
  readonly tags?: Tags;
}

export interface AccessLogs {
  /** The bucket that receives them. */
  readonly target: BucketBase;
  /** @default the logged bucket's name and a slash */
  readonly prefix?: string;
}

/** Settings of every bucket, which no option changes. */
const BLOCK_PUBLIC_ACCESS = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
} as const;

/**
 * A private, versioned, encrypted bucket: no public access, no ACLs, TLS only. Only its lifecycle or a break-glass role
 * can delete objects.
 */
export class Bucket extends BucketBase {
  readonly policyResource: S3BucketPolicy;
  /** Exists once versioning is on; Object Lock and replication wait for it. */
  readonly versioning: S3BucketVersioningA;

  constructor(scope: Construct, id: string, props: BucketProps) {
    assertKnown(scope, id, props, OPTIONS, "account", "region", "bucketName", "encryption");
    const key = keyOf(props.encryption);
    const onlyKeys = props.encryption === "SSE-S3" ? undefined : props.encryption.alsoNamed;
    super(scope, id, { ...props, key, onlyKeys });
    const { bucketName, lifecycle = {}, objectLock, accessLogs, preventDestroy = false, forceDestroy = false } = props;
    const { dependsOn, provider, tags } = props;
    assertValid(this, [encryptionProblem(props.encryption), accessLogs && accessLogTargetProblem(accessLogs)]);
    assertValid(this, [
      invalidFormat("bucketName", bucketName, isBucketName, BUCKET_NAME),
      forceDestroy && preventDestroy && "forceDestroy must be false where preventDestroy protects the bucket, got true",
      key && keyRegionProblem("encryption.key", key, props.region, "the bucket"),
      ...(accessLogs ? accessLogProblems(props, accessLogs) : []),
      ...objectLockProblems(objectLock),
      ...lifecycleProblems(lifecycle, objectLock),
      ...tagProblems(tags),
    ]);

    const resource = new S3Bucket(this, "Bucket", {
      bucket: bucketName,
      forceDestroy,
      lifecycle: preventDestroy ? { preventDestroy } : undefined,
      dependsOn,
      provider,
      tags,
    });
    const bucket = atSynth(() => resource.bucket);
    const publicAccessBlock = new S3BucketPublicAccessBlock(this, "PublicAccessBlock", {
      bucket,
      ...BLOCK_PUBLIC_ACCESS,
      provider,
    });
    new S3BucketOwnershipControls(this, "Ownership", {
      bucket,
      rule: { objectOwnership: "BucketOwnerEnforced" },
      provider,
    });
    this.versioning = new S3BucketVersioningA(this, "Versioning", {
      bucket,
      versioningConfiguration: { status: "Enabled" },
      provider,
    });
    this.encrypt(bucket, key, provider);
    // Versioning must be on before a rule refers to versions.
    new S3BucketLifecycleConfiguration(this, "Lifecycle", {
      bucket,
      rule: lifecycleRules(lifecycle),
      dependsOn: [this.versioning],
      provider,
    });
    if (objectLock) this.lock(bucket, objectLock, provider);
    this.policyResource = this.createPolicy(bucket, provider);
    // S3 refuses two changes of a bucket's access at the same time.
    this.awaitResource(dependable(publicAccessBlock));
    if (accessLogs) this.logAccess(bucket, accessLogs, provider);
  }

  private encrypt(bucket: string, key: LogKey | undefined, provider?: TerraformProvider): void {
    const rule =
      key === undefined
        ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
        : {
            applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key.arn },
            bucketKeyEnabled: true,
          };
    new S3BucketServerSideEncryptionConfigurationA(this, "Encryption", { bucket, rule: [rule], provider });
  }

  /**
   * Does not set `object_lock_enabled` on the bucket, which would replace an existing bucket: S3 enables Object Lock
   * with its configuration, on any bucket that has versioning.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-configure.html
   */
  private lock(bucket: string, { mode, days, years }: ObjectLock, provider?: TerraformProvider): void {
    new S3BucketObjectLockConfigurationA(this, "ObjectLock", {
      bucket,
      rule: { defaultRetention: { mode, days, years } },
      dependsOn: [this.versioning],
      provider,
    });
  }

  private logAccess(bucket: string, { target, prefix }: AccessLogs, provider?: TerraformProvider): void {
    const targetPrefix = prefix ?? `${this.bucketName}/`;
    target.allowAccessLogsOf(this.arn, targetPrefix);
    this.sendsTo(target);
    new S3BucketLoggingA(this, "AccessLogging", {
      bucket,
      targetBucket: target.bucketName,
      targetPrefix,
      targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: "EventTime" } },
      dependsOn: awaitable(this, [target.policyResource]),
      provider,
    });
  }
}

function keyOf(encryption: BucketProps["encryption"]): LogKey | undefined {
  if (!isObject(encryption)) return undefined;
  return "key" in encryption ? encryption.key : { arn: encryption.kmsKeyArn };
}

/** What is no encryption, from callers without type checking, or not the ARN of a key. */
function encryptionProblem(encryption: BucketProps["encryption"]): Problem {
  if (encryption === "SSE-S3") return undefined;
  if (isObject(encryption) && "key" in encryption) return logKeyProblem("encryption.key", encryption.key);
  if (isObject(encryption)) return invalidArn("encryption.kmsKeyArn", encryption.kmsKeyArn, "kms", "key/");
  return `encryption must be { key }, { kmsKeyArn } or "SSE-S3", got ${shown(encryption)}`;
}

/**
 * S3 writes access logs to another bucket of the same account and Region only.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html
 */
function accessLogTargetProblem({ target }: AccessLogs): Problem {
  const isBucket = isObject(target) && "allowAccessLogsOf" in target;
  return !isBucket && `accessLogs.target must be a bucket of this app, got ${shown(target)}`;
}

function accessLogProblems({ bucketName, account, region }: BucketProps, { target }: AccessLogs): Problem[] {
  const { location } = target;
  return [
    target.bucketName === bucketName && `accessLogs.target must be another bucket, got "${bucketName}"`,
    location.account !== account && `accessLogs.target must be in account ${account}, got ${location.account}`,
    location.region !== region && `accessLogs.target must be in Region ${region}, got ${location.region}`,
  ];
}

const OPTIONS: KeysOf<BucketProps> = {
  accessLogs: { prefix: true, target: true },
  account: true,
  breakGlassRoles: "list",
  bucketName: true,
  deletionProtection: true,
  denySseS3: "flag",
  dependsOn: "list",
  encryption: (encryption) => ({
    alsoNamed: "list",
    ...("key" in encryption ? { key: () => NAMED_KEY_OPTIONS } : { kmsKeyArn: true }),
  }),
  forceDestroy: "flag",
  lifecycle: LIFECYCLE_OPTIONS,
  minimumTlsVersion: true,
  objectLock: OBJECT_LOCK_OPTIONS,
  onlyOrganizationId: true,
  onlyReaders: "list",
  onlyServicesWrite: "flag",
  preventDestroy: "flag",
  provider: true,
  region: true,
  requireKeyHeader: "flag",
  tags: true,
};
