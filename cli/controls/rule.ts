import type { Statement } from "../../modules/policy";
import { sourceOf } from "../model/policies";
import type { StackResource } from "../model/stack";
import { NO_SID, type Policy } from "../policy/document";
import type { Check } from "./control";
import type { AssessedEnvironment } from "./environment";

/** A check of each item that `select` returns. Without items, there is nothing to check. */
export function forEach<Item>(
  select: (environment: AssessedEnvironment) => readonly Item[],
  faults: (item: Item, environment: AssessedEnvironment) => readonly string[],
): Check {
  return (environment) => {
    const items = select(environment);
    return items.length === 0 ? undefined : items.flatMap((item) => faults(item, environment));
  };
}

/** The arguments of a resource that differ from the expected values. */
export function differences(resource: StackResource, expected: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(expected)
    .filter(([name, value]) => resource.values[name] !== value)
    .map(([name, value]) => `${sourceOf(resource)}: ${name} must be ${value}, is ${resource.values[name] ?? "absent"}`);
}

/** A fault unless the condition is true. */
export function unless(holds: boolean, fault: string): string[] {
  return holds ? [] : [fault];
}

/** The faulty Allow statements of a policy, each named by its Sid. */
export function faultyAllows({ source, statements }: Policy, isFaulty: (statement: Statement) => boolean, why: string) {
  return statements
    .filter((statement) => statement.Effect === "Allow" && isFaulty(statement))
    .map(({ Sid = NO_SID }) => `${source}: ${Sid} ${why}`);
}

export function listOf<Item>(value: Item | readonly Item[] | undefined): readonly Item[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly Item[]) : [value as Item];
}

/** The principals of one kind in a statement. `"*"` stands for every kind. */
export function principalsOf({ Principal }: Statement, kind: "AWS" | "Service"): readonly string[] {
  if (Principal === undefined) return [];
  return Principal === "*" ? ["*"] : listOf(Principal[kind]);
}

/** Whether a condition of the statement limits this key to values other than "*". */
export function comparesWith({ Condition }: Statement, key: string): boolean {
  return Object.entries(Condition ?? {}).some(
    ([operator, keys]) =>
      /^(String|Arn)(Equals|Like)$/.test(operator) &&
      Object.entries(keys ?? {}).some(
        // AWS ignores case in the names of condition keys.
        ([name, values]) => name.toLowerCase() === key.toLowerCase() && !listOf(values).includes("*"),
      ),
  );
}
