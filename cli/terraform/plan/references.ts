import { INSTANCE_KEY, parseReference } from "../../model/references";
import type { ExpressionJson, ModuleConfigJson, PlanJson } from "./plan-json";
import { withoutKeys } from "./runs";
import { escapeTemplate, type ResolveReferences } from "./fill";

/** Arguments that name one resource and nothing else, so that a single reference in them is their whole value. */
const NAMING = new Set([
  ...["bucket", "s3_bucket_name", "target_bucket", "key_id", "target_key_id", "kms_key_id", "kms_master_key_id"],
  ...["replica_kms_key_id", "primary_key_arn", "role", "user", "group", "policy_arn", "arn", "sns_topic_name"],
  ...["cloud_watch_logs_role_arn", "target_key_arn", "topic_arn"],
]);

/** More steps through variables and outputs than people write; modules that refer in a circle are not Terraform's. */
export const MAX_STEPS = 50;

/**
 * In: the references of expressions, which is all that a plan contains of HCL. Out: what resolves those of a resource
 * of a type in a module (`module.a["x"].`, empty for the root). It follows variables to the calls of modules and
 * outputs into modules, and ends at the template of a resource's attribute, or at a constant.
 */
export function referencesIn(json: PlanJson): (type: string, module: string) => ResolveReferences {
  const root = json.configuration?.root_module;
  const planned = new Map((json.resource_changes ?? []).map(({ address, change }) => [address, change.after]));

  /** `rest`: the attribute that is taken from the object to which the references may lead. */
  const resolve = (references: readonly string[], module: string, rest: string, steps: number): string | undefined => {
    const [head = "", ...others] = withoutParts(references).filter((one) => !isAbsent(one, module));
    if (others.length > 0 || steps > MAX_STEPS) return undefined;
    const [, variable, ofVariable] = VARIABLE.exec(head) ?? [];
    if (variable !== undefined) {
      const { expression, caller } = argumentOf(module, variable);
      return follow(expression, caller, ofVariable || rest, steps + 1);
    }
    const whole = COMPLETE.test(head) ? head : head + rest;
    const [, call, output = "", ofOutput] = OUTPUT.exec(whole) ?? [];
    if (call === undefined) return attribute(whole, module, steps);
    const { outputs } = moduleAt(root, module + call) ?? {};
    return follow(own(outputs, output)?.expression, module + call, ofOutput || rest, steps + 1);
  };

  const follow = (expression: unknown, module: string, rest: string, steps: number): string | undefined => {
    const { constant_value: constant, references } = (expression ?? {}) as ExpressionJson;
    if (typeof constant !== "string") return references && resolve(references, module, lastPart(rest), steps);
    // The JSON form of a configuration has templates, which are relative to the module that contains them.
    const [, whole] = /^\$\{([^}]*)\}$/.exec(constant) ?? [];
    if (whole !== undefined) return resolve([whole], module, lastPart(rest), steps);
    return module === "" || !constant.includes("${") ? constant : undefined;
  };

  const attribute = (reference: string, module: string, steps: number): string | undefined => {
    const parsed = parseReference(reference);
    if (!parsed) return undefined;
    const [, , argument] = PASSED_ON.find(([type, name]) => type.test(parsed.type) && name === parsed.attribute) ?? [];
    if (argument === undefined) return `\${${module}${reference}}`;
    const instance = reference.replace(/\.\w+$/, "");
    const known = planned.get(module + instance)?.[argument];
    if (typeof known === "string") return escapeTemplate(known);
    const { resources = [] } = moduleAt(root, module) ?? {};
    const config = resources.find(({ address }) => address === withoutKeys(instance));
    return follow(own(config?.expressions, argument), module, "", steps + 1);
  };

  /** An instance that is not planned gives no value: `try` and conditions leave it out. */
  const isAbsent = (reference: string, module: string) => {
    const [, instance] = INSTANCE.exec(reference) ?? [];
    return instance !== undefined && parseReference(reference) !== undefined && !planned.has(module + instance);
  };

  /** What the call of a module sets a variable to, in the module that calls it. */
  const argumentOf = (module: string, variable: string) => {
    const [, caller = "", name = ""] = CALLED.exec(module) ?? [];
    return { expression: own(own(moduleAt(root, caller)?.module_calls, name)?.expressions, variable), caller };
  };

  return (type, module) => (references, path) => {
    // A bucket's own name may contain that of another.
    const isNaming =
      NAMING.has(path.slice(path.lastIndexOf(".") + 1)) && !(type === "aws_s3_bucket" && path === "bucket");
    return isNaming ? resolve(references, module, "", 0) : undefined;
  };
}

const VARIABLE = /^var\.([\w-]+)(.*)$/;
const OUTPUT = new RegExp(String.raw`^(module\.[\w-]+(?:${INSTANCE_KEY})?\.)([\w-]+)(.*)$`);
const INSTANCE = new RegExp(String.raw`^(\w+\.[\w-]+${INSTANCE_KEY})\.`);
/** The module that calls, and the name of the call. */
const CALLED = new RegExp(String.raw`^((?:module\.[\w-]+(?:${INSTANCE_KEY})?\.)*)module\.([\w-]+)(?:${INSTANCE_KEY})?\.$`);
/** Not a whole resource or module, of which an attribute is still to be taken. */
const COMPLETE = new RegExp(String.raw`^[\w-]+\.[\w-]+(?:${INSTANCE_KEY})?\.`);

/** Attributes that the provider sets to the value of an argument: type, attribute, argument. */
const PASSED_ON: readonly (readonly [type: RegExp, attribute: string, argument: string])[] = [
  [/^aws_s3_bucket_(policy|public_access_block|versioning|ownership_controls)$/, "id", "bucket"],
  [/^aws_s3_bucket_(server_side_encryption|lifecycle|object_lock)_configuration$/, "id", "bucket"],
  [/^aws_s3_bucket_\w+$/, "bucket", "bucket"],
  [/^aws_kms_key_policy$/, "key_id", "key_id"],
  [/^aws_kms_alias$/, "target_key_arn", "target_key_id"],
  [/^aws_kms_alias$/, "target_key_id", "target_key_id"],
];

/** A plan lists the attribute, then what it belongs to: `aws_kms_key.a[0].arn`, `aws_kms_key.a[0]`, `aws_kms_key.a`. */
function withoutParts(references: readonly string[]): string[] {
  const isPart = (one: string) =>
    references.some((other) => other.startsWith(`${one}.`) || other.startsWith(`${one}[`));
  return [...new Set(references)].filter((one) => !isPart(one));
}

/** `.arn` of `.keys["logs"].arn`: an object's own members are in front. */
function lastPart(rest: string): string {
  return /\.[\w-]+$/.exec(rest)?.[0] ?? "";
}

function moduleAt(root: ModuleConfigJson | undefined, address: string): ModuleConfigJson | undefined {
  const names = [...withoutKeys(address).matchAll(/module\.([\w-]+)\./g)].map(([, name]) => name!);
  return names.reduce((module, name) => own(module?.module_calls, name)?.module, root);
}

/** Names in a configuration may be those of an object's own methods. */
function own<Value>(record: Readonly<Record<string, Value>> | undefined, name: string): Value | undefined {
  return record && Object.hasOwn(record, name) ? record[name] : undefined;
}
