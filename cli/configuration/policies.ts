import type { Statement } from "../../modules/policy";
import { Problem } from "../problem";
import type { StackResource } from "../synthesized/stack";
import type { Policy } from "./model";

/** Reads a policy argument. Throws a `Problem` where it is no policy JSON. */
export function readPolicy(resource: StackResource, argument: string): Policy {
  const source = sourceOf(resource);
  const text = resource.values[argument];
  const refuse = (why: string) => new Problem(`${source}: ${argument} ${why}; it must be a policy as JSON`);
  if (typeof text !== "string") throw refuse("is missing");
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw refuse("is no JSON");
  }
  const statements = (document as { Statement?: unknown } | null)?.Statement;
  if (!Array.isArray(statements)) throw refuse("has no list of statements");
  return { source, statements: statements as Statement[] };
}

export function sourceOf({ stack, address }: StackResource): string {
  return `${stack}/${address}`;
}
