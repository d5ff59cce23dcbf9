import { UserError } from "../framework/user-error";
import { InvalidPolicy, readDocument, type Policy, type PolicyDocument } from "../policy/document";
import type { StackResource } from "./stack";

const known = new Map<string, Policy>();

/**
 * Reads a policy argument. The same text of the same resource gives the same object, so that results about it can be
 * cached. Throws a `UserError` if it is not a policy document.
 */
export function readPolicy(resource: StackResource, argument: string): Policy {
  const source = sourceOf(resource);
  const text = resource.values[argument];
  const name = JSON.stringify([source, argument, text]);
  const read = known.get(name) ?? { source, ...documentOf(source, argument, text) };
  known.set(name, read);
  return read;
}

function documentOf(source: string, argument: string, text: unknown): PolicyDocument {
  if (text === undefined) throw new UserError(`${source}: ${argument} is missing; it must be a policy as JSON`);
  try {
    return readDocument(text);
  } catch (error) {
    if (!(error instanceof InvalidPolicy)) throw error;
    throw new UserError(`${source}: ${argument} cannot be read as a policy: ${error.message}`);
  }
}

export function sourceOf({ stack, address }: StackResource): string {
  return `${stack}/${address}`;
}
