export type Arguments = Record<string, unknown>;

/** A stack's `cdk.tf.json`, changed in place. */
export interface StackJson extends Record<string, unknown> {
  resource: Record<string, Record<string, Arguments>>;
}

export interface PolicyJson {
  Statement: Arguments[];
}

/** The only resource of a type whose id begins with `start`. */
export function resource(stack: StackJson, type: string, start = ""): Arguments {
  const found = Object.entries(stack.resource[type] ?? {}).filter(([id]) => id.startsWith(start));
  if (found.length !== 1) throw new Error(`${found.length} resources are ${type}.${start}`);
  return found[0]![1];
}

/** Changes arguments; `undefined` removes one. */
export function edit(values: Arguments, changes: Arguments): void {
  Object.assign(values, changes);
}

export function policyOf(values: Arguments, argument: string, change: (policy: PolicyJson) => void): void {
  const policy = JSON.parse(values[argument] as string) as PolicyJson;
  change(policy);
  values[argument] = JSON.stringify(policy);
}

export function statement(policy: PolicyJson, sid: string): Arguments {
  const found = policy.Statement.find((one) => one["Sid"] === sid);
  if (!found)
    throw new Error(
      `no statement ${sid}; statements are ${policy.Statement.map((one) => String(one["Sid"])).join(", ")}`,
    );
  return found;
}

/** Removes a resource and returns it. */
export function take(stack: StackJson, type: string, start = ""): readonly [id: string, values: Arguments] {
  const [id = ""] = Object.keys(stack.resource[type] ?? {}).filter((one) => one.startsWith(start));
  const values = resource(stack, type, start);
  const left = Object.entries(stack.resource[type]!).filter(([one]) => one !== id);
  // Terraform does not accept a type without resources.
  const others = Object.entries(stack.resource).filter(([one]) => one !== type);
  stack.resource = Object.fromEntries(left.length > 0 ? [...others, [type, Object.fromEntries(left)]] : others);
  return [id, values];
}

/** Changes the id of a resource everywhere in the stack, and adds a `moved` block. */
export function rename(stack: StackJson, type: string, start: string, id: string): void {
  const [old, values] = take(stack, type, start);
  stack.resource[type] = { ...stack.resource[type], [id]: values };
  const everywhere = (part: unknown) =>
    JSON.parse(JSON.stringify(part).replaceAll(`${type}.${old}`, `${type}.${id}`)) as unknown;
  stack.resource = everywhere(stack.resource) as StackJson["resource"];
  stack["output"] = everywhere(stack["output"]);
  stack["moved"] = [{ from: `${type}.${old}`, to: `${type}.${id}` }];
}
