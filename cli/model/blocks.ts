import { synthCommand } from "../framework/package";
import { UserError } from "../framework/user-error";
import type { Arguments } from "./stack";

/** What a resource says is not of the shape that the provider gives it; also where a plan hides it as sensitive. */
export class Unreadable extends UserError {
  constructor() {
    super(`a resource has a text or a list where Terraform writes a block; run ${synthCommand()}, or mend the plan`);
  }
}

/** A value deep in blocks, which Terraform JSON writes as objects, and a plan as lists of one. */
export function at(values: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((value, key) => blocksOf(value)[0]?.[key], values);
}

/** The blocks of one name; of none where it is not set. */
export function blocks(values: Arguments | undefined, name: string): readonly Arguments[] {
  return blocksOf(values?.[name]);
}

export function blocksOf(value: unknown): readonly Arguments[] {
  if (value === undefined || value === null) return [];
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.map((block) => {
    if (typeof block !== "object" || block === null || Array.isArray(block)) throw new Unreadable();
    return block as Arguments;
  });
}

export function texts(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new Unreadable();
  return value.map(String);
}

/** A number deep in blocks, 0 where it is not set. */
export function numberAt(values: Arguments | undefined, path: string): number {
  const written = at(values, path) ?? 0;
  const value = typeof written === "string" && /^\d+$/.test(written) ? Number(written) : written;
  if (typeof value !== "number") throw new Unreadable();
  return value;
}
