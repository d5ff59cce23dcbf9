import { INSTANCE_KEY, moduleOf, parseReference } from "../../model/references";
import type { ExpressionJson, ModuleConfigJson, PlanJson } from "./plan-json";
import { escapeTemplate, type ResolveReferences } from "./fill";
import { ofInstance, onlyInstance } from "./instances";
import { withoutKeys } from "./runs";

/** Arguments that name one resource and nothing else, so that a single reference in them is their whole value. */
const NAMING = new Set([
  ...["bucket", "s3_bucket_name", "target_bucket", "key_id", "target_key_id", "kms_key_id", "kms_master_key_id"],
  ...["replica_kms_key_id", "primary_key_arn", "role", "user", "group", "policy_arn", "arn", "sns_topic_name"],
  ...["cloud_watch_logs_role_arn", "target_key_arn", "topic_arn", "grantee_principal"],
]);

/** More steps through variables and outputs than people write; modules that refer in a circle are not Terraform's. */
export const MAX_STEPS = 50;

/** Which argument the references are for, and how many steps led to them. */
interface Way {
  readonly argument: string;
  readonly steps: number;
}

/**
 * In: the references of expressions, which is all that a plan contains of HCL. Out: what resolves those of a resource
 * by its type and address, or by its module alone (`module.a["x"].`, empty for the root). It follows variables to the calls of modules and
 * outputs into modules, and ends at the template of a resource's attribute, or at a constant.
 */
export function referencesIn(json: PlanJson): (type: string, address: string) => ResolveReferences {
  const root = json.configuration?.root_module;
  const planned = new Map((json.resource_changes ?? []).map(({ address, change }) => [address, change.after]));
  const addresses = new Set(planned.keys());

  /** `rest`: the attribute that is taken from the object to which the references may lead. */
  const resolve = (references: readonly string[], module: string, rest: string, way: Way): string | undefined => {
    const found = withoutParts(references).filter((one) => !isAbsent(one, module));
    const [head = "", ...others] = found.length > 1 ? found.filter((one) => !isNoName(one, module)) : found;
    if (others.length > 0 || way.steps > MAX_STEPS) return undefined;
    const [, variable, ofVariable] = VARIABLE.exec(head) ?? [];
    if (variable !== undefined) {
      const { expression, caller } = argumentOf(module, variable);
      return follow(expression, caller, ofVariable || rest, further(way));
    }
    const whole = COMPLETE.test(head) ? head : head + rest;
    const [, call, output = "", ofOutput] = OUTPUT.exec(whole) ?? [];
    if (call === undefined) return attribute(whole, module, way);
    const { outputs } = moduleAt(root, module + call) ?? {};
    return follow(own(outputs, output)?.expression, module + call, ofOutput || rest, further(way));
  };

  const follow = (expression: unknown, module: string, rest: string, way: Way): string | undefined => {
    const { constant_value: constant, references } = (expression ?? {}) as ExpressionJson;
    if (typeof constant !== "string") return references && resolve(references, module, lastPart(rest), way);
    // The JSON form of a configuration has templates, which are relative to the module that contains them.
    const [, whole] = /^\$\{([^}]*)\}$/.exec(constant) ?? [];
    if (whole !== undefined) return resolve([whole], module, lastPart(rest), way);
    return module === "" || !constant.includes("${") ? constant : undefined;
  };

  const attribute = (found: string, module: string, way: Way): string | undefined => {
    const reference = onlyInstance(found, way.argument, addresses, module) ?? found;
    const parsed = parseReference(reference);
    if (!parsed) return undefined;
    const [, , argument] = PASSED_ON.find(([type, name]) => type.test(parsed.type) && name === parsed.attribute) ?? [];
    if (argument === undefined) return `\${${module}${reference}}`;
    const instance = reference.replace(/\.\w+$/, "");
    const known = planned.get(module + instance)?.[argument];
    if (typeof known === "string") return escapeTemplate(known);
    const { resources = [] } = moduleAt(root, module) ?? {};
    const config = resources.find(({ address }) => address === withoutKeys(instance));
    return follow(own(config?.expressions, argument), module, "", further(way));
  };

  /** An instance that is not planned gives no value: `try` and conditions leave it out. */
  const isAbsent = (reference: string, module: string) => {
    const [, instance] = INSTANCE.exec(reference) ?? [];
    return instance !== undefined && parseReference(reference) !== undefined && !planned.has(module + instance);
  };

  /** A variable that a condition asks for (`var.create ? … : …`), or that is not set, names no resource. */
  const isNoName = (reference: string, module: string) => {
    const value = valueOf(reference, module, 0);
    return value === null || value === "" || typeof value === "boolean" || typeof value === "number";
  };

  /** The value of `var.name`, as far as the configuration shows it. */
  const valueOf = (reference: string, module: string, steps: number): unknown => {
    const [, variable, ofVariable] = VARIABLE.exec(reference) ?? [];
    if (variable === undefined || ofVariable !== "" || steps > MAX_STEPS) return undefined;
    if (module === "") return own(json.variables, variable)?.value;
    const { expression, caller } = argumentOf(module, variable);
    if (!expression) return own(moduleAt(root, module)?.variables, variable)?.default ?? null;
    const { constant_value: constant = null, references } = expression;
    if (!references) return constant;
    const [only = "", ...others] = withoutParts(references);
    return others.length > 0 ? undefined : valueOf(only, caller, steps + 1);
  };

  /** What the call of a module sets a variable to, in the module that calls it. */
  const argumentOf = (module: string, variable: string) => {
    const [, caller = "", name = ""] = CALLED.exec(module) ?? [];
    const call = own(moduleAt(root, caller)?.module_calls, name);
    const expression = own(call?.expressions, variable) as ExpressionJson | undefined;
    if (!expression?.references) return { expression, caller };
    const references = ofInstance(withoutParts(expression.references), module.slice(0, -1), call) ?? [];
    return { expression: { references }, caller };
  };

  return (type, address) => (references, path) => {
    const argument = path.slice(path.lastIndexOf(".") + 1);
    // A bucket's own name may contain that of another.
    if (!NAMING.has(argument) || (type === "aws_s3_bucket" && path === "bucket")) return undefined;
    const module = moduleOf(address);
    const ofAll = withoutKeys(address.slice(module.length));
    const config = moduleAt(root, module)?.resources?.find((one) => one.address === ofAll);
    const ofThis = ofInstance(withoutParts(references), address, config);
    return ofThis && resolve(ofThis, module, "", { argument, steps: 0 });
  };
}

function further({ argument, steps }: Way): Way {
  return { argument, steps: steps + 1 };
}

const VARIABLE = /^var\.([\w-]+)(.*)$/;
const OUTPUT = new RegExp(String.raw`^(module\.[\w-]+(?:${INSTANCE_KEY})?\.)([\w-]+)(.*)$`);
const INSTANCE = new RegExp(String.raw`^(\w+\.[\w-]+${INSTANCE_KEY})\.`);
/** The module that calls, and the name of the call. */
const CALLED = new RegExp(
  String.raw`^((?:module\.[\w-]+(?:${INSTANCE_KEY})?\.)*)module\.([\w-]+)(?:${INSTANCE_KEY})?\.$`,
);
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
