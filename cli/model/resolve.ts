import { UserError } from "../framework/user-error";
import { impliedAttributes, nameArgument } from "./implied";
import { addressOf, isLateValue, parseReference } from "./references";
import type { Arguments, StackJson, StackResource } from "./stack";

/** Terraform's meta-arguments of a resource, which do not describe it in AWS. */
const META_ARGUMENTS = new Set(["//", "depends_on", "provider"]);

/**
 * Every resource of the stacks, with its references replaced by the values that the configuration implies, also across
 * stacks. Throws a `UserError` for a reference that cannot be replaced, because a result based on a guess would be
 * worse than none.
 */
export function resolveStacks(stacks: readonly StackJson[]): StackResource[] {
  const raw = stacks.flatMap(rawResources);
  const implied = new Map(
    raw.map((resource) => [`${resource.stack}/${resource.address}`, impliedAttributes(resource)]),
  );

  const reference = (expression: string, stack: StackJson): unknown => {
    // The folder where Terraform runs, which holds the archives of functions.
    if (expression === "path.module") return ".";
    const remote = /^data\.terraform_remote_state\.([\w-]+)\.outputs\.([\w-]+)$/.exec(expression);
    if (remote) return remoteOutput(stack, remote[1]!, remote[2]!);
    const { type, id, attribute = "" } = parseReference(expression) ?? {};
    return type === undefined ? undefined : implied.get(`${stack.name}/${addressOf(type, id!)}`)?.[attribute];
  };

  const remoteOutput = (stack: StackJson, state: string, name: string): unknown => {
    const config = stack.remoteStates[state]?.config;
    const kind = stack.remoteStates[state]?.backend ?? "";
    const producer = stacks.find(({ backend }) => isSameState(backend[kind], config));
    const value = producer?.outputs[name]?.value;
    return producer && value !== undefined ? resolveValue(value, producer, `output.${name}`) : undefined;
  };

  const resolveValue = (value: unknown, stack: StackJson, where: string): unknown => {
    if (typeof value === "string") return resolveText(value, stack, where);
    if (Array.isArray(value)) return value.map((item) => resolveValue(item, stack, where));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolveValue(inner, stack, where)]));
  };

  const resolveText = (text: string, stack: StackJson, where: string): string => {
    if (isLateValue(text)) throw new UserError(`${stack.name}: ${where} is known only after apply`);
    return text
      .replace(/(?<!\$)\$\{([^}]*)\}/g, (token, expression: string) => {
        const found = reference(expression, stack);
        if (typeof found === "string") return found;
        throw new UserError(
          `${stack.name}: ${where} refers to ${token}, which cannot be derived from the configuration`,
        );
      })
      .replaceAll("$${", "${")
      .replaceAll("%%{", "%{");
  };

  const byName = new Map(stacks.map((stack) => [stack.name, stack]));
  return raw.map((resource) => {
    const stack = byName.get(resource.stack)!;
    const values = Object.entries(resource.values).filter(([name]) => !META_ARGUMENTS.has(name));
    const resolved = values.map(([name, value]) => [name, resolveValue(value, stack, `${resource.address}.${name}`)]);
    return named({ ...resource, values: Object.fromEntries(resolved) as Arguments });
  });
}

/** Puts in the name by which other resources know one that AWS or the provider is still to name. */
function named(resource: StackResource): StackResource {
  const argument = nameArgument(resource.type);
  const name = impliedAttributes(resource)[argument];
  return name === undefined ? resource : { ...resource, values: { ...resource.values, [argument]: name } };
}

function rawResources(stack: StackJson): StackResource[] {
  return Object.entries(stack.resources).flatMap(([type, all]) =>
    Object.entries(all).flatMap(([id, values]) => {
      const alias = typeof values["provider"] === "string" ? (values["provider"].split(".")[1] ?? "") : "";
      const ofProvider = Object.hasOwn(stack.providers, alias) ? stack.providers[alias] : undefined;
      const address = addressOf(type, id);
      const location = stack.locations?.get(address) ?? ofProvider;
      if (location) {
        const { account, region } = location;
        return [{ stack: stack.name, address, type, account, region, values }];
      }
      if (!AUDIT_TYPES.test(type)) return [];
      throw new UserError(
        `${stack.name}: nothing shows the account and the Region of ${address}; ${cure(stack, alias)}`,
      );
    }),
  );
}

/** The JSON that `terraform show` prints of a state does not name the providers of its resources. */
function cure({ locations = new Map() }: StackJson, alias: string): string {
  const accounts = new Set([...locations.values()].map(({ account }) => account));
  const configure = `give its provider${alias === "" ? "" : ` "${alias}"`} region and allowed_account_ids`;
  if (accounts.size < 2) return `${configure}, or add --account ID and --region REGION`;
  return (
    `others are in ${[...accounts].sort().join(", ")}; of a state, give what terraform state pull prints, which names the ` +
    `provider of each; for a plan, ${configure}`
  );
}

/** Types that the matrix or a control reads. Where others are does not matter. */
const AUDIT_TYPES = /^aws_(cloudtrail|cloudwatch|guardduty|iam|kms|lambda|s3|sns|sqs)_?/;

function isSameState(backend: Arguments | undefined, config: Arguments | undefined): boolean {
  return backend !== undefined && ["bucket", "key", "path"].every((name) => backend[name] === config?.[name]);
}
