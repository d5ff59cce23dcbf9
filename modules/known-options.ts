import type { IConstruct } from "constructs";
import { unknownKey } from "./closest";

/** Every key of an options type; TypeScript refuses a table that lacks one. */
export type KeysOf<Options> = { readonly [Key in keyof Options]-?: true };

/** Throws if an option is unknown: without type checking, a misspelled option would be ignored. */
export function assertKnown<Options extends object>(scope: IConstruct, options: Options, keys: KeysOf<Options>): void {
  const known = Object.keys(keys);
  const unknown = Object.keys(options).filter((key) => !known.includes(key));
  if (unknown.length === 0) return;
  throw new Error(unknown.map((key) => `${scope.node.path}: ${key} is ${unknownKey(key, known)}`).join("\n"));
}
