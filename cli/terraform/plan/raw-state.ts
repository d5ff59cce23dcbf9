import type { ResourceValuesJson, StateJson } from "./plan-json";

/** The JSON of `terraform state pull`, and of the file of a local state: the fields that this tool reads. */
export interface RawStateJson {
  readonly version: number;
  readonly resources?: readonly RawResourceJson[];
}

interface RawResourceJson {
  /** `module.audit["eu"].module.bucket` */
  readonly module?: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  /** `module.audit.provider["registry.terraform.io/hashicorp/aws"].archive` */
  readonly provider: string;
  readonly instances?: readonly RawInstanceJson[];
}

interface RawInstanceJson {
  readonly index_key?: string | number;
  readonly deposed?: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly sensitive_attributes?: readonly (readonly PathStepJson[])[];
}

/** An attribute by its name, or an element by its index. */
interface PathStepJson {
  readonly value: string | { readonly value: string | number };
}

const VERSION = 4;

export function isRawState(json: object): json is RawStateJson {
  return !("format_version" in json) && "serial" in json && "lineage" in json;
}

/** Why the tool cannot read it; `undefined` if it can. */
export function rawStateProblem(json: RawStateJson): string | undefined {
  if ("encrypted_data" in json) return "it is encrypted; give the JSON that tofu show -json writes";
  if (json.version === VERSION) return undefined;
  return `its version is ${JSON.stringify(json.version)}; this tool reads ${VERSION}, which Terraform writes since 0.12`;
}

/** The same state as `terraform show -json` writes it, with the aliases of providers. */
export function shownState({ resources = [] }: RawStateJson): StateJson {
  return { format_version: "1.0", values: { root_module: { resources: resources.flatMap(instancesOf) } } };
}

function instancesOf({ module, mode, type, name, provider, instances = [] }: RawResourceJson): ResourceValuesJson[] {
  const address = [module ?? [], mode === "data" ? "data" : [], type, name].flat().join(".");
  return instances.map(({ index_key: key, deposed, attributes = {}, sensitive_attributes: sensitive = [] }) => ({
    address: key === undefined ? address : `${address}[${JSON.stringify(key)}]`,
    mode,
    type,
    values: attributes,
    sensitive_values: maskOf(sensitive),
    provider_alias: /\]\.([\w-]+)$/.exec(provider)?.[1] ?? "",
    ...(deposed !== undefined && { deposed_key: deposed }),
  }));
}

/** Hides an attribute as a whole, even if only a part of it is sensitive. */
function maskOf(paths: readonly (readonly PathStepJson[])[]): unknown {
  return Object.fromEntries(paths.flatMap(([first]) => (first === undefined ? [] : [[nameIn(first), true] as const])));
}

function nameIn({ value }: PathStepJson): string {
  return String(typeof value === "object" ? value.value : value);
}
