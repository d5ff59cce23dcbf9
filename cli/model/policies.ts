import type { Statement } from "../../modules/policy";
import { UserError } from "../framework/user-error";
import type { StackResource } from "./stack";
import type { Policy } from "./model";

const known = new Map<string, Policy>();

/**
 * Reads a policy argument. The same text of the same resource is the same policy, so that what was decided by it once
 * is decided. Throws a `UserError` where it is no policy JSON.
 */
export function readPolicy(resource: StackResource, argument: string): Policy {
  const source = sourceOf(resource);
  const text = resource.values[argument];
  const name = JSON.stringify([source, argument, text]);
  const read = known.get(name) ?? parsePolicy(source, argument, text);
  known.set(name, read);
  return read;
}

function parsePolicy(source: string, argument: string, text: unknown): Policy {
  const refuse = (why: string) => new UserError(`${source}: ${argument} ${why}; it must be a policy as JSON`);
  if (typeof text !== "string") throw refuse("is missing");
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw refuse("is no JSON");
  }
  const statements = (document as { Statement?: unknown } | null)?.Statement;
  if (!Array.isArray(statements)) throw refuse("has no list of statements");
  if (!statements.every(isObject)) throw refuse("has a statement that is no object");
  return { source, statements: statements as Statement[] };
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function sourceOf({ stack, address }: StackResource): string {
  return `${stack}/${address}`;
}
