import type { TerraformStack } from "cdktf";

/** A variable that holds a list; what the constructs make of an item is repeated for each. */
export interface Items {
  readonly variable: string;
  /** What expressions call one item. */
  readonly item: string;
  /** What names the resources of an item. @default no resource is repeated */
  readonly key?: string;
}

/** What the constructs get in the place of a value that only the user of the Terraform module knows. */
export interface Placeholder {
  /** A text or a number that occurs nowhere else, and that the constructs take. */
  readonly value: string | number;
  /** Terraform's expression for it. It has a value even if an optional variable is null. */
  readonly expression: string;
  /** The list whose items have a value each. @default there is one value */
  readonly items?: Items;
}

/** What the user can leave out. */
export interface Part {
  readonly condition: string;
  /** The part is there once for each of these. @default once */
  readonly items?: Items;
  /** Each of these items has the part or not, and `condition` is about one. @default it does not depend on items */
  readonly of?: Items;
}

/** A setting that is no text or number, so that no placeholder can stand for it. */
export interface Setting {
  readonly type: string;
  readonly attribute: string;
  readonly expression: string;
}

export interface Validation {
  readonly condition: string;
  readonly message: string;
}

export interface Variable {
  readonly name: string;
  /** A type constraint in Terraform's syntax. */
  readonly type: string;
  readonly description: string;
  /** `null` for an optional value. @default the variable is required */
  readonly default?: unknown;
  readonly validations?: readonly Validation[];
}

export interface Output {
  readonly name: string;
  readonly description: string;
  readonly expression: string;
}

/** A Terraform module: what the constructs make of placeholders, with variables in their place. */
export interface ModuleDefinition {
  /** Its folder in `terraform/`. */
  readonly name: string;
  readonly title: string;
  /** What it creates, and where. Markdown. */
  readonly about: string;
  /** Creates the constructs with every part that `has` answers. */
  readonly build: (stack: TerraformStack, has: (part: Part) => boolean) => void;
  readonly parts: readonly Part[];
  readonly placeholders: readonly Placeholder[];
  readonly settings?: readonly Setting[];
  readonly locals: Readonly<Record<string, string>>;
  readonly variables: readonly Variable[];
  readonly outputs: readonly Output[];
  /** A root module to copy, in HCL. */
  readonly example: string;
  /** What to read after the example. Markdown. */
  readonly notes: readonly string[];
}
