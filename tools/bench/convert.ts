import { isObject } from "../../cli/framework/is-object";

type Json = Readonly<Record<string, unknown>>;

/** A place in a configuration that takes an attribute of something made before it. */
export interface Reference {
  readonly at: readonly (string | number)[];
  /** `aws_kms_key.Key_1A2B` or `data.terraform_remote_state.ArchiveState`. */
  readonly of: string;
  readonly attribute: string;
}

/** One block as the classes of CDKTF take it. */
export interface BareBlock {
  readonly type: string;
  readonly id: string;
  readonly config: Json;
  readonly references: readonly Reference[];
  /** Addresses. Undefined where the block says nothing of it. */
  readonly dependsOn?: readonly string[];
  /** `aws.replica` */
  readonly provider?: string;
}

/** A stack as someone would write it who uses provider resources without modules. */
export interface BareStack {
  readonly name: string;
  readonly dependencies: readonly string[];
  readonly providers: readonly Json[];
  readonly providerVersions: unknown;
  readonly backend: Json;
  readonly remoteStates: readonly BareBlock[];
  /** Each after those that it refers to. */
  readonly resources: readonly BareBlock[];
  readonly outputs: readonly BareBlock[];
}

/** Makes a bare stack of the Terraform JSON that the app has synthesized. Throws where it holds other blocks. */
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

/** Arguments whose value is a map: its keys are the user's own. */
const MAPS = new Set(["tags", "encryption_context_equals", "encryption_context_subset"]);

/** `kms_key_id` becomes `kmsKeyId`, at every depth. */
export function camelCaseKeys(args: Json): Json {
  return Object.fromEntries(
    Object.entries(args).map(([key, value]) => [camelCase(key), MAPS.has(key) ? value : camelCaseInside(value)]),
  );
}

function camelCaseInside(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCaseInside);
  return isObject(value) ? camelCaseKeys(value) : value;
}

/** Names that jsii keeps to itself. */
const RENAMED: Readonly<Record<string, string>> = { equals: "equalTo" };

export function camelCase(name: string): string {
  return RENAMED[name] ?? name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

const REFERENCE = /^\$\{(aws_\w+\.[\w-]+|data\.terraform_remote_state\.[\w-]+)\.(?:outputs\.)?(\w+)\}$/;

/** Arguments that are nothing but a reference. Inside a policy's JSON a reference stays text. */
export function referencesIn(value: unknown, at: readonly (string | number)[] = []): Reference[] {
  if (typeof value === "string") {
    const [, of, attribute] = REFERENCE.exec(value) ?? [];
    return of === undefined || attribute === undefined ? [] : [{ at, of, attribute }];
  }
  if (Array.isArray(value)) return value.flatMap((item, index) => referencesIn(item, [...at, index]));
  return isObject(value) ? Object.entries(value).flatMap(([key, item]) => referencesIn(item, [...at, key])) : [];
}

/** What a block refers to comes before it. */
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
