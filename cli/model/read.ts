import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../framework/user-error";
import type { Arguments, ProviderJson, RemoteState, StackJson, Move } from "./stack";

/** What the synthesized folder is made from: when one of these is newer, the folder tells of the past. */
const SOURCES = ["main.ts", "environments", "stacks", "modules"];

/** Names of the environments in a synthesized folder. Throws as `readStacks` does. */
export function environmentsIn(outdir: string): string[] {
  const parts = [join(outdir, "manifest.json"), join(outdir, "stacks")];
  if (!parts.every((part) => existsSync(part))) {
    throw new UserError(`${outdir} holds no synthesized app; run npm run synth`);
  }
  refuseStale(outdir);
  const names = readdirSync(join(outdir, "stacks")).map((name) => name.split("-")[0]!);
  if (names.length === 0) throw new UserError(`${outdir} holds no stacks; run npm run synth`);
  return [...new Set(names)].sort();
}

/**
 * Reads the stacks of one environment from a synthesized folder. Throws a `UserError` where the folder is missing,
 * broken, without the environment, or older than the sources beside it.
 */
export function readStacks(outdir: string, environment: string): StackJson[] {
  const known = environmentsIn(outdir);
  if (!known.includes(environment)) {
    throw new UserError(`${outdir} has no environment "${environment}", it has ${known.join(", ")}; see ENVIRONMENT`);
  }
  const folder = join(outdir, "stacks");
  const names = readdirSync(folder).filter((name) => name.startsWith(`${environment}-`));
  return names.sort().map((name) => readStack(join(folder, name, "cdk.tf.json"), name));
}

/** Reads one stack. Throws a `UserError` where the file is missing or no Terraform JSON. */
export function readStack(file: string, name: string): StackJson {
  const json = parse(file);
  const resources = (json["resource"] ?? {}) as StackJson["resources"];
  // To JavaScript the name means another thing, and nobody has a reason to choose it.
  if (Object.values(resources).some((all) => Object.hasOwn(all, "__proto__"))) {
    throw new UserError(`${file} has a resource called __proto__; choose another name`);
  }
  return {
    name,
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

function parse(file: string): Record<string, unknown> {
  const refuse = (why: string) =>
    new UserError(`${file} cannot be read as Terraform JSON (${oneLine(why)}); run npm run synth`);
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw refuse((error as Error).message);
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw refuse("it is no object");
  return json as Record<string, unknown>;
}

/** What JSON.parse says holds a piece of the file, new lines with it. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}

function providers(json: unknown, file: string): Record<string, ProviderJson> {
  const all = ((json as { aws?: Arguments[] } | undefined)?.aws ?? []) as {
    alias?: string;
    region?: string;
    allowed_account_ids?: string[];
    assume_role?: { role_arn?: string }[];
  }[];
  return Object.fromEntries(
    all.map(({ alias = "", region, allowed_account_ids: accounts, assume_role: roles }) => {
      const [account] = accounts ?? [];
      if (region === undefined || account === undefined) {
        throw new UserError(`${file}: provider "${alias || "aws"}" must name its region and allowed_account_ids`);
      }
      const roleArn = roles?.[0]?.role_arn;
      return [alias, { region, account, ...(roleArn !== undefined && { roleArn }) }];
    }),
  );
}

function refuseStale(outdir: string): void {
  const written = statSync(join(outdir, "manifest.json")).mtimeMs;
  const base = join(outdir, "..");
  const newer = SOURCES.map((source) => join(base, source)).find((path) => existsSync(path) && newest(path) > written);
  if (newer !== undefined) throw new UserError(`${outdir} is older than ${newer}; run npm run synth`);
}

function newest(path: string): number {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}
