import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { TerraformStack } from "cdktf";
import type { EnvironmentConfig } from "../environments/schema";
import { emulatorSettings, type EmulatorOptions } from "./emulator";

type AccountAccess = EnvironmentConfig["accounts"]["archive"];

interface ProviderOptions extends EmulatorOptions {
  readonly region: string;
}

/**
 * Adds the default provider of a stack's resources. It refuses to work in any other account. `region`: the environment's
 * by default.
 */
export function configureProvider(
  stack: TerraformStack,
  environment: EnvironmentConfig,
  access: AccountAccess,
  { emulator, region = environment.region }: Partial<ProviderOptions> = {},
): void {
  addProvider(stack, "Aws", environment, access, { region, emulator });
}

/** Adds a provider for another Region or account. */
export function addAliasedProvider(
  stack: TerraformStack,
  alias: string,
  environment: EnvironmentConfig,
  access: AccountAccess,
  options: ProviderOptions,
): AwsProvider {
  return addProvider(stack, `Aws${alias}`, environment, access, { ...options, alias: alias.toLowerCase() });
}

function addProvider(
  stack: TerraformStack,
  id: string,
  { tags }: EnvironmentConfig,
  { id: account, assumeRole }: AccountAccess,
  { region, emulator, alias }: ProviderOptions & { readonly alias?: string },
): AwsProvider {
  return new AwsProvider(stack, id, {
    alias,
    region,
    ...emulatorSettings(emulator),
    allowedAccountIds: [account],
    assumeRole: assumeRole === undefined ? undefined : [{ roleArn: assumeRole }],
    defaultTags: tags === undefined ? undefined : [{ tags: { ...tags } }],
  });
}
