import { AwsFailure } from "../../aws/errors";
import { count } from "../../render/count";
import { pass, sameLines, type Finding } from "../check";
import type { Context } from "../context";

/** A resource as lines of text, one for each setting that is compared. */
export interface Item {
  readonly name: string;
  readonly lines: readonly string[];
}

/** Compares each configured resource with the one of its name. `found`: its lines, or undefined if it is not there. */
export async function compareItems(
  { keys }: Context,
  expected: readonly Item[],
  found: (item: Item) => Promise<readonly string[] | undefined>,
): Promise<Finding> {
  const differences = await Promise.all(
    expected.map(async (item): Promise<Finding> => {
      const lines = await found(item);
      if (lines === undefined) return { state: "fail", found: "", details: ["not there"] };
      return sameLines(await Promise.all(item.lines.map((line) => keys.inText(line))), lines);
    }),
  );
  const wrong = expected.flatMap(({ name }, index) => {
    const { state, details = [] } = differences[index]!;
    return state === "pass" ? [] : [{ name, state, details: details.map((line) => `${name}: ${line}`) }];
  });
  if (wrong.length === 0) return pass(`${expected.length} as configured`);
  return {
    state: wrong.some(({ state }) => state === "fail") ? "fail" : "unknown",
    found: `${count(wrong.length, "difference")} in ${wrong.map(({ name }) => name).join(", ")}`,
    details: wrong.flatMap(({ details }) => details),
  };
}

/** An answer, or undefined if AWS reports that the resource does not exist. Throws all other errors. */
export async function orUndefined<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof AwsFailure && error.kind === "missing") return undefined;
    throw error;
  }
}

/** JSON in which the order of keys makes no difference; any other text unchanged. */
export function sortedJson(text: unknown): string {
  try {
    return JSON.stringify(sorted(JSON.parse(String(text))));
  } catch {
    return String(text);
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
