import { s3In } from "../key";
import type { KeysOf } from "../known-options";
import {
  isAccountId,
  isBucketNameOfAnyAge,
  isOrganizationId,
  isRegion,
  isTrailPrefix,
  TRAIL_PREFIX,
  ORGANIZATION_ID,
} from "../limits/formats";
import { accountsFolder, LOG_KINDS } from "../log-keys";
import { partitionOf, type Statement } from "../policy";
import { invalidFormat, invalidArn, invalidRegion, type Problem } from "../validation";

/** Which log files of a bucket someone reads. */
export interface ReaderScope {
  /** The trail's S3 prefix. @default none */
  readonly prefix?: string;
  /** Id of the organization, for an organization trail, whose files are one folder deeper. @default none */
  readonly organizationId?: string;
  /** Accounts whose events are read. `"all"`: every account that delivers, or every account of `organizationId`. */
  readonly accounts: "all" | readonly string[];
  /** Regions whose events are read. @default "all" */
  readonly regions?: "all" | readonly string[];
}

export const SCOPE_OPTIONS: KeysOf<ReaderScope> = { accounts: true, organizationId: true, prefix: true, regions: true };

/** The same, with the bucket. */
export interface LogScope extends ReaderScope {
  readonly bucketName: string;
  /** Region of bucket and key. */
  readonly bucketRegion: string;
  readonly keyArn: string;
}

export const LOG_SCOPE_OPTIONS: KeysOf<LogScope> = {
  ...SCOPE_OPTIONS,
  bucketName: true,
  bucketRegion: true,
  keyArn: true,
};

export function scopeProblems(scope: LogScope): Problem[] {
  const { bucketName, bucketRegion, keyArn } = scope;
  return [
    invalidFormat("bucketName", bucketName, isBucketNameOfAnyAge, "the name of a bucket"),
    invalidRegion("bucketRegion", bucketRegion),
    invalidArn("keyArn", keyArn, "kms", "key/"),
    ...readerScopeProblems(scope),
  ];
}

export function readerScopeProblems({ prefix, accounts, regions, organizationId }: ReaderScope): Problem[] {
  return [
    prefix !== undefined && invalidFormat("prefix", prefix, isTrailPrefix, TRAIL_PREFIX),
    accounts.length === 0 && "accounts must name at least one account, got none",
    regions?.length === 0 && "regions must name at least one Region, got none",
    organizationId !== undefined && invalidFormat("organizationId", organizationId, isOrganizationId, ORGANIZATION_ID),
    ...listed(accounts).map((account) => invalidFormat("accounts", account, isAccountId, "12 digits")),
    ...listed(regions).map((region) => invalidFormat("regions", region, isRegion, 'Region codes like "eu-central-1"')),
  ];
}

/** Lists, reads and, through S3, decrypts the log, digest and Insights files in scope. Nothing else. */
export function readStatements(scope: LogScope): Statement[] {
  return [
    ...readBucketStatements(scope),
    {
      Sid: "DecryptLogsThroughS3",
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: scope.keyArn,
      Condition: { StringEquals: { "kms:ViaService": s3In(scope.bucketRegion) } },
    },
  ];
}

/** The part of it that concerns the bucket. */
export function readBucketStatements(scope: Omit<LogScope, "keyArn">): Statement[] {
  const bucketArn = `arn:${partitionOf(scope.bucketRegion)}:s3:::${scope.bucketName}`;
  const folders = logFolders(scope);
  return [
    {
      Sid: "ListParentFolders",
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: bucketArn,
      Condition: { StringLike: { "s3:prefix": parentsOf(scope) }, StringEquals: { "s3:delimiter": "/" } },
    },
    {
      Sid: "ListLogs",
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: bucketArn,
      Condition: { StringLike: { "s3:prefix": folders.map((folder) => `${folder}*`) } },
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
  ];
}

/**
 * An account is 12 characters. In a policy, "*" also matches slashes, and would include the folders of an organization.
 */
const ANY_ACCOUNT = "?".repeat(12);

/** `CloudTrail*` stands for CloudTrail, CloudTrail-Digest, CloudTrail-Insight and CloudTrail-NetworkActivity. */
function logFolders(scope: ReaderScope): string[] {
  const { accounts, regions = "all", organizationId } = scope;
  const root = accountsFolder(scope);
  const any = organizationId === undefined ? ANY_ACCOUNT : "*";
  const accountFolders = accounts === "all" ? [`${root}${any}/`] : accounts.map((account) => `${root}${account}/`);
  const regionFolders = regions === "all" ? [""] : regions.map((region) => `${region}/`);
  return accountFolders.flatMap((account) => regionFolders.map((region) => `${account}CloudTrail*/${region}`));
}

/** Folders to list on the way down to the log files, one level at a time. */
function parentsOf(scope: ReaderScope): string[] {
  const root = accountsFolder(scope);
  const accountFolders =
    scope.accounts === "all" ? [`${root}${ANY_ACCOUNT}/`] : scope.accounts.map((account) => `${root}${account}/`);
  // Written out for listing: in a policy, "*" also matches slashes, and "CloudTrail*" would list every Region below it.
  const kindFolders = accountFolders.flatMap((account) => LOG_KINDS.map((kind) => `${account}${kind}/`));
  return [
    ...(scope.accounts === "all" ? [root] : []),
    ...accountFolders,
    ...(listed(scope.regions).length > 0 ? kindFolders : []),
  ];
}

function listed(values: "all" | readonly string[] | undefined): readonly string[] {
  return values === "all" || values === undefined ? [] : values;
}
