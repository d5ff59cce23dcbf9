import { GetObjectCommand, HeadBucketCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { arnsIn, parseArn } from "../../../modules/policy";
import { awsClients, type AwsClients } from "../../aws/clients";
import { AwsReader } from "../../aws/reader";
import { escapeTerminal } from "../../render/escape";
import { UserError } from "../../framework/user-error";
import { CALL_LIMIT_MS, headerOf, isDenied, isMissing, limited, describeError } from "./calls";
import { logFolders } from "./folders";
import type { Target } from "./target";

/** As whom and where AWS is reached. */
export interface ConnectOptions {
  readonly region: string;
  readonly profile: string | undefined;
  readonly endpoint: string | undefined;
  /** Role to assume in an account, if any. */
  readonly roleIn: (account: string) => string | undefined;
  /** Role that reads the log files. @default the one of the archive account */
  readonly reader: string | undefined;
}

/** Everything that one must know of AWS before the first call that changes something. */
export interface Connection {
  /** Makes the calls that are to be recorded; in the bucket's Region. */
  readonly caller: AwsClients;
  /** Settings of the bucket and its account, as the caller reads them. */
  readonly settings: AwsReader;
  /** Reads the key, in its account. */
  readonly keeper: AwsReader;
  /** Reads the log files. */
  readonly reader: AwsClients;
  readonly callerArn: string;
  /** Account whose calls they are: their log files lie in its folder. */
  readonly account: string;
  readonly bucketRegion: string;
  readonly keyArn: string;
  readonly endpoint: string | undefined;
}

/** Finds out who one is, where the bucket is and which key it will be. Throws a `UserError` where that cannot be told. */
export async function connect(target: Target, options: ConnectOptions, signal: AbortSignal): Promise<Connection> {
  const { trail, logBucket } = target.environment;
  const { profile, endpoint, roleIn } = options;
  const clients = (account: string, region: string, roleArn = roleIn(account)) =>
    awsClients({ region, profile, endpoint, roleArn });
  const read = (from: AwsClients) => new AwsReader(from, signal, CALL_LIMIT_MS);
  const here = clients(trail.account, options.region);
  const identity = await must("sts:GetCallerIdentity", () => read(here).identity());
  const account = identity.Account ?? "";
  if (account !== trail.account && !trail.organizationTrail) {
    throw new UserError(
      `the credentials belong to account ${account}, the trail records ${trail.account}; give --role with one of its roles`,
    );
  }
  const bucketRegion = await regionOf(target.bucket, here, options.region, signal);
  const caller = clients(trail.account, bucketRegion);
  const settings = read(caller);
  const keyName = target.keyName ?? (await keyOfBucket(target, settings, bucketRegion)) ?? target.trailKeyName;
  if (keyName === undefined) {
    throw new UserError(`${target.bucket} names no key, and the trail's key has no alias; give --key`);
  }
  const key = parseArn(keyName);
  const keeper = read(clients(key?.account ?? logBucket.account, key?.region ?? bucketRegion));
  const described = await must(`kms:DescribeKey on ${keyName}`, () => keeper.key(keyName));
  const reader = clients(logBucket.account, logBucket.region, options.reader ?? roleIn(logBucket.account));
  await checkReading(target, reader, account, bucketRegion, signal);
  return {
    caller,
    settings,
    keeper,
    reader,
    callerArn: identity.Arn ?? "",
    account,
    bucketRegion,
    keyArn: described.KeyMetadata?.Arn ?? "",
    endpoint,
  };
}

/**
 * The key that the bucket's objects get by default: who may put objects may nearly always use it, which of the trail's
 * own key is not so. `undefined` where the bucket names none, or may not be asked.
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
  // A name without an account is one of the bucket's own.
  const arns = arnsIn({ account: environment.trail.account, region });
  return key.startsWith("alias/") ? arns.alias(key.slice("alias/".length)) : arns.key(key);
}

/** S3 names the Region of a bucket even where it refuses the rest. */
async function regionOf(bucket: string, { s3 }: AwsClients, region: string, signal: AbortSignal): Promise<string> {
  try {
    return (await s3.send(new HeadBucketCommand({ Bucket: bucket }), limited(signal))).BucketRegion ?? region;
  } catch (error) {
    if (isMissing(error))
      throw new UserError(`there is no bucket ${bucket}; give --bucket with one that the trail records`);
    const told = headerOf(error, "x-amz-bucket-region");
    if (told !== undefined && /^[a-z0-9-]+$/.test(told)) return told;
    throw refusal(`s3:ListBucket on ${bucket}`, error);
  }
}

/** Better now than after ten minutes of waiting: whoever looks for the records must list the logs and decrypt one. */
async function checkReading(
  { environment }: Target,
  { s3 }: AwsClients,
  account: string,
  region: string,
  signal: AbortSignal,
): Promise<void> {
  const Bucket = environment.logBucket.name;
  const now = new Date();
  const Prefix = logFolders(environment, account, [region], now, now).at(-1)!.prefix;
  const hint = "; give --reader with a role that reads the log files";
  const list = new ListObjectsV2Command({ Bucket, Prefix, MaxKeys: 1 });
  const page = await must(`s3:ListBucket on ${Bucket}`, () => s3.send(list, limited(signal)), hint);
  const Key = page.Contents?.[0]?.Key;
  if (Key === undefined) return;
  const get = new GetObjectCommand({ Bucket, Key, Range: "bytes=0-0" });
  const first = await must(`s3:GetObject and kms:Decrypt on ${Key}`, () => s3.send(get, limited(signal)), hint);
  await first.Body?.transformToByteArray();
}

async function must<Result>(action: string, call: () => Promise<Result>, hint = ""): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    throw refusal(action, error, hint);
  }
}

function refusal(action: string, error: unknown, hint = ""): UserError {
  const what = isDenied(error) ? `no permission for ${action}` : `${action} failed`;
  return new UserError(escapeTerminal(`${what}: ${describeError(error)}${isDenied(error) ? hint : ""}`));
}
