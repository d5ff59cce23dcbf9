/** A value that consists of one reference to an attribute of a resource. */
export interface Reference {
  readonly type: string;
  /** Name in the stack: `Key_43586C89`; for a resource in a module or with an instance key, the complete address. */
  readonly id: string;
  readonly attribute: string;
}

/** The key of an instance, as a pattern: `[0]`, `["a"]`. The text of a key may contain brackets. */
export const INSTANCE_KEY = String.raw`\[(?:\d+|"(?:[^"\\]|\\.)*")\]`;

const MODULES = String.raw`(?:module\.[\w-]+(?:${INSTANCE_KEY})?\.)*`;
const WHOLE = new RegExp(String.raw`^(${MODULES})(\w+)\.([\w-]+)(${INSTANCE_KEY})?\.(\w+)$`);

/** What else expressions refer to. `each` and `self` are another object in every instance. */
const NO_TYPES: ReadonlySet<string> = new Set(["data", "module", "each", "self"]);

/** Parses the content of `${…}`; `undefined` if it is not a reference to an attribute of a resource. */
export function parseReference(expression: string): Reference | undefined {
  const [, modules = "", type, name = "", key = "", attribute] = WHOLE.exec(expression) ?? [];
  if (type === undefined || attribute === undefined || NO_TYPES.has(type)) return undefined;
  const id = modules === "" && key === "" ? name : `${modules}${type}.${name}${key}`;
  return { type, id, attribute };
}

/** Terraform's address: `aws_kms_key.Key_43586C89`, `module.a.aws_kms_key.this[0]`. */
export function addressOf(type: string, id: string): string {
  return id.includes(`${type}.`) ? id : `${type}.${id}`;
}

/** Parses a text that consists of one template with a reference. */
export function templateReference(text: unknown): Reference | undefined {
  const [, expression] = typeof text === "string" ? (/^\$\{([^}]*)\}$/.exec(text) ?? []) : [];
  return expression === undefined ? undefined : parseReference(expression);
}

/** The `module.a["x"].` of an address in a module, otherwise empty. */
export function moduleOf(address: string): string {
  return new RegExp(`^${MODULES}`).exec(address)![0];
}

const LATE = "${known only after apply: ";

/** Represents a value that is in neither the plan nor its configuration; each one is unique. */
export function lateValue(address: string, argument: string): string {
  return `${LATE}${address}.${argument}}`;
}

export function isLateValue(value: unknown): boolean {
  return typeof value === "string" && value.startsWith(LATE);
}
