import type { CellChange } from "../access";
import type { Finding } from "../finding";
import type { Review } from "../review";
import type { Cell } from "./sections";

export const CELL_HEAD = ["who", "what", "on", "before", "after", "by"];

/** Cells that turn alike as one row: whoever comes by the same statements to the same, with all that he comes to. */
export function cellRows(cells: readonly CellChange[]): Cell[][] {
  const byDeed = groups(cells, (cell) => [cell.deed, ...turnOf(cell)]).map((alike) => ({
    subjects: alike.map(({ subject }) => subject),
    deeds: [alike[0]!.deed],
    turn: turnOf(alike[0]!),
  }));
  return groups(byDeed, ({ subjects, turn }) => [...subjects, ...turn]).map((alike) => {
    const { subjects, turn } = alike[0]!;
    const [target, before, after, by] = turn;
    return [subjects, alike.flatMap(({ deeds }) => deeds), target, before, after, by];
  });
}

/** What a reader must know first: what harms the trail, then who gains what, else what nobody can say. */
export function headlines({ findings, access }: Pick<Review, "findings" | "access">): string[] {
  const open = (level: Finding["level"]) =>
    findings.filter((finding) => finding.level === level && finding.accepted === undefined);
  const lines = (some: readonly Finding[]) => {
    const shown = some.slice(0, SUBJECTS).map(({ address, what }) => `${address}: ${what}`);
    return some.length > SUBJECTS ? [...shown, `and ${some.length - SUBJECTS} more, see below`] : shown;
  };
  const grave = [...lines(open("guard")), ...gains(access)];
  return grave.length > 0 ? grave : lines([...open("gained"), ...open("undecided")]);
}

/** The first of those who gain something, `CloudTrail for another trail may now: make a data key (key)`. */
function gains({ gained }: { readonly gained: readonly CellChange[] }): string[] {
  const bySubject = groups(gained, ({ subject }) => [subject]);
  const lines = bySubject.slice(0, SUBJECTS).map((cells) => {
    const byTarget = groups(cells.slice(0, DEEDS), ({ target }) => [target]);
    const deeds = byTarget.map((some) => `${some.map(({ deed }) => deed).join(", ")} (${some[0]!.target})`);
    const more = cells.length > DEEDS ? [`and ${cells.length - DEEDS} more`] : [];
    return `${cells[0]!.subject} may now: ${[...deeds, ...more].join(", ")}`;
  });
  const left = bySubject.length - lines.length;
  return left > 0 ? [...lines, `and ${left} more ${left === 1 ? "subject" : "subjects"}, see below`] : lines;
}

/** Three lines are read; ten are not. */
const SUBJECTS = 3;
const DEEDS = 3;

type Turn = readonly [target: string, before: string, after: string, by: string];

function turnOf({ target, before, after, by, wasBy }: CellChange): Turn {
  const deciding = by.length > 0 ? by : wasBy;
  const sids = [...new Set(deciding.map(({ sid }) => sid))].join(", ");
  return [target, before ?? "not there", after ?? "not there", sids];
}

/** In the order in which each group begins. */
function groups<Item>(items: readonly Item[], keyOf: (item: Item) => readonly string[]): Item[][] {
  const all = new Map<string, Item[]>();
  for (const item of items) {
    const key = JSON.stringify(keyOf(item));
    const group = all.get(key);
    if (group) group.push(item);
    else all.set(key, [item]);
  }
  return [...all.values()];
}
