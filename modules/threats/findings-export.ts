import type { TerraformProvider } from "cdktf";
import { GuarddutyPublishingDestination } from "@cdktf/provider-aws/lib/guardduty-publishing-destination";
import { Construct } from "constructs";
import { Bucket, type BucketProps } from "../bucket";
import { LIFECYCLE_OPTIONS } from "../bucket/lifecycle-rules";
import { OBJECT_LOCK_OPTIONS } from "../bucket/object-lock";
import { Key } from "../key";
import type { KeysOf } from "../known-options";
import { arnsIn, partitionOf, type Location, type Statement } from "../policy";
import type { Principal } from "../principal";
import type { Tags } from "../tags";

export interface FindingsExportOptions extends Pick<
  BucketProps,
  "accessLogs" | "breakGlassRoles" | "forceDestroy" | "lifecycle" | "objectLock" | "preventDestroy"
> {
  /** Name of the bucket, and alias of its key. A detector needs a bucket of its own. */
  readonly bucketName: string;
  /** IAM ARNs or roles of this app that administer the key. @default those whom IAM allows */
  readonly keyAdministrators?: readonly Principal[];
  /** IAM ARNs or roles of this app, in the account, that decrypt the findings, if IAM lets them read. @default nobody */
  readonly readers?: readonly Principal[];
}

export interface FindingsExportProps extends FindingsExportOptions, Location {
  readonly detector: { readonly id: string; readonly arn: string };
  readonly provider: TerraformProvider | undefined;
  readonly tags: Tags | undefined;
}

/**
 * Regions that every account has from the start. In others GuardDuty acts under the Region's name.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_exportfindings.html
 * @see https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
 */
const DEFAULT_REGIONS: readonly string[] = [
  ...["us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "sa-east-1"],
  ...["eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "ap-south-1"],
  ...["ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-southeast-1", "ap-southeast-2"],
];

/**
 * A bucket and a key for the findings of one detector. Not the log bucket, whose policy is about trails alone. Only
 * `readers` decrypt the findings.
 */
export class FindingsExport extends Construct {
  readonly key: Key;
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, props: FindingsExportProps) {
    super(scope, id);
    const { account, region, bucketName, detector, keyAdministrators, readers = [], ...others } = props;
    const { provider, tags, ...options } = others;
    const { preventDestroy = !options.forceDestroy } = options;
    const service = guardDutyIn(region);
    const here = { account, region, preventDestroy, provider, tags };
    this.key = new Key(this, "Key", {
      ...here,
      aliases: [bucketName],
      description: `Encrypts the findings in ${bucketName}`,
      administrators: keyAdministrators,
    });
    this.key.allowService({
      sid: "GuardDutyEncryptsFindings",
      service,
      actions: ["kms:GenerateDataKey"],
      sourceArns: [detector.arn],
      sourceAccount: account,
    });
    if (readers.length > 0) this.key.allowObjectReaders(arnsIn({ account, region }).bucket(bucketName), ...readers);
    this.bucket = new Bucket(this, "Bucket", {
      ...options,
      ...here,
      bucketName,
      encryption: { key: this.key },
      // GuardDuty names the key with each object.
      denySseS3: true,
      onlyServicesWrite: true,
      dependsOn: [this.key.policyResource],
    });
    exportStatements(this.bucket.arn, service, detector.arn, account).forEach((one) => this.bucket.addStatement(one));
    // GuardDuty tests the bucket and the key when the destination is created.
    new GuarddutyPublishingDestination(this, "Destination", {
      detectorId: detector.id,
      destinationArn: this.bucket.arn,
      kmsKeyArn: this.key.arn,
      dependsOn: [this.bucket.policyResource, this.key.policyResource],
      provider,
    });
  }
}

function guardDutyIn(region: string): string {
  const isOptIn = partitionOf(region) === "aws" && !DEFAULT_REGIONS.includes(region);
  return isOptIn ? `guardduty.${region}.amazonaws.com` : "guardduty.amazonaws.com";
}

function exportStatements(bucketArn: string, service: string, detectorArn: string, account: string): Statement[] {
  const ofDetector = {
    Effect: "Allow",
    Principal: { Service: service },
    Condition: { StringEquals: { "aws:SourceAccount": account, "aws:SourceArn": detectorArn } },
  } as const;
  return [
    { ...ofDetector, Sid: "GuardDutyLocatesBucket", Action: "s3:GetBucketLocation", Resource: bucketArn },
    { ...ofDetector, Sid: "GuardDutyWritesFindings", Action: "s3:PutObject", Resource: `${bucketArn}/*` },
  ];
}

export const EXPORT_OPTIONS: KeysOf<FindingsExportOptions> = {
  accessLogs: { prefix: true, target: true },
  breakGlassRoles: "list",
  bucketName: true,
  forceDestroy: "flag",
  keyAdministrators: "list",
  lifecycle: LIFECYCLE_OPTIONS,
  objectLock: OBJECT_LOCK_OPTIONS,
  preventDestroy: "flag",
  readers: "list",
};
