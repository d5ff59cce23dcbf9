import { moduleOf } from "../../model/references";
import type { Arguments, RemoteState } from "../../model/stack";
import { decidingArguments } from "./deciding-arguments";
import { escapeTemplate, fill, hide, type ResolveReferences } from "./fill";
import { locate, type Asked, type KnownLocation } from "./locations";
import {
  SENSITIVE,
  valueAt,
  type Action,
  type Drift,
  type OutputChange,
  type Plan,
  type PlannedResource,
} from "./plan";
import type {
  ChangeJson,
  ExpressionJson,
  ModuleConfigJson,
  PlanJson,
  ResourceChangeJson,
  ResourceConfigJson,
} from "./plan-json";
import { aliasIn, configuredProviders } from "./provider-config";
import { referencesIn } from "./references";
import { runsOf, withoutKeys } from "./runs";
import { saidBy, valuesIn } from "./state";

/** Converts a plan's JSON to what a review needs. `told`: the location of what the plan does not locate. */
export function convertPlan(file: string, json: PlanJson, told: KnownLocation): Plan {
  const configs = configsOf(json.configuration?.root_module);
  const changes = json.resource_changes ?? [];
  const setters = new Set(changes.map(({ type }) => type));
  const resolverOf = referencesIn(json);
  const resources = changes
    .filter(({ mode }) => mode === "managed")
    .map((change) => {
      const resolve = resolverOf(change.type, change.address);
      return convertResource(change, configs.get(withoutKeys(change.address)), setters, resolve);
    });
  return {
    file,
    partial: json.complete === false || (json.deferred_changes ?? []).length > 0,
    ...locate({ configured: configuredProviders(json), resources, asked: askedIn(json, configs), told }),
    drift: (json.resource_drift ?? [])
      .map((change) => convertDrift(change, configs.get(withoutKeys(change.address))))
      .filter(({ action, changed }) => action !== "update" || changed.length > 0),
    runs: runsOf(json, configs),
    remoteStates: remoteStatesOf(configs),
    outputChanges: outputChangesOf(json),
    outputs: outputsOf(json.configuration?.root_module),
    remoteOutputs: remoteOutputsOf(json),
  };
}

/** `setters`: the types of the plan's resources. */
function convertResource(
  change: ResourceChangeJson,
  config: ResourceConfigJson | undefined,
  setters: ReadonlySet<string>,
  resolve: ResolveReferences,
): PlannedResource {
  const { previous_address: previousAddress, type, deposed } = change;
  const address = deposed === undefined ? change.address : `${change.address} (deposed ${deposed})`;
  const { after_unknown: unknown, before_sensitive, after_sensitive } = change.change;
  const [before, after] = [change.change.before, change.change.after].map((values) =>
    withoutEchoes(values, type, config, setters),
  );
  const expressions = moduleOf(address) === "" ? config?.expressions : withoutTemplates(config?.expressions);
  const filled = after ? fill(after, unknown, expressions, resolve) : undefined;
  return {
    address,
    previousAddress,
    type,
    action: actionOf(change.change.actions),
    ...(change.change.importing && { isImported: true }),
    before: before ? (hide(escaped(before), before_sensitive) as Arguments) : undefined,
    after: filled && (hide(filled.value, after_sensitive) as Arguments),
    // A new resource is what its references state; a changed one may have another value.
    unknown: (config ? (filled?.unknown ?? []) : lateIn(type, unknown)).filter(
      (path) => before || valueAt(filled?.value, path) === undefined,
    ),
    hidden: hiddenChanges(change.change),
    provider: aliasIn(config?.provider_config_key),
  };
}

/**
 * A module in Terraform's JSON has templates, which name resources as the module does. Their references, which are all
 * that the plan contains of HCL, are resolved for the module's address.
 */
function withoutTemplates(expression: unknown): unknown {
  if (typeof expression !== "object" || expression === null) return expression;
  if (Array.isArray(expression)) return expression.map(withoutTemplates);
  const { constant_value: constant, references } = expression as ExpressionJson;
  if (constant !== undefined && references !== undefined) return { references };
  return Object.fromEntries(Object.entries(expression).map(([key, inner]) => [key, withoutTemplates(inner)]));
}

/** Without the configuration, nothing shows what AWS computes. What decides about access counts as configured. */
function lateIn(type: string, unknown: unknown): string[] {
  const late = (unknown ?? {}) as Readonly<Record<string, unknown>>;
  return decidingArguments(type).filter((argument) => late[argument] === true);
}

/** Attributes in which the provider repeats the settings of separate resources, with the types of these. */
const ECHOES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  aws_s3_bucket: { policy: ["aws_s3_bucket_policy"] },
  aws_kms_key: { policy: ["aws_kms_key_policy"] },
  aws_kms_replica_key: { policy: ["aws_kms_key_policy"] },
  aws_iam_role: {
    inline_policy: ["aws_iam_role_policy"],
    managed_policy_arns: ["aws_iam_role_policy_attachment", "aws_iam_policy_attachment"],
  },
};

/**
 * An attribute that the configuration does not set follows other resources of the plan, which shows its value before
 * they change.
 */
function withoutEchoes(
  values: Arguments | null | undefined,
  type: string,
  config: ResourceConfigJson | undefined,
  setters: ReadonlySet<string>,
) {
  const echoes = Object.hasOwn(ECHOES, type) ? ECHOES[type]! : {};
  if (!values || !config) return values;
  const isEcho = (name: string) =>
    Object.hasOwn(echoes, name) &&
    config.expressions?.[name] === undefined &&
    echoes[name]!.some((setter) => setters.has(setter));
  return Object.fromEntries(Object.entries(values).filter(([name]) => !isEcho(name)));
}

/** Arguments that are sensitive and change, so that the change is not visible. */
function hiddenChanges({ before, after, before_sensitive: was, after_sensitive: will }: ChangeJson): string[] {
  if (!after) return [];
  const isMasked = (mask: unknown, key: string) =>
    typeof mask === "object" && mask !== null && /true/.test(JSON.stringify((mask as Arguments)[key] ?? false));
  return Object.keys(after)
    .filter((key) => was === true || will === true || isMasked(was, key) || isMasked(will, key))
    .filter((key) => JSON.stringify(before?.[key] ?? null) !== JSON.stringify(after[key]))
    .sort();
}

function escaped(value: unknown): unknown {
  return fill(value, undefined, undefined).value;
}

/**
 * For an update, only arguments in the configuration are compared: the provider adds other values over time, and the
 * first plan after an apply would be full of them.
 */
function convertDrift({ address, type, change }: ResourceChangeJson, config: ResourceConfigJson | undefined): Drift {
  const { before, after, actions } = change;
  const changed = Object.keys(config?.expressions ?? {})
    .filter((argument) => withoutDefaults(before?.[argument]) !== withoutDefaults(after?.[argument]))
    .sort();
  return { address, type, action: actionOf(actions), changed };
}

/** For a comparison: the provider does not distinguish between null, an empty string, an empty list and false. */
function withoutDefaults(value: unknown): string {
  const isEmpty = (part: unknown) =>
    part === null || part === "" || part === false || (typeof part === "object" && Object.keys(part).length === 0);
  return JSON.stringify(value, (_, part: unknown) => (isEmpty(part) ? undefined : part)) ?? "";
}

function actionOf(actions: readonly string[]): Action {
  switch (actions.join(" ")) {
    case "create":
    case "update":
    case "read":
    case "forget":
      return actions[0] as Action;
    case "no-op":
      return "none";
    case "delete":
      return "destroy";
    case "delete create":
    case "create delete":
    case "create forget":
    case "forget create":
      return "replace";
    default:
      throw new TypeError(`actions ${actions.join(", ")}`);
  }
}

/** Resources by address without instance keys, as in the configuration. */
function configsOf(module: ModuleConfigJson | undefined, prefix = ""): Map<string, ResourceConfigJson> {
  const own = (module?.resources ?? []).map((config) => [`${prefix}${config.address}`, config] as const);
  const inner = Object.entries(module?.module_calls ?? {}).flatMap(([name, call]) => [
    ...configsOf(call.module, `${prefix}module.${name}.`),
  ]);
  return new Map([...own, ...inner]);
}

/** What data sources say about accounts and Regions. */
function askedIn(json: PlanJson, configs: ReadonlyMap<string, ResourceConfigJson>): Asked[] {
  return valuesIn(json.prior_state?.values?.root_module).flatMap(({ address, type, values }): Asked[] => {
    const location = saidBy(type, values);
    return location ? [{ ...location, provider: aliasIn(configs.get(withoutKeys(address))?.provider_config_key) }] : [];
  });
}

function remoteStatesOf(configs: ReadonlyMap<string, ResourceConfigJson>): Record<string, RemoteState> {
  const states = [...configs.values()].filter(({ type }) => type === "terraform_remote_state");
  return Object.fromEntries(
    states.map(({ name, expressions = {} }) => {
      const constant = (argument: string) => (expressions[argument] as ExpressionJson | undefined)?.constant_value;
      return [name, { backend: String(constant("backend")), config: (constant("config") ?? {}) as Arguments }];
    }),
  );
}

/** Without outputs that are removed: a stack that reads such an output cannot be planned. */
function outputChangesOf({ output_changes: changes = {} }: PlanJson): OutputChange[] {
  return Object.entries(changes).flatMap(([name, { before, after, after_sensitive: isSensitive }]) => {
    if (typeof before !== "string" || after === before || after === null) return [];
    return [{ name, before, after: isSensitive === true ? SENSITIVE : after }];
  });
}

function outputsOf(module: ModuleConfigJson | undefined): Record<string, { value: unknown }> {
  return Object.fromEntries(
    Object.entries(module?.outputs ?? {}).flatMap(([name, { expression }]) =>
      expression?.constant_value === undefined ? [] : [[name, { value: expression.constant_value }]],
    ),
  );
}

function remoteOutputsOf(json: PlanJson): Record<string, Record<string, unknown>> {
  const resources = json.prior_state?.values?.root_module?.resources ?? [];
  const states = resources.filter(({ type }) => type === "terraform_remote_state");
  return Object.fromEntries(
    states.map(({ address, values }) => {
      const outputs = (values?.["outputs"] ?? {}) as Record<string, unknown>;
      const texts = Object.entries(outputs).map(([name, value]) => [
        name,
        typeof value === "string" ? escapeTemplate(value) : value,
      ]);
      return [address.split(".").pop()!, Object.fromEntries(texts)];
    }),
  );
}
