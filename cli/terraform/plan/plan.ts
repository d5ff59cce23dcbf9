import type { Arguments, ProviderJson, RemoteState } from "../../model/stack";

/** What Terraform means to do with a resource. */
export type Action = "none" | "create" | "update" | "replace" | "destroy" | "forget" | "read";

/** A resource of a plan, before and after. Values that Terraform marks sensitive are replaced by `SENSITIVE`. */
export interface PlannedResource {
  /** As it will be: `aws_kms_key.Key_43586C89`. */
  readonly address: string;
  /** Where a `moved` block or a rename brings it from. */
  readonly previousAddress: string | undefined;
  readonly type: string;
  readonly action: Action;
  /** `undefined` where it does not exist yet. */
  readonly before: Arguments | undefined;
  /**
   * `undefined` where it goes. What is known only after apply stands as the template of the configuration, with
   * its `${…}`; it is missing where the plan keeps none.
   */
  readonly after: Arguments | undefined;
  /** Arguments of the configuration whose value the plan tells neither as value nor as template. */
  readonly unknown: readonly string[];
  /** Arguments that change and are sensitive before or after: their values are not told. */
  readonly hidden: readonly string[];
  /** Alias of its provider; `""` for the one without. */
  readonly provider: string;
}

/** Something that changed outside Terraform. */
export interface Drift {
  readonly address: string;
  readonly type: string;
  readonly action: Action;
  /** Arguments that differ. */
  readonly changed: readonly string[];
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
  /** As the user named it. */
  readonly file: string;
  /** Terraform left something out: `-target`, or what it puts off. */
  readonly partial: boolean;
  readonly resources: readonly PlannedResource[];
  readonly drift: readonly Drift[];
  readonly runs: readonly Run[];
  readonly providers: Readonly<Record<string, ProviderJson>>;
  readonly remoteStates: Readonly<Record<string, RemoteState>>;
  /** Templates of the stack's own outputs. */
  readonly outputs: Readonly<Record<string, { readonly value: unknown }>>;
  /** Outputs of other stacks, by the data source's name, as far as they are known. */
  readonly remoteOutputs: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Stands where a value is sensitive. */
export const SENSITIVE = "(sensitive)";
