import type { AwsProviderConfig, AwsProviderEndpoints } from "@cdktf/provider-aws/lib/provider";

export interface EmulatorOptions {
  /**
   * Where an AWS emulator answers, as `http://127.0.0.1:5000`. It takes every call in AWS's place; states lie in local
   * files, and there is no state store. @default AWS
   */
  readonly emulator?: string;
}

/** The services that the stacks use, as the bindings spell them. */
const SERVICES = [
  "cloudtrail",
  "iam",
  "kms",
  "logs",
  "s3",
  "s3Control",
  "sns",
  "sts",
] as const satisfies (keyof AwsProviderEndpoints)[];

/** Settings of a provider whose calls an emulator takes. */
export function emulatorSettings(endpoint: string | undefined): Partial<AwsProviderConfig> {
  if (endpoint === undefined) return {};
  return {
    endpoints: [Object.fromEntries(SERVICES.map((service) => [service, endpoint]))],
    s3UsePathStyle: true,
    // By default 25, which takes minutes where the emulator has ended.
    maxRetries: 3,
    // S3 Control puts the account before the host name, which then names no machine: asked as a proxy, the emulator
    // still gets the call.
    httpProxy: endpoint,
    httpsProxy: "",
  };
}
