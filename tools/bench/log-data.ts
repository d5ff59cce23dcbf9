import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { dayFolder, minuteStamp, namePrefix, type LogSource } from "../../modules/log-keys";

/** What the searches of the bench look for. */
export const NEEDLE = "contractor-break-glass";

const ACCOUNT = "111122223333";
const REGIONS = ["eu-central-1", "us-east-1", "eu-west-1"];
const START = Date.parse("2026-03-01T00:00:00Z");
const INTERVAL_MS = 5 * 60_000;
const ROLES = ["web-reports", "deployer", "data-pipeline", "api-backend", "batch-loader"];

export interface LogData {
  readonly files: number;
  readonly recordsPerFile: number;
}

/** Writes log files of one trail, the same ones on every run, below `folder`. Returns the unpacked size in bytes. */
export function writeLogs(folder: string, { files, recordsPerFile }: LogData): number {
  const random = generator(20260301);
  let bytes = 0;
  for (let index = 0; index < files; index += 1) {
    const region = REGIONS[index % REGIONS.length]!;
    const at = new Date(START + Math.floor(index / REGIONS.length) * INTERVAL_MS);
    const records = Array.from({ length: recordsPerFile }, (_, number) => record(region, at, random, index, number));
    const json = JSON.stringify({ Records: records });
    bytes += json.length;
    const source: LogSource = { account: ACCOUNT, kind: "CloudTrail", region };
    const name = `${namePrefix(source)}${minuteStamp(at)}_${text(random, 16)}.json.gz`;
    const path = join(folder, dayFolder({}, source, at), name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, gzipSync(json));
  }
  return bytes;
}

/** Makes the records of one log file after the other, the same ones on every run. */
export function recordMaker(recordsPerFile: number): (region: string, at: Date) => object[] {
  const random = generator(20260301);
  let file = 0;
  return (region, at) => {
    file += 1;
    return Array.from({ length: recordsPerFile }, (_, number) => record(region, at, random, file, number));
  };
}

type Random = () => number;

/** Numbers from 0 to 1 that are the same on every run. */
function generator(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function record(region: string, at: Date, random: Random, file: number, number: number) {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  const isRare = file % 75 === 7 && number === 5;
  const role = isRare ? NEEDLE : pick(ROLES);
  const session = `${role}-${Math.floor(random() * 200)}`;
  const isKms = random() < 0.2;
  const key = `arn:aws:kms:${region}:${ACCOUNT}:key/0f0e0d0c-1111-4222-a333-0123456789ab`;
  const object = `reports/2026/03/${Math.floor(random() * 1000)}/part-${text(random, 12)}.parquet`;
  const denied = random() < 0.03;
  return {
    eventVersion: "1.11",
    userIdentity: {
      type: "AssumedRole",
      principalId: `AROA${text(random, 16).toUpperCase()}:${session}`,
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${session}`,
      accountId: ACCOUNT,
      accessKeyId: `ASIA${text(random, 16).toUpperCase()}`,
      sessionContext: {
        sessionIssuer: {
          type: "Role",
          principalId: `AROA${text(random, 16).toUpperCase()}`,
          arn: `arn:aws:iam::${ACCOUNT}:role/${role}`,
          accountId: ACCOUNT,
          userName: role,
        },
        attributes: { creationDate: at.toISOString(), mfaAuthenticated: "false" },
      },
    },
    eventTime: new Date(at.getTime() + Math.floor(random() * INTERVAL_MS)).toISOString().replace(/\.\d+/, ""),
    eventSource: isKms ? "kms.amazonaws.com" : "s3.amazonaws.com",
    eventName: isKms
      ? pick(["Decrypt", "GenerateDataKey"])
      : pick(["GetObject", "PutObject", "HeadObject", "ListObjects"]),
    awsRegion: region,
    sourceIPAddress: `203.0.113.${Math.floor(random() * 255)}`,
    userAgent:
      "[aws-sdk-java/2.25.11 Linux/5.10.210-201.852.amzn2.x86_64 OpenJDK_64-Bit_Server_VM/17.0.10+7-LTS Java/17.0.10]",
    ...(denied && { errorCode: "AccessDenied", errorMessage: "Access Denied" }),
    requestParameters: isKms
      ? {
          encryptionContext: { "aws:s3:arn": `arn:aws:s3:::example-customer-data/${object}` },
          encryptionAlgorithm: "SYMMETRIC_DEFAULT",
        }
      : { bucketName: "example-customer-data", Host: `example-customer-data.s3.${region}.amazonaws.com`, key: object },
    responseElements: null,
    additionalEventData: {
      SignatureVersion: "SigV4",
      CipherSuite: "TLS_AES_128_GCM_SHA256",
      bytesTransferredIn: 0,
      AuthenticationMethod: "AuthHeader",
      "x-amz-id-2": text(random, 76),
      bytesTransferredOut: Math.floor(random() * 1e6),
    },
    requestID: text(random, 16).toUpperCase(),
    eventID: uuid(random),
    readOnly: true,
    resources: isKms
      ? [{ accountId: ACCOUNT, type: "AWS::KMS::Key", ARN: key }]
      : [
          { type: "AWS::S3::Object", ARN: `arn:aws:s3:::example-customer-data/${object}` },
          { accountId: ACCOUNT, type: "AWS::S3::Bucket", ARN: "arn:aws:s3:::example-customer-data" },
        ],
    eventType: "AwsApiCall",
    managementEvent: isKms,
    recipientAccountId: ACCOUNT,
    eventCategory: isKms ? "Management" : "Data",
    tlsDetails: {
      tlsVersion: "TLSv1.3",
      cipherSuite: "TLS_AES_128_GCM_SHA256",
      clientProvidedHostHeader: `example-customer-data.s3.${region}.amazonaws.com`,
    },
  };
}

const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

function text(random: Random, length: number): string {
  let result = "";
  for (let at = 0; at < length; at += 1) result += LETTERS[Math.floor(random() * LETTERS.length)]!;
  return result;
}

function uuid(random: Random): string {
  const hex = (length: number) => Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join("");
  return `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
}
