import { isObject } from "../framework/is-object";
import { synthCommand } from "../framework/package";
import { UserError } from "../framework/user-error";
import type { Arguments } from "./stack";

/** A resource does not have the shape that the provider gives it, or a plan hides the value as sensitive. */
export class Unreadable extends UserError {
  constructor() {
    super(
      `a resource has text or a list where Terraform writes a block; run ${synthCommand()}, or create the plan again`,
    );
  }
}

/** A value inside nested blocks, which Terraform JSON writes as objects, and a plan as lists with one item. */
export function at(values: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((value, key) => blocksOf(value)[0]?.[key], values);
}

/** The blocks of one name; empty if there are none. */
export function blocks(values: Arguments | undefined, name: string): readonly Arguments[] {
  return blocksOf(values?.[name]);
}

export function blocksOf(value: unknown): readonly Arguments[] {
  if (value === undefined || value === null) return [];
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.map((block) => {
    if (!isObject(block)) throw new Unreadable();
    return block;
  });
}

export function texts(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new Unreadable();
  return value.map(String);
}

/** A number inside nested blocks; 0 if it is not set. */
export function numberAt(values: Arguments | undefined, path: string): number {
  const written = at(values, path) ?? 0;
  const value = typeof written === "string" && /^\d+$/.test(written) ? Number(written) : written;
  if (typeof value !== "number") throw new Unreadable();
  return value;
}
