import { impliedAttributes } from "../../model/implied";
import { addressOf, lateValue } from "../../model/references";
import type { Arguments, StackJson } from "../../model/stack";
import { decidingArguments } from "./deciding-arguments";
import { valueAt, type Plan, type PlannedResource } from "./plan";

/** A plan with its stack. */
export interface PlannedStack {
  /** `prod-archive` */
  readonly name: string;
  readonly environment: string;
  readonly plan: Plan;
  /** The same stack as synthesized, if available. */
  readonly synthesized: StackJson | undefined;
}

/** The stacks of one environment before and after the plans. */
export interface PlanStates {
  readonly before: readonly StackJson[];
  readonly after: readonly StackJson[];
}

/** Attributes that AWS assigns and policies name. */
const ASSIGNED: Readonly<Record<string, readonly string[]>> = {
  aws_kms_key: ["arn", "key_id"],
  aws_kms_replica_key: ["arn", "key_id"],
  aws_guardduty_detector: ["arn", "id"],
};

/**
 * Converts the plans of an environment to the form of synthesized stacks, so that both are evaluated in the same way.
 * Stacks without a plan are as synthesized, before and after.
 *
 * Ids of keys and detectors, which AWS assigns, are replaced by what their addresses imply, as before the first deployment,
 * so that a key has the same name before and after, in every stack.
 */
export function planStatesOf(planned: readonly PlannedStack[], others: readonly StackJson[]): PlanStates {
  const known = [...others, ...planned.flatMap(({ synthesized }) => synthesized ?? [])];
  const names = planned.flatMap((stack) => [...ownNames(stack), ...keysElsewhere(stack, known)]);
  const side = (values: (resource: PlannedResource) => Arguments | undefined) => [
    ...others,
    ...planned.map((stack) => renamed(stackOf(stack, values), names)),
  ];
  return { before: side(({ before }) => before), after: side(withLateValues) };
}

/** The state after, with a mark if the plan does not contain a deciding value. */
function withLateValues({ type, address, after, unknown }: PlannedResource): Arguments | undefined {
  const missing = unknown.filter((path) => valueAt(after, path) === undefined);
  const late = decidingArguments(type).filter((argument) =>
    missing.some((path) => path === argument || path.startsWith(`${argument}.`)),
  );
  if (!after || late.length === 0) return after;
  return { ...after, ...Object.fromEntries(late.map((argument) => [argument, lateValue(address, argument)])) };
}

function stackOf(
  { name, environment, plan, synthesized }: PlannedStack,
  valuesOf: (resource: PlannedResource) => Arguments | undefined,
): StackJson {
  const resources: Record<string, Record<string, Arguments>> = {};
  for (const resource of plan.resources) {
    const values = valuesOf(resource);
    if (values === undefined) continue;
    const ofType = (resources[resource.type] ??= {});
    ofType[idOf(resource)] = resource.provider === "" ? values : { ...values, provider: `aws.${resource.provider}` };
  }
  return {
    name,
    environment,
    resources,
    remoteStates: synthesized?.remoteStates ?? plan.remoteStates,
    outputs: { ...synthesized?.outputs, ...plan.outputs },
    locations: locationsOf(plan),
    keyArns: new Map(ownNames({ name, plan }).flatMap(([real, implied]) => (isArn(real) ? [[implied, real]] : []))),
    providers: { ...synthesized?.providers, ...plan.providers },
    backend: synthesized?.backend ?? {},
    ...(synthesized?.folder !== undefined && { folder: synthesized.folder }),
  };
}

function locationsOf({ resources }: Plan): StackJson["locations"] {
  return new Map(
    resources.flatMap((one) => (one.location ? [[addressOf(one.type, idOf(one)), one.location] as const] : [])),
  );
}

/** `Key_43586C89`; for a resource in a module or with an instance key, the complete address. */
export function idOf({ address, type }: Pick<PlannedResource, "address" | "type">): string {
  const plain = new RegExp(`^${type}\\.([\\w-]+)$`).exec(address);
  return plain?.[1] ?? address;
}

type Renaming = readonly [from: string, to: string];

function isArn(text: string): boolean {
  return text.startsWith("arn:");
}

function ownNames({ name, plan }: Pick<PlannedStack, "name" | "plan">): Renaming[] {
  return plan.resources
    .filter(({ type }) => Object.hasOwn(ASSIGNED, type))
    .flatMap((resource) => {
      const provider = resource.location ?? plan.providers[resource.provider];
      if (!provider) return [];
      const { type } = resource;
      const address = addressOf(type, idOf(resource));
      const implied = impliedAttributes({ stack: name, address, type, ...provider, values: {} });
      return [resource.before, resource.after].flatMap((values) =>
        ASSIGNED[type]!.flatMap((attribute): Renaming[] => {
          const real = values?.[attribute];
          return typeof real === "string" && real !== "" ? [[real, String(implied[attribute])]] : [];
        }),
      );
    });
}

/** Keys of stacks without a plan that a remote state names. */
function keysElsewhere(stack: PlannedStack, known: readonly StackJson[]): Renaming[] {
  const { plan } = stack;
  const outputs = Object.entries(plan.remoteOutputs).flatMap(([state, values]) =>
    Object.entries(values).map(([name, real]) => ({ state, name, real })),
  );
  return [...outputs, ...lateReferences(plan)].flatMap(({ state, name, real }): Renaming[] => {
    const implied = typeof real === "string" ? impliedKey(plan, state, name, known) : undefined;
    return implied === undefined ? [] : [[String(real), implied]];
  });
}

/** The implied value of an output that is a key's ARN. */
function impliedKey({ remoteStates }: Plan, state: string, name: string, known: readonly StackJson[]) {
  const config = remoteStates[state]?.config;
  const producer = known.find(({ backend }) =>
    Object.values(backend).some((one) => ["bucket", "key", "path"].every((part) => one[part] === config?.[part])),
  );
  const template = String(producer?.outputs[name]?.value);
  const [, type = "", id = ""] = /^\$\{(aws_kms_(?:replica_)?key)\.([\w-]+)\.arn\}$/.exec(template) ?? [];
  const values = producer?.resources[type]?.[id];
  const provider = producer?.providers[String(values?.["provider"] ?? "").split(".")[1] ?? ""];
  if (!producer || !values || !provider) return undefined;
  const resource = { stack: producer.name, address: `${type}.${id}`, type, ...provider, values };
  return String(impliedAttributes(resource)["arn"]);
}

export interface LateReference {
  readonly address: string;
  readonly argument: string;
  readonly state: string;
  readonly name: string;
  /** Until now. */
  readonly real: unknown;
}

/**
 * Arguments from a remote state that Terraform reads only during the apply. Their current values are used for the state
 * after, because the plan does not contain more.
 */
export function lateReferences({ resources }: Plan): LateReference[] {
  return resources.flatMap(({ address, before, after }) =>
    Object.entries(after ?? {}).flatMap(([argument, value]) => {
      const reference = /^\$\{data\.terraform_remote_state\.([\w-]+)\.outputs\.([\w-]+)\}$/.exec(String(value));
      const real = before?.[argument];
      // Between two synthesized folders, the old value is a template too.
      if (!reference || typeof real !== "string" || real === "" || real.startsWith("${")) return [];
      return [{ address, argument, state: reference[1]!, name: reference[2]!, real }];
    }),
  );
}

/** Long enough to occur in another text only if the key is meant, as are ids that AWS assigns. */
const UNMISTAKABLE = 32;

function renamed(stack: StackJson, names: readonly Renaming[]): StackJson {
  const text = names.reduce((json, [from, to]) => {
    const isWhole = from.length < UNMISTAKABLE;
    const quoted = (value: string) => (isWhole ? JSON.stringify(value) : JSON.stringify(value).slice(1, -1));
    return from === to ? json : json.replaceAll(quoted(from), () => quoted(to));
  }, JSON.stringify(stack.resources));
  return { ...stack, resources: JSON.parse(text) as StackJson["resources"] };
}
