import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { TerraformStack } from "cdktf";
import type { EnvironmentConfig } from "../environments/schema";
import { emulatorSettings, type EmulatorOptions } from "./emulator";

type AccountAccess = EnvironmentConfig["accounts"]["archive"];

interface Place extends EmulatorOptions {
  readonly region: string;
}

/** The bindings are those of 6.25; no argument that only 6.x knows is set, so 5.100 does as well. */
const PROVIDER_VERSIONS = ">= 5.100, < 7.0";

/** The provider that a stack's resources use unless they name another. It refuses to work in any other account. */
export function configureProvider(
  stack: TerraformStack,
  environment: EnvironmentConfig,
  access: AccountAccess,
  { emulator }: EmulatorOptions = {},
): void {
  addProvider(stack, "Aws", environment, access, { region: environment.region, emulator });
  stack.addOverride("terraform.required_providers.aws.version", PROVIDER_VERSIONS);
}

/** A further provider of the stack, for another Region or account. */
export function addAliasedProvider(
  stack: TerraformStack,
  alias: string,
  environment: EnvironmentConfig,
  access: AccountAccess,
  place: Place,
): AwsProvider {
  return addProvider(stack, `Aws${alias}`, environment, access, { ...place, alias: alias.toLowerCase() });
}

function addProvider(
  stack: TerraformStack,
  id: string,
  { tags }: EnvironmentConfig,
  { id: account, assumeRole }: AccountAccess,
  { region, emulator, alias }: Place & { readonly alias?: string },
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
