import { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { GuardDutyClient } from "@aws-sdk/client-guardduty";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { OrganizationsClient } from "@aws-sdk/client-organizations";
import { S3Client } from "@aws-sdk/client-s3";
import { S3ControlClient } from "@aws-sdk/client-s3-control";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { STSClient } from "@aws-sdk/client-sts";
import { fromNodeProviderChain, fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import { UserError } from "../framework/user-error";

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

/** One client per service, for one account and Region. */
export interface AwsClients {
  readonly cloudTrail: CloudTrailClient;
  readonly cloudWatch: CloudWatchClient;
  readonly events: EventBridgeClient;
  readonly guardDuty: GuardDutyClient;
  readonly iam: IAMClient;
  readonly kms: KMSClient;
  readonly lambda: LambdaClient;
  readonly logs: CloudWatchLogsClient;
  readonly organizations: OrganizationsClient;
  readonly s3: S3Client;
  readonly s3Control: S3ControlClient;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  readonly sts: STSClient;
}

// The warning is about later versions of the SDK; package-lock.json installs one that supports this Node.js.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
// An `endpoint_url` in a profile would silently make an emulator pass for AWS. Only --endpoint may name one.
process.env["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "true";

/** Attempts of one call, with the SDK's own backoff, which distinguishes throttling from other failures. */
const MAX_ATTEMPTS = 4;

/**
 * The settings of every client. Throws a `UserError` if only an environment variable names an endpoint: an emulator
 * would pass for AWS.
 */
export function clientSettings({ region, profile, roleArn, endpoint }: AwsOptions) {
  const named = Object.keys(process.env).find((name) => /^AWS_ENDPOINT_URL(_|$)/.test(name) && process.env[name]);
  if (endpoint === undefined && named !== undefined) {
    throw new UserError(`${named} is set: give the endpoint with --endpoint, or unset it to use AWS`);
  }
  const own = fromNodeProviderChain(profile === undefined ? {} : { profile });
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
  return {
    cloudTrail: new CloudTrailClient(shared),
    cloudWatch: new CloudWatchClient(shared),
    events: new EventBridgeClient(shared),
    guardDuty: new GuardDutyClient(shared),
    iam: new IAMClient(shared),
    kms: new KMSClient(shared),
    lambda: new LambdaClient(shared),
    logs: new CloudWatchLogsClient(shared),
    organizations: new OrganizationsClient(shared),
    // The address of an emulator cannot have a bucket name before the host.
    s3: new S3Client({ ...shared, forcePathStyle: options.endpoint !== undefined }),
    s3Control: atAddress(new S3ControlClient(shared), shared),
    sns: new SNSClient(shared),
    sqs: new SQSClient(shared),
    sts: new STSClient(shared),
  };
}

/** S3 Control puts the account id before the host name, which the address of an emulator cannot have. */
export function atAddress(
  client: S3ControlClient,
  { region, endpoint }: Pick<AwsOptions, "region" | "endpoint">,
): S3ControlClient {
  if (endpoint === undefined) return client;
  const authSchemes = [{ name: "sigv4", signingName: "s3", signingRegion: region, properties: {} }];
  client.config.disableHostPrefix = true;
  client.config.endpointProvider = () => ({ url: new URL(endpoint), properties: { authSchemes } });
  return client;
}

/** Closes the connections, which would keep the process alive. */
export function closeClients(clients: AwsClients): void {
  for (const client of Object.values(clients) as { destroy(): void }[]) client.destroy();
}
