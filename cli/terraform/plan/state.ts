import type { Arguments } from "../../model/stack";
import { fill, hide } from "./fill";
import { locate, type KnownLocation } from "./locations";
import type { Plan, PlannedResource } from "./plan";
import type { ModuleValuesJson, ResourceValuesJson, StateJson } from "./plan-json";

/**
 * Converts a state to a plan that changes nothing. The JSON of `terraform show` does not name
 * the provider of a resource. `told`: the location of what the state does not locate.
 */
export function convertState(file: string, json: StateJson, told: KnownLocation): Plan {
  const all = valuesIn(json.values?.root_module);
  const resources = all.filter(({ mode, deposed_key: key }) => mode === "managed" && key === undefined);
  const asked = all.flatMap(({ type, values, provider_alias: provider = "" }) => {
    const said = saidBy(type, values);
    return said ? [{ ...said, provider }] : [];
  });
  return {
    file,
    partial: false,
    ...locate({
      configured: [],
      resources: resources.map(convertResource),
      asked,
      told,
    }),
    drift: [],
    runs: [],
    remoteStates: {},
    outputChanges: [],
    outputs: {},
    remoteOutputs: {},
  };
}

function convertResource(resource: ResourceValuesJson): PlannedResource {
  const { address, type, values, sensitive_values: mask, provider_alias: provider = "" } = resource;
  const known = hide(fill(values ?? {}, undefined, undefined).value, mask) as Arguments;
  return {
    address,
    previousAddress: undefined,
    type,
    action: "none",
    before: known,
    after: known,
    unknown: [],
    hidden: [],
    provider,
  };
}

/** The resources and data sources of a module and of those in it. */
export function valuesIn(module: ModuleValuesJson | undefined): ResourceValuesJson[] {
  return [...(module?.resources ?? []), ...(module?.child_modules ?? []).flatMap(valuesIn)];
}

/** The location that a data source states. */
export function saidBy(type: string, values: Arguments | undefined): KnownLocation | undefined {
  if (type === "aws_caller_identity") return { account: String(values?.["account_id"]) };
  // `region` since version 6 of the provider.
  if (type === "aws_region") return { region: String(values?.["region"] ?? values?.["name"]) };
  return undefined;
}
