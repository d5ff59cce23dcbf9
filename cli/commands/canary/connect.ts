import { arnsIn, parseArn } from "../../../modules/policy";
import { closeClients, type AwsClients } from "../../aws/clients";
import { clientsFor, identityOf, noIdentity, wrongAccount, type AccessOptions } from "../../aws/connect";
import type { AwsFailure } from "../../aws/errors";
import { S3Objects } from "../../aws/objects";
import { AwsReader } from "../../aws/reader";
import { UserError } from "../../framework/user-error";
import { escapeTerminal } from "../../render/escape";
import { logFolders } from "./folders";
import type { Target } from "./target";

/** Limit for a single call, after which the connection counts as lost. */
export const CALL_LIMIT_MS = 30_000;

export interface ConnectOptions extends AccessOptions {
  readonly region: string;
  /** Role that reads the log files. @default the role of the archive account */
  readonly reader: string | undefined;
}

/** Everything that a run must know about AWS before the first call that changes something. */
export interface Connection {
  /** Makes the calls that the trail must record, in the bucket's Region. */
  readonly objects: S3Objects;
  /** Reads settings of the bucket and its account. */
  readonly settings: AwsReader;
  /** Reads the key, in its account. */
  readonly keys: AwsReader;
  /** Reads the log files. */
  readonly logs: S3Objects;
  readonly callerArn: string;
  /** Account of the caller, whose folder has the log files. */
  readonly account: string;
  readonly bucketRegion: string;
  readonly keyArn: string;
  readonly endpoint: string | undefined;
  readonly end: () => void;
}

/** Finds the caller, the bucket's Region and the key. Throws a `UserError` if AWS does not reveal them. */
export async function connect(target: Target, options: ConnectOptions, signal: AbortSignal): Promise<Connection> {
  const opened: AwsClients[] = [];
  const end = () => opened.forEach(closeClients);
  const open = (account: string, region: string, roleArn?: string) => {
    const clients = clientsFor({ account, region }, options, roleArn);
    opened.push(clients);
    return clients;
  };
  try {
    return { ...(await find(target, options, open, signal)), end };
  } catch (error) {
    end();
    throw error;
  }
}

async function find(
  target: Target,
  options: ConnectOptions,
  open: (account: string, region: string, roleArn?: string) => AwsClients,
  signal: AbortSignal,
): Promise<Omit<Connection, "end">> {
  const { name, trail, logBucket } = target.environment;
  const { endpoint } = options;
  const readerOf = (clients: AwsClients) => new AwsReader(clients, signal, CALL_LIMIT_MS);
  const home = open(trail.account, options.region);
  const caller = await identityOf(readerOf(home)).catch((failure: AwsFailure) => {
    throw noIdentity(failure, endpoint);
  });
  if (caller.account !== trail.account && !trail.organizationTrail) {
    throw wrongAccount(caller.account, name, trail.account);
  }
  const bucketRegion = (await regionOf(target.bucket, home, signal)) ?? options.region;
  const inBucketRegion = open(trail.account, bucketRegion);
  const settings = readerOf(inBucketRegion);
  const keyName = target.keyName ?? (await keyOfBucket(target, settings, bucketRegion)) ?? target.trailKeyName;
  if (keyName === undefined) {
    throw new UserError(`${target.bucket} names no key, and the trail's key has no alias; give --key`);
  }
  const key = parseArn(keyName);
  const keys = readerOf(open(key?.account ?? logBucket.account, key?.region ?? bucketRegion));
  const { KeyMetadata } = await required(`kms:DescribeKey on ${keyName}`, keys.key(keyName));
  const logs = new S3Objects(open(logBucket.account, logBucket.region, options.reader).s3, CALL_LIMIT_MS);
  await checkReading(target, logs, caller.account, bucketRegion, signal);
  return {
    objects: new S3Objects(inBucketRegion.s3, CALL_LIMIT_MS),
    settings,
    keys,
    logs,
    callerArn: caller.arn,
    account: caller.account,
    bucketRegion,
    keyArn: KeyMetadata?.Arn ?? "",
    endpoint,
  };
}

/**
 * The default key of the bucket's objects: anyone who may upload to the bucket may usually use it, unlike the trail's own
 * key. Undefined if the bucket has none, or the caller may not read its settings.
 */
async function keyOfBucket(
  { bucket, environment }: Target,
  settings: AwsReader,
  region: string,
): Promise<string | undefined> {
  const answer = await settings.encryption(bucket).catch(() => undefined);
  const [rule] = answer?.ServerSideEncryptionConfiguration?.Rules ?? [];
  const key = rule?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID;
  if (key === undefined || parseArn(key)) return key;
  // A name without an account is a key of the bucket's account.
  const arns = arnsIn({ account: environment.trail.account, region });
  return key.startsWith("alias/") ? arns.alias(key.slice("alias/".length)) : arns.key(key);
}

async function regionOf(bucket: string, { s3 }: AwsClients, signal: AbortSignal): Promise<string | undefined> {
  return new S3Objects(s3, CALL_LIMIT_MS).regionOf(bucket, signal).catch((failure: AwsFailure) => {
    if (failure.kind !== "missing") throw refusal(`s3:ListBucket on ${bucket}`, failure);
    throw new UserError(`the bucket ${bucket} does not exist; give --bucket with one that the trail records`);
  });
}

/** Checks, before anything is uploaded and awaited, that the reader can list the log files and decrypt one. */
async function checkReading(
  { environment }: Target,
  logs: S3Objects,
  account: string,
  region: string,
  signal: AbortSignal,
): Promise<void> {
  const Bucket = environment.logBucket.name;
  const now = new Date();
  const Prefix = logFolders(environment, account, [region], now, now).at(-1)!.prefix;
  const hint = "; give --reader with a role that reads the log files";
  const page = await required(`s3:ListBucket on ${Bucket}`, logs.page({ Bucket, Prefix, MaxKeys: 1 }, signal), hint);
  const Key = page.Contents?.[0]?.Key;
  if (Key === undefined) return;
  const firstByte = logs.get({ Bucket, Key, Range: "bytes=0-0" }, Infinity, signal);
  await required(`s3:GetObject and kms:Decrypt on ${Key}`, firstByte, hint);
}

/** Waits for a call without which the run cannot start. */
function required<Result>(action: string, call: Promise<Result>, hint = ""): Promise<Result> {
  return call.catch((failure: AwsFailure) => {
    throw refusal(action, failure, hint);
  });
}

function refusal(action: string, { kind, message }: AwsFailure, hint = ""): UserError {
  const isDenied = kind === "denied";
  const what = isDenied ? `no permission for ${action}` : `${action} failed`;
  return new UserError(escapeTerminal(`${what}: ${message}${isDenied ? hint : ""}`));
}
