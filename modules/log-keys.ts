/**
 * Where CloudTrail puts its files in a bucket, and what it calls them.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
 */
export interface LogLayout {
  /** The trail's S3 prefix, without leading or trailing slashes. @default none */
  readonly prefix?: string | undefined;
  /** Id of the organization, for an organization trail, whose files are one folder deeper. @default none */
  readonly organizationId?: string | undefined;
}

export const LOG_KINDS = [
  "CloudTrail",
  "CloudTrail-Digest",
  "CloudTrail-Insight",
  "CloudTrail-NetworkActivity",
] as const;

export type LogKind = (typeof LOG_KINDS)[number];

/** The files of one kind that an account has in a Region. */
export interface LogSource {
  /** 12 digits. */
  readonly account: string;
  readonly kind: LogKind;
  readonly region: string;
}

/** `[prefix/]AWSLogs/`: the folder that all trails with this prefix share. */
export function logsFolder({ prefix = "" }: Pick<LogLayout, "prefix">): string {
  return `${prefix === "" ? "" : `${prefix}/`}AWSLogs/`;
}

/** `[prefix/]AWSLogs/[o-a1b2c3d4e5/]`, with a folder for each account. */
export function accountsFolder(layout: LogLayout): string {
  const { organizationId } = layout;
  return `${logsFolder(layout)}${organizationId === undefined ? "" : `${organizationId}/`}`;
}

/** `AWSLogs/111122223333/`, with a folder for each kind of file. */
export function accountFolder(layout: LogLayout, account: string): string {
  return `${accountsFolder(layout)}${account}/`;
}

/** `AWSLogs/111122223333/CloudTrail/eu-central-1/` */
export function regionFolder(layout: LogLayout, { account, kind, region }: LogSource): string {
  return `${accountFolder(layout, account)}${kind}/${region}/`;
}

/** `AWSLogs/111122223333/CloudTrail/eu-central-1/2026/01/31/`, of a day in UTC. */
export function dayFolder(layout: LogLayout, source: LogSource, day: Date): string {
  return `${regionFolder(layout, source)}${dated(day, "2026-01-31")}/`;
}

const DAY_MS = 24 * 60 * 60_000;

/** `folder/2026/01/31/`, for each day in UTC from one time to another, in milliseconds. */
export function dayFolders(folder: string, from: number, to: number): string[] {
  const days: string[] = [];
  for (let day = Math.floor(from / DAY_MS) * DAY_MS; day <= to; day += DAY_MS) {
    days.push(`${folder}${dated(new Date(day), "2026-01-31")}/`);
  }
  return days;
}

/** `folder/2026/01/`: the month before the one of a time, and that month. */
export function monthFolders(folder: string, time: number): string[] {
  const at = new Date(time);
  return [-1, 0].map((months) => {
    const month = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months));
    return `${folder}${dated(month, "2026-01")}/`;
  });
}

/** A date with slashes, as long as the sample. */
function dated(date: Date, sample: string): string {
  return date.toISOString().slice(0, sample.length).replaceAll("-", "/");
}

/** What the names of all files of a source begin with; a time follows. */
export function namePrefix({ account, kind, region }: LogSource): string {
  return `${account}_${kind}_${region}_`;
}

/** The same for one trail's digests: trails of an account may share a bucket, and each writes its own digests. */
export function digestNamePrefix(source: LogSource, trail: string, homeRegion: string): string {
  return `${namePrefix(source)}${trail}_${homeRegion}_`;
}

/** `20260131T2145Z`, the time in a log file's name. */
export function minuteStamp(at: Date): string {
  return `${compact(at, "2026-01-31T21:45".length)}Z`;
}

/** `20260131T214500Z`, the time in a digest's name. */
export function secondStamp(at: Date): string {
  return `${compact(at, "2026-01-31T21:45:00".length)}Z`;
}

function compact(at: Date, length: number): string {
  return at.toISOString().slice(0, length).replaceAll(/[-:]/g, "");
}

/** Whether an object key is that of a log file, a digest or another file of a trail, whatever its prefix. */
export function isLogKey(key: string): boolean {
  return /(^|\/)AWSLogs\/(o-[a-z0-9]+\/)?\d{12}\/CloudTrail/.test(key);
}

/** What the name of a log file or digest says. */
export interface NamedLog extends LogSource {
  /** Start of its interval, in UTC: `20260131`. Of a digest, the end. */
  readonly day: string;
}

const LOG_NAME = /(?:^|\/)(\d{12})_(CloudTrail(?:-[A-Za-z]+)?)_([a-z0-9-]+)_(?:[^/]*_)?(\d{8})T\d{4,6}Z[^/]*$/;

/** Reads the name of a log file or digest, with or without its folders. Undefined for other names. */
export function parseLogName(key: string): NamedLog | undefined {
  const [, account, kind, region, day] = LOG_NAME.exec(key) ?? [];
  const known = LOG_KINDS.find((one) => one === kind);
  if (account === undefined || known === undefined || region === undefined || day === undefined) return undefined;
  return { account, kind: known, region, day };
}

/** The service whose logs are in a folder of AWSLogs: `CloudTrail`, `Config`. Undefined outside such a folder. */
export function serviceFolderOf(key: string): string | undefined {
  return /(?:^|\/)AWSLogs\/(?:o-[a-z0-9]+\/)?\d{12}\/([^/]+)\//.exec(key)?.[1];
}

/** What the name of a digest says. Its trail's name is only in there. */
export interface NamedDigest {
  readonly account: string;
  /** Region of the log files. */
  readonly region: string;
  readonly trail: string;
  readonly homeRegion: string;
  /** End of its hour, in milliseconds. */
  readonly endsAt: number;
  /** Whether it names log files that were delivered late. These digests are a chain of their own. */
  readonly isBackfill: boolean;
}

const DIGEST_NAME =
  /(?:^|\/)(\d{12})_CloudTrail-Digest_([a-z0-9-]+)_([A-Za-z0-9._-]+)_([a-z0-9-]+)_\d{8}T\d{6}Z(_backfill)?\.json\.gz$/;

/** Reads the name of a digest, with or without its folders. Undefined for other names. */
export function parseDigestName(key: string): NamedDigest | undefined {
  const [, account, region, trail, homeRegion, backfill] = DIGEST_NAME.exec(key) ?? [];
  const endsAt = timeInName(key);
  if (account === undefined || region === undefined || trail === undefined || homeRegion === undefined)
    return undefined;
  if (endsAt === undefined) return undefined;
  return { account, region, trail, homeRegion, endsAt, isBackfill: backfill !== undefined };
}

/** The time in the name of a log file or digest, in milliseconds. Undefined for a name without a valid one. */
export function timeInName(key: string): number | undefined {
  const [, year, month, day, hour, minute, second = "00"] =
    /_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)?Z[^/]*$/.exec(key) ?? [];
  // JavaScript would take a text without numbers for a time in 2000.
  if (year === undefined) return undefined;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time) ? undefined : time;
}

/** Where a file of CloudTrail is, by its folders. */
export interface LogPlace {
  /** `AWSLogs/111122223333/`, with what is before it. */
  readonly accountFolder: string;
  readonly account: string;
  /** `CloudTrail`, `CloudTrail-Digest` or another kind. */
  readonly kind: string;
  readonly region: string;
}

/** Reads the folders of a log file or digest. Undefined outside a Region's folder of CloudTrail. */
export function placeOfLog(key: string): LogPlace | undefined {
  const [, accountFolder, account, kind, region] =
    /^((?:.*\/)?AWSLogs\/(?:o-[a-z0-9]+\/)?(\d{12})\/)(CloudTrail(?:-[A-Za-z]+)?)\/([a-z0-9-]+)\/./.exec(key) ?? [];
  if (accountFolder === undefined || account === undefined || kind === undefined || region === undefined)
    return undefined;
  return { accountFolder, account, kind, region };
}

/** What a folder says about the files below it. Undefined parts are of deeper folders. */
export interface LogFolder {
  readonly account: string | undefined;
  /** `CloudTrail`, or what another service calls its folder. */
  readonly kind: string | undefined;
  readonly region: string | undefined;
  /** What follows the Region: a part of year, month and day. */
  readonly rest: string;
}

const FOLDER = /(?:^|\/)AWSLogs\/(?:o-[a-z0-9]+\/)?(?:(\d{12})\/(?:([^/]+)\/(?:([^/]+)\/(.*))?)?)?$/;

/** Reads a folder, with a slash at its end. */
export function parseLogFolder(folder: string): LogFolder {
  const [, account, kind, region, rest = ""] = FOLDER.exec(folder) ?? [];
  return { account, kind, region, rest };
}

/** Whether a folder is below one that is called AWSLogs. */
export function isBelowLogs(folder: string): boolean {
  return /(^|\/)AWSLogs\//.test(folder);
}

/**
 * Whether a folder is one of VPC flow logs that Hive understands.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-path.html
 */
export function isFlowLogFolder(folder: string): boolean {
  return /(^|\/)AWSLogs\/aws-account-id=\d{12}\/aws-service=vpcflowlogs\/$/.test(folder);
}
