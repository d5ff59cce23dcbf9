import type { Cell, Sink } from "../sink";

/** Rows of a result, as they arrive. */
export interface Answer {
  /** Each name once. */
  readonly columns: readonly string[];
  readonly rows: AsyncIterable<readonly (readonly Cell[])[]>;
}

/** The names of columns, each once: in a JSON object, the second of two would replace the first. */
export function distinctNames(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.map((name) => {
    let distinct = name;
    for (let number = 2; seen.has(distinct); number += 1) distinct = `${name}_${number}`;
    seen.add(distinct);
    return distinct;
  });
}

/** Writes the rows, and returns how many there are. */
export async function writeAnswer({ columns, rows }: Answer, sink: Sink, beforeRows: () => void): Promise<number> {
  sink.begin(columns);
  let found = 0;
  for await (const some of rows) {
    beforeRows();
    found += some.length;
    for (const row of some) sink.row(row);
  }
  return found;
}
