import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import {
  App,
  DataTerraformRemoteStateS3,
  S3Backend,
  TerraformOutput,
  TerraformStack,
  type DataTerraformRemoteStateS3Config,
  type S3BackendConfig,
  type TerraformResource,
} from "cdktf";
import { address, camelCase, type BareBlock, type BareStack, type Reference } from "./convert";
import { excluded } from "./usage";

/** Writes the stacks of BENCH_DATA with provider resources only. Reading the data is not measured. */
function main(): void {
  const stacks = excluded(() => JSON.parse(readFileSync(process.env["BENCH_DATA"]!, "utf8")) as BareStack[]);
  const app = new App({ stackTraces: false });
  const made = new Map<string, TerraformStack>();
  for (const bare of stacks) made.set(bare.name, addStack(app, bare));
  for (const { name, dependencies } of stacks) {
    for (const dependency of dependencies) made.get(name)!.addDependency(made.get(dependency)!);
  }
  app.synth();
}

function addStack(app: App, bare: BareStack): TerraformStack {
  const stack = new TerraformStack(app, bare.name);
  const providers = new Map(
    bare.providers.map((config) => {
      const alias = config["alias"] as string | undefined;
      return [alias === undefined ? "aws" : `aws.${alias}`, new AwsProvider(stack, `Aws${alias ?? ""}`, config)];
    }),
  );
  stack.addOverride("terraform.required_providers.aws.version", bare.providerVersions);
  const { useLockfile, ...backend } = bare.backend;
  new S3Backend(stack, backend as unknown as S3BackendConfig).addOverride("use_lockfile", useLockfile);

  const states = new Map(
    bare.remoteStates.map(({ id, config }) => {
      const state = new DataTerraformRemoteStateS3(stack, id, config as unknown as DataTerraformRemoteStateS3Config);
      return [`data.terraform_remote_state.${id}`, state];
    }),
  );
  const resources = new Map<string, TerraformResource>();
  const valueOf = ({ of, attribute }: Reference): unknown =>
    states.get(of)?.getString(attribute) ?? Reflect.get(resources.get(of)!, camelCase(attribute));
  for (const block of bare.resources) {
    const { type, id, provider, dependsOn } = block;
    const resource = new (resourceClass(type))(stack, id, {
      ...withReferences(block, valueOf),
      ...(provider !== undefined && { provider: providers.get(provider) }),
      ...(dependsOn && { dependsOn: dependsOn.map((needed) => resources.get(needed)!) }),
    });
    resources.set(address(block), resource);
  }
  for (const block of bare.outputs) {
    const { description, value } = withReferences(block, valueOf);
    new TerraformOutput(stack, block.id, { description: description as string, value, staticId: true });
  }
  return stack;
}

/** The configuration of a block, with its references inserted. */
function withReferences(
  { config, references }: BareBlock,
  valueOf: (reference: Reference) => unknown,
): Record<string, unknown> {
  for (const reference of references) {
    const holder = reference.at.slice(0, -1).reduce<unknown>((value, key) => Reflect.get(value as object, key), config);
    Reflect.set(holder as object, reference.at.at(-1)!, valueOf(reference));
  }
  return config;
}

type ResourceClass = new (stack: TerraformStack, id: string, config: object) => TerraformResource;

const load = createRequire(__filename);
const classes = new Map<string, ResourceClass>();

/** `aws_kms_key` is `KmsKey` of `@cdktf/provider-aws/lib/kms-key`, imported from its own file as everywhere. */
function resourceClass(type: string): ResourceClass {
  const known = classes.get(type);
  if (known) return known;
  const path = `@cdktf/provider-aws/lib/${type.replace("aws_", "").replaceAll("_", "-")}`;
  const found = Object.values(load(path) as Record<string, { tfResourceType?: string }>).find(
    ({ tfResourceType }) => tfResourceType === type,
  ) as ResourceClass | undefined;
  if (!found) throw new Error(`${path} has no class for ${type}`);
  classes.set(type, found);
  return found;
}

main();
