import type { AwsProviderConfig, AwsProviderEndpoints } from "@cdktf/provider-aws/lib/provider";

export interface EmulatorOptions {
  /**
   * Endpoint of an AWS emulator, such as `http://127.0.0.1:5000`. It receives every call instead of AWS; states are local
   * files, and no state store is created. @default AWS
   */
  readonly emulator?: string;
}

/** The services that the stacks use, as the bindings spell them. */
const SERVICES = [
  "athena",
  "cloudtrail",
  "cloudwatch",
  "events",
  "glue",
  "guardduty",
  "iam",
  "kms",
  "lambda",
  "logs",
  "s3",
  "s3Control",
  "sns",
  "sqs",
  "sts",
] as const satisfies (keyof AwsProviderEndpoints)[];

/** Provider settings that send every call to an emulator. */
export function emulatorSettings(endpoint: string | undefined): Partial<AwsProviderConfig> {
  if (endpoint === undefined) return {};
  return {
    endpoints: [Object.fromEntries(SERVICES.map((service) => [service, endpoint]))],
    s3UsePathStyle: true,
    // The default, 25, takes minutes if the emulator has stopped.
    maxRetries: 3,
    // S3 Control puts the account id before the host name, so that the name does not resolve. As a proxy, the emulator
    // still receives the call.
    httpProxy: endpoint,
    httpsProxy: "",
  };
}
