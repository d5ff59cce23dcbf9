import { s3In } from "../key";
import { arnsIn, dnsSuffixOf, type Location, type Statement } from "../policy";

export type PushNames = ReturnType<typeof pushNames>;

/** Names and ARNs that derive from the configuration, so that policies can name what does not exist yet. */
export function pushNames(name: string, location: Location) {
  const arns = arnsIn(location);
  const logGroupName = `/aws/kinesisfirehose/${name}`;
  return {
    streamName: name,
    streamArn: `arn:${arns.partition}:firehose:${location.region}:${location.account}:deliverystream/${name}`,
    streamRole: `${name}-stream`,
    logsRole: `${name}-logs`,
    logGroupName,
    logGroupArn: arns.logGroup(logGroupName),
  };
}

/** @see https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#firehose-assume-role */
export function trustFirehose({ account }: Location): Statement {
  return {
    Sid: "StreamTakesRole",
    Effect: "Allow",
    Principal: { Service: "firehose.amazonaws.com" },
    Action: "sts:AssumeRole",
    Condition: { StringEquals: { "sts:ExternalId": account } },
  };
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html#FirehoseExample */
export function trustLogs(location: Location): Statement {
  const { account, region } = location;
  return {
    Sid: "LogGroupTakesRole",
    Effect: "Allow",
    Principal: { Service: "logs.amazonaws.com" },
    Action: "sts:AssumeRole",
    Condition: { StringLike: { "aws:SourceArn": `arn:${arnsIn(location).partition}:logs:${region}:${account}:*` } },
  };
}

export function logsSend(streamArn: string): Statement {
  return {
    Sid: "PushEvents",
    Effect: "Allow",
    Action: ["firehose:PutRecord", "firehose:PutRecordBatch"],
    Resource: streamArn,
  };
}

interface Work {
  readonly location: Location;
  readonly names: PushNames;
  readonly bucketArn: string;
  readonly keyArn: string;
  readonly secretArn: string;
  readonly secretKeyArn: string | undefined;
}

/** What the stream does: read its token, keep what was not accepted, say why. */
export function streamWorks({ location, names, bucketArn, keyArn, secretArn, secretKeyArn }: Work): Statement[] {
  const through = (service: string) => `${service}.${location.region}.${dnsSuffixOf(location.region)}`;
  const decryptsToken: Statement = {
    Sid: "DecryptToken",
    Effect: "Allow",
    Action: "kms:Decrypt",
    Resource: secretKeyArn,
    Condition: { StringEquals: { "kms:ViaService": through("secretsmanager") } },
  };
  return [
    { Sid: "ReadToken", Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: secretArn },
    ...(secretKeyArn === undefined ? [] : [decryptsToken]),
    {
      Sid: "FindFailures",
      Effect: "Allow",
      Action: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
      Resource: bucketArn,
    },
    {
      Sid: "WriteFailures",
      Effect: "Allow",
      Action: ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
      Resource: `${bucketArn}/*`,
    },
    {
      Sid: "EncryptFailuresThroughS3",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: keyArn,
      Condition: { StringEquals: { "kms:ViaService": s3In(location.region) } },
    },
    { Sid: "LogErrors", Effect: "Allow", Action: "logs:PutLogEvents", Resource: `${names.logGroupArn}:*` },
  ];
}
