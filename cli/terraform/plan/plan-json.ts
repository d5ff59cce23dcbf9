import type { Arguments } from "../../model/stack";

/** The JSON of `terraform show -json`: the fields that this tool reads. */
export interface PlanJson {
  readonly format_version: string;
  readonly terraform_version?: string;
  readonly errored?: boolean;
  /** Since Terraform 1.8; `false` if a target or a deferral leaves something out. */
  readonly complete?: boolean;
  readonly resource_changes?: readonly ResourceChangeJson[];
  /** Changes that need a further plan, of Terraform that may defer them. */
  readonly deferred_changes?: readonly unknown[];
  readonly resource_drift?: readonly ResourceChangeJson[];
  /** Since Terraform 1.14. */
  readonly action_invocations?: readonly ActionInvocationJson[];
  readonly deferred_action_invocations?: readonly { readonly action_invocation?: ActionInvocationJson }[];
  readonly output_changes?: Readonly<Record<string, OutputChangeJson>>;
  readonly planned_values?: unknown;
  readonly prior_state?: { readonly values?: { readonly root_module?: ModuleValuesJson } };
  readonly configuration?: {
    readonly provider_config?: Readonly<Record<string, ProviderConfigJson>>;
    readonly root_module?: ModuleConfigJson;
  };
  readonly variables?: Readonly<Record<string, { readonly value?: unknown }>>;
}

export interface ActionInvocationJson {
  readonly address?: string;
  readonly type?: string;
}

/** Of an output of the root module. */
export interface OutputChangeJson {
  readonly before?: unknown;
  readonly after?: unknown;
  readonly after_sensitive?: unknown;
}

export interface ResourceChangeJson {
  readonly address: string;
  readonly previous_address?: string;
  /** Key of an object that an earlier replacement left behind. */
  readonly deposed?: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly change: ChangeJson;
}

export interface ChangeJson {
  readonly actions: readonly string[];
  readonly before?: Arguments | null;
  readonly after?: Arguments | null;
  readonly after_unknown?: unknown;
  readonly importing?: object | null;
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
}

/** The JSON of `terraform show -json` for a state: the fields that this tool reads. */
export interface StateJson {
  readonly format_version: string;
  /** Absent if the state is empty. */
  readonly values?: { readonly root_module?: ModuleValuesJson };
}

export interface ModuleValuesJson {
  readonly resources?: readonly ResourceValuesJson[];
  readonly child_modules?: readonly ModuleValuesJson[];
}

export interface ResourceValuesJson {
  readonly address: string;
  readonly mode?: "managed" | "data";
  readonly type: string;
  /** Key of an object that a replacement left behind. */
  readonly deposed_key?: string;
  readonly values?: Arguments;
  readonly sensitive_values?: unknown;
  /** Only from `terraform state pull`; "" for the default provider. */
  readonly provider_alias?: string;
}

export interface ModuleConfigJson {
  readonly resources?: readonly ResourceConfigJson[];
  readonly outputs?: Readonly<Record<string, { readonly expression?: ExpressionJson }>>;
  readonly variables?: Readonly<Record<string, { readonly default?: unknown }>>;
  readonly module_calls?: Readonly<Record<string, ModuleCallJson>>;
}

interface ModuleCallJson {
  readonly module?: ModuleConfigJson;
  readonly expressions?: Readonly<Record<string, unknown>>;
  readonly for_each_expression?: ExpressionJson;
}

export interface ResourceConfigJson {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly provider_config_key?: string;
  readonly expressions?: Readonly<Record<string, unknown>>;
  readonly for_each_expression?: ExpressionJson;
  readonly provisioners?: readonly { readonly type: string }[];
}

export interface ProviderConfigJson {
  readonly name: string;
  readonly alias?: string;
  readonly expressions?: Readonly<Record<string, ExpressionJson>>;
}

/** A value, or the references in it. */
export interface ExpressionJson {
  readonly constant_value?: unknown;
  readonly references?: readonly string[];
}
