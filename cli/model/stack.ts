/** Arguments of a resource, as they stand in the JSON. */
export type Arguments = Readonly<Record<string, unknown>>;

/** One synthesized stack: `cdk.tf.json`, as far as this tool reads it. */
export interface StackJson {
  readonly name: string;
  readonly environment: string;
  /** Where Terraform runs. @default none: the stack of a plan, or one of another tool */
  readonly folder?: string;
  /** By type, then by id. */
  readonly resources: Readonly<Record<string, Readonly<Record<string, Arguments>>>>;
  readonly remoteStates: Readonly<Record<string, RemoteState>>;
  readonly outputs: Readonly<Record<string, { readonly value: unknown }>>;
  /** By alias; the one without is "". */
  readonly providers: Readonly<Record<string, ProviderJson>>;
  readonly backend: Readonly<Record<string, Arguments>>;
  /** @default none */
  readonly moved?: readonly Move[];
}

/** A resource's old and new address. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

export interface RemoteState {
  readonly backend: string;
  readonly config: Arguments;
}

export interface ProviderJson {
  readonly region: string;
  /** 12 digits. */
  readonly account: string;
  /** Role that the provider takes, an ARN. */
  readonly roleArn?: string;
}

/** A resource with where it stands. */
export interface StackResource {
  readonly stack: string;
  /** `aws_kms_key.Key_43586C89`, as Terraform spells it. */
  readonly address: string;
  readonly type: string;
  readonly account: string;
  readonly region: string;
  readonly values: Arguments;
}
