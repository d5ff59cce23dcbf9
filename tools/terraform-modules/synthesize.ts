import { tmpdir } from "node:os";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { isObject } from "../../cli/framework/is-object";
import type { ModuleDefinition, Part } from "./definition";
import { REGION } from "./placeholders";

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A resource with a name for people: its construct's, in the form that Terraform's users expect. */
export interface NamedResource {
  readonly type: string;
  readonly name: string;
  /** Policies are parsed. */
  readonly body: { readonly [key: string]: Json };
}

export interface SynthesizedModule {
  /** By the address that the constructs gave them: `aws_kms_key.AuditTrail_Archive_Key_797B67EF`. */
  readonly resources: ReadonlyMap<string, NamedResource>;
  /** Versions of the AWS provider. */
  readonly providerVersions: string;
}

/** Synthesizes a module's constructs, without one of its parts. Writes nothing. */
export function synthesize({ build }: ModuleDefinition, without?: Part): SynthesizedModule {
  const app = new App({ outdir: tmpdir(), stackTraces: false });
  const stack = new TerraformStack(app, "module");
  new AwsProvider(stack, "Aws", { region: String(REGION.value) });
  build(stack, (part) => part !== without);
  stack.prepareStack();
  stack.runAllValidations();
  const json = stack.toTerraform() as {
    resource: Record<string, Record<string, Record<string, Json>>>;
    terraform: { required_providers: { aws: { version: string } } };
  };
  const resources = Object.entries(json.resource).flatMap(([type, all]) =>
    Object.entries(all).map(([id, body]) => [`${type}.${id}`, named(type, body)] as const),
  );
  const names = resources.map(([, { type, name }]) => `${type}.${name}`);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw new Error(`two resources would have the address ${repeated}`);
  return { resources: new Map(resources), providerVersions: json.terraform.required_providers.aws.version };
}

function named(type: string, { "//": notes, ...body }: Record<string, Json>): NamedResource {
  const { path } = (notes as { metadata: { path: string } }).metadata;
  return { type, name: nameOf(path), body: Object.fromEntries(Object.entries(body).map(withParsedPolicy)) };
}

/** `module/AuditTrail/Archive/LogBucket/Versioning`: `log_bucket`. The last part only repeats the resource's type. */
function nameOf(path: string): string {
  const constructs = path.split("/").slice(1, -1);
  const last = constructs.filter((id) => id !== "Reading").at(-1) ?? "";
  // A reader's construct is named after its role.
  const id = last.startsWith("Reader") ? "Reader" : last;
  return id.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toLowerCase();
}

function withParsedPolicy([attribute, value]: [string, Json]): [string, Json] {
  return [attribute, isPolicy(attribute) && typeof value === "string" ? (JSON.parse(value) as Json) : value];
}

/** Whether an attribute of a resource is a policy document. */
export function isPolicy(attribute: string): boolean {
  return attribute === "policy" || attribute === "assume_role_policy";
}

export function isRecord(value: unknown): value is { readonly [key: string]: Json } {
  return isObject(value);
}
