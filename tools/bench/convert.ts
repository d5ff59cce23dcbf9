import { isObject } from "../../cli/framework/is-object";

type Json = Readonly<Record<string, unknown>>;

/** A path in a configuration whose value is an attribute of another block. */
export interface Reference {
  readonly at: readonly (string | number)[];
  /** `aws_kms_key.Key_1A2B` or `data.terraform_remote_state.ArchiveState`. */
  readonly of: string;
  readonly attribute: string;
}

/** One block, in the form that CDKTF's classes accept. */
export interface BareBlock {
  readonly type: string;
  readonly id: string;
  readonly config: Json;
  readonly references: readonly Reference[];
  /** Addresses. Undefined if the block has no `depends_on`. */
  readonly dependsOn?: readonly string[];
  /** `aws.replica` */
  readonly provider?: string;
}

/** A stack as a person would write it with provider resources and without modules. */
export interface BareStack {
  readonly name: string;
  readonly dependencies: readonly string[];
  readonly providers: readonly Json[];
  readonly providerVersions: unknown;
  readonly backend: Json;
  readonly remoteStates: readonly BareBlock[];
  /** Each resource comes after those that it refers to. */
  readonly resources: readonly BareBlock[];
  readonly outputs: readonly BareBlock[];
}

/** Converts synthesized Terraform JSON to a bare stack. Throws if the JSON has other kinds of blocks. */
export function toBare(name: string, json: Json, dependencies: readonly string[]): BareStack {
  const { "//": _, terraform, provider, data = {}, resource, output = {}, ...others } = json;
  const { backend, required_providers, ...otherSettings } = objectAt(terraform);
  const { terraform_remote_state = {}, ...otherData } = objectAt(data);
  const unknown = [others, otherSettings, otherData].flatMap((blocks) => Object.keys(blocks));
  if (unknown.length > 0) throw new Error(`${name}: tools/bench/convert.ts does not know ${unknown.join(", ")}`);
  return {
    name,
    dependencies,
    providers: (objectAt(provider)["aws"] as Json[]).map(camelCaseKeys),
    providerVersions: objectAt(objectAt(required_providers)["aws"])["version"],
    backend: camelCaseKeys(objectAt(objectAt(backend)["s3"])),
    remoteStates: blocks("terraform_remote_state", objectAt(terraform_remote_state)).map((block) => ({
      ...block,
      config: objectAt(block.config["config"]),
    })),
    resources: inOrder(Object.entries(objectAt(resource)).flatMap(([type, all]) => blocks(type, objectAt(all)))),
    outputs: blocks("output", objectAt(output)),
  };
}

function blocks(type: string, all: Json): BareBlock[] {
  return Object.entries(all).map(([id, block]) => {
    const { "//": _, depends_on, provider, ...args } = objectAt(block);
    const config = camelCaseKeys(args);
    return {
      type,
      id,
      config,
      references: referencesIn(config),
      ...(depends_on !== undefined && { dependsOn: depends_on as string[] }),
      ...(provider !== undefined && { provider: provider as string }),
    };
  });
}

/** Arguments whose value is a map with keys of the user. */
const MAPS = new Set(["tags", "encryption_context_equals", "encryption_context_subset"]);

/** Converts `kms_key_id` to `kmsKeyId`, at every depth. */
export function camelCaseKeys(args: Json): Json {
  return Object.fromEntries(
    Object.entries(args).map(([key, value]) => [camelCase(key), MAPS.has(key) ? value : camelCaseInside(value)]),
  );
}

function camelCaseInside(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCaseInside);
  return isObject(value) ? camelCaseKeys(value) : value;
}

/** Names that jsii reserves. */
const RENAMED: Readonly<Record<string, string>> = { equals: "equalTo" };

export function camelCase(name: string): string {
  return RENAMED[name] ?? name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

const REFERENCE = /^\$\{(aws_\w+\.[\w-]+|data\.terraform_remote_state\.[\w-]+)\.(?:outputs\.)?(\w+)\}$/;

/** Arguments that consist of one reference. A reference inside a policy's JSON stays text. */
export function referencesIn(value: unknown, at: readonly (string | number)[] = []): Reference[] {
  if (typeof value === "string") {
    const [, of, attribute] = REFERENCE.exec(value) ?? [];
    return of === undefined || attribute === undefined ? [] : [{ at, of, attribute }];
  }
  if (Array.isArray(value)) return value.flatMap((item, index) => referencesIn(item, [...at, index]));
  return isObject(value) ? Object.entries(value).flatMap(([key, item]) => referencesIn(item, [...at, key])) : [];
}

/** Sorts blocks so that each one comes after those that it refers to. */
function inOrder(all: readonly BareBlock[]): BareBlock[] {
  const byAddress = new Map(all.map((block) => [address(block), block]));
  const ordered = new Set<BareBlock>();
  const add = (block: BareBlock) => {
    for (const needed of [...block.references.map(({ of }) => of), ...(block.dependsOn ?? [])]) {
      const found = byAddress.get(needed);
      if (found && !ordered.has(found)) add(found);
    }
    ordered.add(block);
  };
  all.forEach(add);
  return [...ordered];
}

export function address({ type, id }: Pick<BareBlock, "type" | "id">): string {
  return `${type}.${id}`;
}

function objectAt(value: unknown): Json {
  return isObject(value) ? value : {};
}
