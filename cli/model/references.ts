/** A reference to an attribute of a resource, as the whole of a value. */
export interface Reference {
  readonly type: string;
  /** As a stack holds it: `Key_43586C89`; of a resource in a module or with an instance key, the whole address. */
  readonly id: string;
  readonly attribute: string;
}

const MODULES = String.raw`(?:module\.[\w-]+(?:\[[^\]]*\])?\.)*`;
const WHOLE = new RegExp(String.raw`^(${MODULES})(\w+)\.([\w-]+)(\[[^\]]*\])?\.(\w+)$`);

/** Reads what stands in `${…}`; `undefined` for anything but an attribute of a resource. */
export function parseReference(expression: string): Reference | undefined {
  const [, modules = "", type, name = "", key = "", attribute] = WHOLE.exec(expression) ?? [];
  if (type === undefined || attribute === undefined || type === "data" || type === "module") return undefined;
  const id = modules === "" && key === "" ? name : `${modules}${type}.${name}${key}`;
  return { type, id, attribute };
}

/** As Terraform spells it: `aws_kms_key.Key_43586C89`, `module.a.aws_kms_key.this[0]`. */
export function addressOf(type: string, id: string): string {
  return id.includes(`${type}.`) ? id : `${type}.${id}`;
}

/** Reads a text that is nothing but one template of a reference. */
export function templateReference(text: unknown): Reference | undefined {
  const [, expression] = typeof text === "string" ? (/^\$\{([^}]*)\}$/.exec(text) ?? []) : [];
  return expression === undefined ? undefined : parseReference(expression);
}

/** `module.a["x"].` of an address in a module, else nothing. */
export function moduleOf(address: string): string {
  return new RegExp(`^${MODULES}`).exec(address)![0];
}

const LATE = "${known only after apply: ";

/** Stands for a value that neither the plan nor its configuration tells; no two are the same. */
export function lateValue(address: string, argument: string): string {
  return `${LATE}${address}.${argument}}`;
}

export function isLateValue(value: unknown): boolean {
  return typeof value === "string" && value.startsWith(LATE);
}
