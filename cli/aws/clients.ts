import { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { S3ControlClient } from "@aws-sdk/client-s3-control";
import { STSClient } from "@aws-sdk/client-sts";
import { fromNodeProviderChain, fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import { UserError } from "../framework/user-error";

/** How AWS is reached, as whom and where. */
export interface AwsOptions {
  readonly region: string;
  /** Of the shared configuration files. @default the usual credential chain */
  readonly profile?: string | undefined;
  /** Role to assume, an ARN. @default the credentials themselves */
  readonly roleArn?: string | undefined;
  /** Takes every call in AWS's place: an emulator. */
  readonly endpoint?: string | undefined;
}

/** One client a service, all of one account and Region. */
export interface AwsClients {
  readonly cloudTrail: CloudTrailClient;
  readonly iam: IAMClient;
  readonly kms: KMSClient;
  readonly s3: S3Client;
  readonly s3Control: S3ControlClient;
  readonly sts: STSClient;
}

// Which Node the SDK's next versions take is for those who upgrade it: package-lock.json holds this one.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
// An `endpoint_url` in a profile would make an emulator pass for AWS without a word: --endpoint alone names one.
process.env["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "true";

/** Tries of one call, with the SDK's own growing pauses; it tells throttling from other failures. */
const MAX_ATTEMPTS = 4;

/** Throws a `UserError` where the environment names an endpoint and the caller does not: an emulator would pass for AWS. */
export function awsClients({ region, profile, roleArn, endpoint }: AwsOptions): AwsClients {
  const named = Object.keys(process.env).find((name) => /^AWS_ENDPOINT_URL(_|$)/.test(name) && process.env[name]);
  if (endpoint === undefined && named !== undefined) {
    throw new UserError(`${named} is set: give the endpoint with --endpoint, or unset it to ask AWS`);
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
  const shared = { region, credentials, maxAttempts: MAX_ATTEMPTS, ...(endpoint !== undefined && { endpoint }) };
  return {
    cloudTrail: new CloudTrailClient(shared),
    iam: new IAMClient(shared),
    kms: new KMSClient(shared),
    // Emulators answer at an address, which takes no bucket name before it.
    s3: new S3Client({ ...shared, forcePathStyle: endpoint !== undefined }),
    s3Control: atAddress(new S3ControlClient(shared), shared),
    sts: new STSClient(shared),
  };
}

/** S3 Control puts the account before the host's name, which an address cannot take: there it goes without. */
function atAddress(client: S3ControlClient, { region, endpoint }: AwsOptions): S3ControlClient {
  if (endpoint === undefined) return client;
  const authSchemes = [{ name: "sigv4", signingName: "s3", signingRegion: region, properties: {} }];
  client.config.disableHostPrefix = true;
  client.config.endpointProvider = () => ({ url: new URL(endpoint), properties: { authSchemes } });
  return client;
}
