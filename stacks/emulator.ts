import type { AwsProviderConfig } from "@cdktf/provider-aws/lib/provider";

export interface EmulatorOptions {
  /**
   * Endpoint of an AWS emulator, such as `http://127.0.0.1:5000`. It receives every call instead of AWS; states are local
   * files, and no state store is created. @default AWS
   */
  readonly emulator?: string;
}

/**
 * Provider settings for an emulator, which the variable AWS_ENDPOINT_URL names to Terraform. The setting `endpoints` would
 * name it too, but costs 7 s of processor time in each command: the provider compares each of its 400 services with all.
 */
export function emulatorSettings(endpoint: string | undefined): Partial<AwsProviderConfig> {
  if (endpoint === undefined) return {};
  return {
    s3UsePathStyle: true,
    // The default, 25, takes minutes if the emulator has stopped.
    maxRetries: 3,
    // S3 Control puts the account id before the host name, so that the name does not resolve. As a proxy, the emulator
    // still receives the call.
    httpProxy: endpoint,
    // Without the variable, a call fails here instead of reaching AWS.
    httpsProxy: endpoint,
  };
}
