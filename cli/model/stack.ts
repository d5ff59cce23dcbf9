/** Arguments of a resource, as written in the JSON. */
export type Arguments = Readonly<Record<string, unknown>>;

/** One synthesized stack: the parts of `cdk.tf.json` that this tool reads. */
export interface StackJson {
  readonly name: string;
  readonly environment: string;
  /** Synthesized folder, where Terraform runs. @default none: a plan or a state that no folder belongs to */
  readonly folder?: string;
  /** Resources by type, then by id. */
  readonly resources: Readonly<Record<string, Readonly<Record<string, Arguments>>>>;
  readonly remoteStates: Readonly<Record<string, RemoteState>>;
  readonly outputs: Readonly<Record<string, { readonly value: unknown }>>;
  /** Providers by alias; "" for the default provider. */
  readonly providers: Readonly<Record<string, ProviderJson>>;
  /** Of resources by address. @default where their providers are */
  readonly locations?: ReadonlyMap<string, ProviderJson>;
  readonly backend: Readonly<Record<string, Arguments>>;
  /** ARNs of keys, as a plan or a state shows them, by those that represent them. @default none is known */
  readonly keyArns?: ReadonlyMap<string, string>;
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
  /** ARN of the role that the provider assumes. */
  readonly roleArn?: string;
  /** Of everything that the provider creates. @default none */
  readonly tags?: Readonly<Record<string, string>>;
}

/** A resource with its stack and address. */
export interface StackResource {
  readonly stack: string;
  /** Terraform's address: `aws_kms_key.Key_43586C89`. */
  readonly address: string;
  readonly type: string;
  readonly account: string;
  readonly region: string;
  readonly values: Arguments;
}
