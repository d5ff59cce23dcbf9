import { closest } from "../../modules/closest";
import { synthCommand } from "../framework/package";
import { UserError } from "../framework/user-error";
import { resolveEnvironment, SYNTHESIZED } from "./build";
import type { Environment } from "./environment";
import { auditStacks, environmentsOf, readFolder, type SynthesizedStack } from "./folder";
import type { Arguments, Move, ProviderJson, RemoteState, StackJson } from "./stack";

/**
 * Reads one environment of a synthesized folder, or all of them. Throws a `UserError` if one cannot be read, or
 * contains no audit trail.
 */
export function readEnvironments(outdir: string, name: string | undefined): Environment[] {
  const names = name === undefined ? environmentsOf(auditStacks(readFolder(outdir))) : [name];
  return names.map((one) => readEnvironment(outdir, one));
}

/** Reads one environment of a synthesized folder. Throws like `readEnvironments`. */
export function readEnvironment(outdir: string, name: string): Environment {
  return resolveEnvironment(name, readStacks(outdir, name), SYNTHESIZED);
}

/** Every stack of a synthesized folder. Throws like `readFolder`, with its `advice`, and `toStack`. */
export function readAllStacks(outdir: string, advice?: string): StackJson[] {
  return readFolder(outdir, advice).map(toStack);
}

/** Reads the stacks of one environment from a synthesized folder. Throws a `UserError` if there are none. */
export function readStacks(outdir: string, environment: string): StackJson[] {
  const all = readFolder(outdir);
  const own = all.filter((stack) => stack.environment === environment);
  if (own.length > 0) return own.map(toStack);
  const known = environmentsOf(all);
  const meant = closest(environment, known);
  const hint = meant === undefined ? `run ${synthCommand()} to write all environments` : `did you mean ${meant}?`;
  throw new UserError(`${outdir} has no environment "${environment}"; it has ${known.join(", ")}; ${hint}`);
}

/** Throws a `UserError` if the stack contains something that this tool cannot evaluate. */
export function toStack({ name, environment, folder, json }: SynthesizedStack): StackJson {
  const file = `${folder}/cdk.tf.json`;
  const resources = (json["resource"] ?? {}) as StackJson["resources"];
  // JavaScript gives this name a special meaning, and nobody has a reason to choose it.
  if (Object.values(resources).some((all) => Object.hasOwn(all, "__proto__"))) {
    throw new UserError(`${file} has a resource called __proto__; choose another name`);
  }
  return {
    name,
    environment,
    folder,
    resources,
    moved: (json["moved"] ?? []) as Move[],
    remoteStates: ((json["data"] as Record<string, unknown> | undefined)?.["terraform_remote_state"] ?? {}) as Record<
      string,
      RemoteState
    >,
    outputs: (json["output"] ?? {}) as StackJson["outputs"],
    providers: providers(json["provider"], file),
    backend: ((json["terraform"] as Record<string, unknown> | undefined)?.["backend"] ?? {}) as StackJson["backend"],
  };
}

function providers(json: unknown, file: string): Record<string, ProviderJson> {
  const all = ((json as { aws?: Arguments[] } | undefined)?.aws ?? []) as {
    alias?: string;
    region?: string;
    allowed_account_ids?: string[];
    assume_role?: { role_arn?: string }[];
    default_tags?: { tags?: Readonly<Record<string, string>> }[];
  }[];
  return Object.fromEntries(
    all.map(({ alias = "", region, allowed_account_ids: accounts, assume_role: roles, default_tags: tagged }) => {
      const [account] = accounts ?? [];
      if (region === undefined || account === undefined) {
        throw new UserError(`${file}: provider "${alias || "aws"}" must name its region and allowed_account_ids`);
      }
      const roleArn = roles?.[0]?.role_arn;
      const tags = tagged?.[0]?.tags;
      return [alias, { region, account, ...(roleArn !== undefined && { roleArn }), ...(tags && { tags }) }];
    }),
  );
}
