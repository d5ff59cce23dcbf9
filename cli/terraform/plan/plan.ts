import type { Arguments, ProviderJson, RemoteState } from "../../model/stack";

/** The action that Terraform plans for a resource. */
export type Action = "none" | "create" | "update" | "replace" | "destroy" | "forget" | "read";

/** A resource of a plan, before and after. Values that Terraform marks sensitive are replaced by `SENSITIVE`. */
export interface PlannedResource {
  /** Planned address: `aws_kms_key.Key_43586C89`. */
  readonly address: string;
  /** Previous address, from a `moved` block or a rename. */
  readonly previousAddress: string | undefined;
  readonly type: string;
  readonly action: Action;
  /** It exists already, and Terraform starts to manage it. */
  readonly isImported?: boolean;
  /** `undefined` if it does not exist yet. */
  readonly before: Arguments | undefined;
  /**
   * `undefined` if it is removed. A value that is known only after apply is the template of the configuration, with its
   * `${…}`, or missing if the plan has no template.
   */
  readonly after: Arguments | undefined;
  /** Arguments of the configuration for which the plan has neither value nor template. */
  readonly unknown: readonly string[];
  /** Arguments that change and are sensitive before or after: their values are hidden. */
  readonly hidden: readonly string[];
  /** Alias of its provider; `""` for the one without. */
  readonly provider: string;
  /** Where it is. @default where its provider is */
  readonly location?: ProviderJson;
}

/** A change outside Terraform. */
export interface Drift {
  readonly address: string;
  readonly type: string;
  readonly action: Action;
  /** Arguments that differ. */
  readonly changed: readonly string[];
}

/** An output that had a text as its value, and no longer has it. */
export interface OutputChange {
  readonly name: string;
  /** The text, or the template of a stack that was only synthesized. */
  readonly before: string;
  /** `undefined` if it is known only after apply. */
  readonly after: unknown;
}

/** Something that Terraform runs, with an effect that no plan shows. */
export interface Run {
  /** Of the action, or of the resource or data source that it belongs to. */
  readonly address: string;
  /** `provisioner local-exec` */
  readonly what: string;
}

/** One plan, of one stack. */
export interface Plan {
  /** The file name that the user gave. */
  readonly file: string;
  /** Whether Terraform left something out: `-target`, or deferred changes. */
  readonly partial: boolean;
  readonly resources: readonly PlannedResource[];
  readonly drift: readonly Drift[];
  readonly runs: readonly Run[];
  readonly providers: Readonly<Record<string, ProviderJson>>;
  readonly remoteStates: Readonly<Record<string, RemoteState>>;
  readonly outputChanges: readonly OutputChange[];
  /** Templates of the stack's outputs. */
  readonly outputs: Readonly<Record<string, { readonly value: unknown }>>;
  /** Known outputs of other stacks, by the name of the data source. */
  readonly remoteOutputs: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Replaces a sensitive value. */
export const SENSITIVE = "(sensitive)";

/** The value at a path such as `rule.0.kms_master_key_id`. */
export function valueAt(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((inner, key) => (inner as Arguments | undefined)?.[key], value);
}
