import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { closest } from "../../modules/closest";
import { isObject } from "../framework/is-object";
import { UserError } from "../framework/user-error";

const FORM = '{ "environments": { "prod": ["log-archive", "payments-trail"] } }';

/**
 * The environment of each stack that `audit-trail.json` names, the file beside a synthesized folder; for an app whose
 * stacks have no label. Throws a `UserError` for a file of another form, and for a stack that is not among `stacks` or
 * is named twice.
 */
export function declaredEnvironments(outdir: string, stacks: readonly string[]): ReadonlyMap<string, string> {
  const file = join(outdir, "..", "audit-trail.json");
  const declared = new Map<string, string>();
  if (!existsSync(file)) return declared;
  for (const [environment, names] of Object.entries(environmentsIn(file))) {
    for (const name of names) {
      if (!stacks.includes(name)) {
        const meant = closest(name, stacks);
        const hint = meant === undefined ? `it has ${stacks.join(", ")}` : `did you mean ${meant}?`;
        throw new UserError(`${file}: ${environment} has the stack "${name}", which is not in ${outdir}; ${hint}`);
      }
      const other = declared.get(name);
      if (other !== undefined) {
        throw new UserError(`${file}: the stack ${name} is in ${other} and in ${environment}; leave it in one of them`);
      }
      declared.set(name, environment);
    }
  }
  return declared;
}

function environmentsIn(file: string): Readonly<Record<string, readonly string[]>> {
  const refuse = (why: string) => new UserError(`${file} ${why}; write it like ${FORM}`);
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    throw refuse("cannot be read as JSON");
  }
  if (!isObject(json)) throw refuse("is not an object");
  const { environments, ...others } = json;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw refuse(`has the unknown key "${unknown}"`);
  if (!isObject(environments)) throw refuse("must have environments");
  for (const [name, stacks] of Object.entries(environments)) {
    const isList = Array.isArray(stacks) && stacks.length > 0 && stacks.every((one) => typeof one === "string");
    if (!isList) throw refuse(`must list the names of the stacks of ${name}`);
  }
  return environments as Record<string, string[]>;
}
