import { isObject } from "../../cli/framework/is-object";
import type { SynthesizedStack } from "../../cli/model/folder";

interface ProviderRequirement {
  readonly source: unknown;
  readonly version: unknown;
}

/** A Terraform configuration with only the provider requirements of all stacks, by local name. */
export function requiredProviders(stacks: readonly Pick<SynthesizedStack, "json">[]): object {
  const all = stacks.flatMap(({ json: { terraform } }) => {
    const providers = isObject(terraform) ? terraform["required_providers"] : undefined;
    return isObject(providers) ? Object.entries(providers as Record<string, ProviderRequirement>) : [];
  });
  const merged = all.map(([name, { source }]) => {
    const versions = all.flatMap(([other, { version }]) => (other === name && version !== undefined ? [version] : []));
    return [name, { source, version: versions.length === 0 ? undefined : [...new Set(versions)].join(", ") }];
  });
  return { terraform: { required_providers: Object.fromEntries(merged) } };
}
