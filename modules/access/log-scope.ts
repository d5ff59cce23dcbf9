import { viaS3 } from "../key";
import { isAccountId, isOrganizationId, isRegion } from "../limits";
import { partitionOf, type Statement } from "../policy";
import { malformed, type Problem } from "../problems";

/** Which log files someone reads. */
export interface LogScope {
  readonly bucketName: string;
  /** Region of bucket and key. */
  readonly bucketRegion: string;
  readonly keyArn: string;
  /** The trail's S3 prefix. @default none */
  readonly prefix?: string;
  /** Set for an organization trail, whose files lie a folder deeper. @default none */
  readonly organizationId?: string;
  /** Accounts whose events are read; `"all"` with `organizationId` only. */
  readonly accounts: "all" | readonly string[];
  /** Regions whose events are read. @default "all" */
  readonly regions?: "all" | readonly string[];
}

export function scopeProblems({ accounts, regions, organizationId }: LogScope): Problem[] {
  return [
    accounts === "all" && organizationId === undefined && 'accounts must be listed without organizationId, got "all"',
    accounts.length === 0 && "accounts must name at least one account, got none",
    regions?.length === 0 && "regions must name at least one Region, got none",
    organizationId !== undefined &&
      malformed("organizationId", organizationId, isOrganizationId, 'an organization id like "o-a1b2c3d4e5"'),
    ...listed(accounts).map((account) => malformed("accounts", account, isAccountId, "12 digits")),
    ...listed(regions).map((region) => malformed("regions", region, isRegion, 'Region codes like "eu-central-1"')),
  ];
}

/** Lists, reads and, through S3, decrypts the log, digest and Insights files in scope. Nothing else. */
export function readStatements(scope: LogScope): Statement[] {
  const bucketArn = `arn:${partitionOf(scope.bucketRegion)}:s3:::${scope.bucketName}`;
  const folders = logFolders(scope);
  return [
    {
      Sid: "ListLogs",
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: bucketArn,
      Condition: { StringLike: { "s3:prefix": [...parentsOf(scope), ...folders.map((folder) => `${folder}*`)] } },
    },
    {
      Sid: "LocateBucket",
      Effect: "Allow",
      Action: "s3:GetBucketLocation",
      Resource: bucketArn,
    },
    {
      Sid: "ReadLogs",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:GetObjectVersion"],
      Resource: folders.map((folder) => `${bucketArn}/${folder}*`),
    },
    {
      Sid: "DecryptLogsThroughS3",
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: scope.keyArn,
      Condition: { StringEquals: { "kms:ViaService": viaS3(scope.bucketRegion) } },
    },
  ];
}

/** `CloudTrail*` stands for CloudTrail, CloudTrail-Digest, CloudTrail-Insight and CloudTrail-NetworkActivity. */
function logFolders(scope: LogScope): string[] {
  const { accounts, regions = "all" } = scope;
  const root = rootOf(scope);
  const accountFolders = accounts === "all" ? [`${root}*/`] : accounts.map((account) => `${root}${account}/`);
  const regionFolders = regions === "all" ? [""] : regions.map((region) => `${region}/`);
  return accountFolders.flatMap((account) => regionFolders.map((region) => `${account}CloudTrail*/${region}`));
}

/** Folders that one lists on the way down. Their names tell of accounts in scope only. */
function parentsOf(scope: LogScope): string[] {
  const root = rootOf(scope);
  if (scope.accounts === "all") return [root, `${root}*/`];
  return scope.accounts.flatMap((account) => [`${root}${account}/`, `${root}${account}/CloudTrail*/`]);
}

function rootOf({ prefix, organizationId }: LogScope): string {
  return `${prefix === undefined ? "" : `${prefix}/`}AWSLogs/${organizationId === undefined ? "" : `${organizationId}/`}`;
}

function listed(values: "all" | readonly string[] | undefined): readonly string[] {
  return values === "all" || values === undefined ? [] : values;
}
