import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { STACK_LABEL } from "../../stacks/names";
import { UserError } from "../framework/user-error";
import { isObject } from "../framework/is-object";
import { synthCommand } from "../framework/package";
import { declaredEnvironments } from "./declared";

type Json = Readonly<Record<string, unknown>>;

/** A synthesized stack. */
export interface SynthesizedStack {
  readonly name: string;
  /** From `audit-trail.json` or the stack's label. A stack that neither names is an environment of its own. */
  readonly environment: string;
  /** Whether one of them names its environment. */
  readonly isNamed: boolean;
  /** `archive`; `undefined` for a stack without a label. */
  readonly kind: string | undefined;
  /** Folder with `cdk.tf.json`, where Terraform runs. */
  readonly folder: string;
  /** Names of the stacks that must be deployed before it. */
  readonly dependencies: readonly string[];
  /** `cdk.tf.json` */
  readonly json: Json;
}

/** The sources of the synthesized folder. If one of them is newer, the folder is out of date. */
const SOURCES = ["main.ts", "environments", "stacks", "modules"];

/**
 * Every stack in the folder's manifest, sorted by name. Throws a `UserError` if the folder is missing, broken, or older
 * than the sources next to it. `advice` says what to do about a missing folder.
 */
export function readFolder(
  outdir: string,
  advice = `run ${synthCommand()}, or give its folder with --outdir`,
): SynthesizedStack[] {
  const manifest = join(outdir, "manifest.json");
  if (!existsSync(manifest)) throw new UserError(`${outdir} ${whatIsMissing(outdir)}; ${advice}`);
  refuseStale(outdir);
  const { stacks } = readJson(manifest);
  const entries = isObject(stacks) ? Object.entries(stacks) : [];
  if (entries.length === 0) throw new UserError(`${manifest} lists no stacks; run ${synthCommand()}`);
  const declared = declaredEnvironments(outdir, Object.keys(stacks as Json));
  return entries
    .map(([name, entry]) => readEntry(outdir, name, entry, declared.get(name)))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function whatIsMissing(outdir: string): string {
  const stats = statSync(outdir, { throwIfNoEntry: false });
  if (stats?.isDirectory()) return "contains no synthesized app";
  if (stats) return "is a file, not a synthesized folder";
  return isAbsolute(outdir) ? "does not exist" : `does not exist in ${process.cwd()}`;
}

/**
 * The stacks of audit trails. An app may have others next to them: those that have neither a named environment nor a
 * trail. If all stacks are like that, all are returned.
 */
export function auditStacks(stacks: readonly SynthesizedStack[]): readonly SynthesizedStack[] {
  const own = stacks.filter(({ isNamed, json }) => isNamed || resourcesOf(json, "aws_cloudtrail").length > 0);
  return own.length > 0 ? own : stacks;
}

/** The arguments of each resource of one type in a stack's JSON. */
export function resourcesOf({ resource }: Json, type: string): Json[] {
  const all = isObject(resource) ? resource[type] : undefined;
  return isObject(all) ? Object.values(all).filter(isObject) : [];
}

/** Names of the environments of these stacks, without duplicates. */
export function environmentsOf(stacks: readonly Pick<SynthesizedStack, "environment">[]): string[] {
  return [...new Set(stacks.map(({ environment }) => environment))].sort();
}

function readEntry(outdir: string, name: string, entry: unknown, declared: string | undefined): SynthesizedStack {
  checkName(outdir, "stack", name);
  const folder = join(outdir, "stacks", name);
  const json = readJson(join(folder, "cdk.tf.json"));
  const { kind, environment: labelled } = labelOf(json);
  const environment = declared ?? labelled ?? name;
  checkName(outdir, "environment", environment);
  const dependencies: unknown = isObject(entry) ? entry["dependencies"] : undefined;
  return {
    name,
    environment,
    isNamed: (declared ?? labelled) !== undefined,
    kind,
    folder,
    dependencies: Array.isArray(dependencies) ? dependencies.map(String) : [],
    json,
  };
}

/** What the label in a stack's JSON says. */
function labelOf(json: Json): { readonly environment: string | undefined; readonly kind: string | undefined } {
  const label = isObject(json["//"]) ? json["//"][STACK_LABEL] : undefined;
  const { environment, kind } = isObject(label) ? label : {};
  return {
    environment: typeof environment === "string" ? environment : undefined,
    kind: typeof kind === "string" ? kind : undefined,
  };
}

/** Names become paths and words in shell scripts of the workflows, which read what a pull request wrote. */
function checkName(outdir: string, what: string, name: string): void {
  if (/^\w[\w.-]*$/.test(name)) return;
  throw new UserError(
    `${outdir} has the ${what} ${JSON.stringify(name)}; a name must consist of letters, digits, ".", "_" and "-", and must not begin with "." or "-"`,
  );
}

/** Throws a `UserError` if the file is missing or contains no JSON object. */
export function readJson(file: string): Json {
  const refuse = (why: string) =>
    new UserError(`${file} cannot be read as Terraform JSON (${oneLine(why)}); run ${synthCommand()}`);
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw refuse((error as Error).message);
  }
  if (!isObject(json)) throw refuse("it is not an object");
  return json;
}

/** The message of JSON.parse may quote the file, including line breaks. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}

function refuseStale(outdir: string): void {
  const written = statSync(join(outdir, "manifest.json")).mtimeMs;
  for (const source of SOURCES) {
    const newer = newerFile(join(outdir, "..", source), written);
    if (newer !== undefined) throw new UserError(`${outdir} is older than ${newer}; run ${synthCommand()}`);
  }
}

/** A file that is newer than a time in milliseconds. Hidden files, such as an editor's lock, are no sources. */
function newerFile(path: string, time: number): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) return stats && stats.mtimeMs > time ? path : undefined;
  for (const name of readdirSync(path)) {
    const newer = name.startsWith(".") ? undefined : newerFile(join(path, name), time);
    if (newer !== undefined) return newer;
  }
  return undefined;
}
