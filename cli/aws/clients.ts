/* oxlint-disable typescript/no-require-imports -- the clients take longer to load than many a command runs: each is
   loaded when it is used. */
import type * as Athena from "@aws-sdk/client-athena";
import type * as CloudTrail from "@aws-sdk/client-cloudtrail";
import type * as CloudWatch from "@aws-sdk/client-cloudwatch";
import type * as CloudWatchLogs from "@aws-sdk/client-cloudwatch-logs";
import type * as EventBridge from "@aws-sdk/client-eventbridge";
import type * as Glue from "@aws-sdk/client-glue";
import type * as GuardDuty from "@aws-sdk/client-guardduty";
import type * as IAM from "@aws-sdk/client-iam";
import type * as KMS from "@aws-sdk/client-kms";
import type * as Lambda from "@aws-sdk/client-lambda";
import type * as Organizations from "@aws-sdk/client-organizations";
import type * as S3 from "@aws-sdk/client-s3";
import type * as S3Control from "@aws-sdk/client-s3-control";
import type * as SNS from "@aws-sdk/client-sns";
import type * as SQS from "@aws-sdk/client-sqs";
import type * as STS from "@aws-sdk/client-sts";
import { fromNodeProviderChain, fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import { UserError } from "../framework/user-error";
import { checkProfile } from "./profiles";

/** Region, credentials and endpoint of clients. */
export interface AwsOptions {
  readonly region: string;
  /** Profile of the shared configuration files. @default the usual credential chain */
  readonly profile?: string | undefined;
  /** ARN of a role to assume. @default none */
  readonly roleArn?: string | undefined;
  /** Emulator that receives every call instead of AWS. @default AWS */
  readonly endpoint?: string | undefined;
}

/** One client per service, for one account and Region. Each is made when it is used. */
export interface AwsClients {
  readonly athena: Athena.AthenaClient;
  readonly cloudTrail: CloudTrail.CloudTrailClient;
  readonly cloudWatch: CloudWatch.CloudWatchClient;
  readonly events: EventBridge.EventBridgeClient;
  readonly glue: Glue.GlueClient;
  readonly guardDuty: GuardDuty.GuardDutyClient;
  readonly iam: IAM.IAMClient;
  readonly kms: KMS.KMSClient;
  readonly lambda: Lambda.LambdaClient;
  readonly logs: CloudWatchLogs.CloudWatchLogsClient;
  readonly organizations: Organizations.OrganizationsClient;
  readonly s3: S3.S3Client;
  readonly s3Control: S3Control.S3ControlClient;
  readonly sns: SNS.SNSClient;
  readonly sqs: SQS.SQSClient;
  readonly sts: STS.STSClient;
}

// The warning is about later versions of the SDK; package-lock.json installs one that supports this Node.js.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";

const SILENT = { debug: ignore, info: ignore, warn: ignore, error: ignore };

function ignore(): void {}

/** Attempts of one call, with the SDK's own backoff, which distinguishes throttling from other failures. */
const MAX_ATTEMPTS = 4;

/**
 * The settings of every client. Throws a `UserError` if only an environment variable names an endpoint, since an emulator
 * would pass for AWS, and if no configuration file has the profile.
 */
export function clientSettings({ region, profile, roleArn, endpoint }: AwsOptions) {
  const named = Object.keys(process.env).find((name) => /^AWS_ENDPOINT_URL(_|$)/.test(name) && process.env[name]);
  if (endpoint === undefined && named !== undefined) {
    throw new UserError(`${named} is set: give the endpoint with --endpoint, or unset it to use AWS`);
  }
  // An `endpoint_url` in a profile would silently make an emulator pass for AWS. Only --endpoint may name one.
  process.env["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "true";
  checkProfile(profile);
  // The logger drops a warning that AWS_PROFILE, which --profile stands for, takes precedence over access keys.
  const own = fromNodeProviderChain(profile === undefined ? {} : { profile, logger: SILENT });
  const credentials =
    roleArn === undefined
      ? own
      : fromTemporaryCredentials({
          masterCredentials: own,
          params: { RoleArn: roleArn, RoleSessionName: "audit-trail" },
          clientConfig: { region, ...(endpoint !== undefined && { endpoint }) },
        });
  return { region, credentials, maxAttempts: MAX_ATTEMPTS, ...(endpoint !== undefined && { endpoint }) };
}

/** Throws a `UserError` as `clientSettings` does. */
export function awsClients(options: AwsOptions): AwsClients {
  const shared = clientSettings(options);
  return lazily<AwsClients>({
    athena: () => {
      const { AthenaClient } = require("@aws-sdk/client-athena") as typeof Athena;
      return new AthenaClient(shared);
    },
    cloudTrail: () => {
      const { CloudTrailClient } = require("@aws-sdk/client-cloudtrail") as typeof CloudTrail;
      return new CloudTrailClient(shared);
    },
    cloudWatch: () => {
      const { CloudWatchClient } = require("@aws-sdk/client-cloudwatch") as typeof CloudWatch;
      return new CloudWatchClient(shared);
    },
    events: () => {
      const { EventBridgeClient } = require("@aws-sdk/client-eventbridge") as typeof EventBridge;
      return new EventBridgeClient(shared);
    },
    glue: () => {
      const { GlueClient } = require("@aws-sdk/client-glue") as typeof Glue;
      return new GlueClient(shared);
    },
    guardDuty: () => {
      const { GuardDutyClient } = require("@aws-sdk/client-guardduty") as typeof GuardDuty;
      return new GuardDutyClient(shared);
    },
    iam: () => {
      const { IAMClient } = require("@aws-sdk/client-iam") as typeof IAM;
      return new IAMClient(shared);
    },
    kms: () => {
      const { KMSClient } = require("@aws-sdk/client-kms") as typeof KMS;
      return new KMSClient(shared);
    },
    lambda: () => {
      const { LambdaClient } = require("@aws-sdk/client-lambda") as typeof Lambda;
      return new LambdaClient(shared);
    },
    logs: () => {
      const { CloudWatchLogsClient } = require("@aws-sdk/client-cloudwatch-logs") as typeof CloudWatchLogs;
      return new CloudWatchLogsClient(shared);
    },
    organizations: () => {
      const { OrganizationsClient } = require("@aws-sdk/client-organizations") as typeof Organizations;
      return new OrganizationsClient(shared);
    },
    s3: () => {
      const { S3Client } = require("@aws-sdk/client-s3") as typeof S3;
      // The address of an emulator cannot have a bucket name before the host.
      return new S3Client({ ...shared, forcePathStyle: options.endpoint !== undefined });
    },
    s3Control: () => {
      const { S3ControlClient } = require("@aws-sdk/client-s3-control") as typeof S3Control;
      return atAddress(new S3ControlClient(shared), shared);
    },
    sns: () => {
      const { SNSClient } = require("@aws-sdk/client-sns") as typeof SNS;
      return new SNSClient(shared);
    },
    sqs: () => {
      const { SQSClient } = require("@aws-sdk/client-sqs") as typeof SQS;
      return new SQSClient(shared);
    },
    sts: () => {
      const { STSClient } = require("@aws-sdk/client-sts") as typeof STS;
      return new STSClient(shared);
    },
  });
}

type Makers<Values> = { readonly [Name in keyof Values]: () => Values[Name] };

/** An object whose properties are made when they are first read. */
function lazily<Values extends object>(makers: Makers<Values>): Values {
  const values = {} as Values;
  for (const name of Object.keys(makers) as (keyof Values)[]) {
    const get = () => {
      const value = makers[name]();
      Object.defineProperty(values, name, { value, enumerable: true });
      return value;
    };
    Object.defineProperty(values, name, { get, enumerable: true, configurable: true });
  }
  return values;
}

/** S3 Control puts the account id before the host name, which the address of an emulator cannot have. */
export function atAddress(
  client: S3Control.S3ControlClient,
  { region, endpoint }: Pick<AwsOptions, "region" | "endpoint">,
): S3Control.S3ControlClient {
  if (endpoint === undefined) return client;
  const authSchemes = [{ name: "sigv4", signingName: "s3", signingRegion: region, properties: {} }];
  client.config.disableHostPrefix = true;
  client.config.endpointProvider = () => ({ url: new URL(endpoint), properties: { authSchemes } });
  return client;
}

/** Closes the connections, which would keep the process alive. */
export function closeClients(clients: AwsClients): void {
  for (const { value } of Object.values(Object.getOwnPropertyDescriptors(clients))) {
    // Without a value, it was never used.
    (value as { destroy(): void } | undefined)?.destroy();
  }
}
