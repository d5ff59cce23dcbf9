import { count } from "../../../render/count";
import type { CellChange } from "../cell-diff";
import type { Finding } from "../finding";
import type { Review } from "../review";

/** Lists have one line per item. */
export type Cell = string | readonly string[];

export const CELL_HEAD = ["who", "what", "on", "before", "after", "by"];

/** Groups cells with the same change into one row: the same statements give the same access. */
export function cellRows(cells: readonly CellChange[]): Cell[][] {
  const byCase = groups(cells, (cell) => [cell.accessCase, ...turnOf(cell)]).map((alike) => ({
    subjects: alike.map(({ subject }) => subject),
    accessCases: [alike[0]!.accessCase],
    turn: turnOf(alike[0]!),
  }));
  return groups(byCase, ({ subjects, turn }) => [...subjects, ...turn]).map((alike) => {
    const { subjects, turn } = alike[0]!;
    const [target, before, after, by] = turn;
    return [subjects, alike.flatMap(({ accessCases }) => accessCases), target, before, after, by];
  });
}

export const WHO_HEAD = ["who", "on", "what"];

/** The access of each subject, with a row for each target; people and roles first. */
export function whoRows(cells: readonly CellChange[]): Cell[][] {
  const isPrincipal = ({ subjectKind }: CellChange) => subjectKind === "principal";
  const ordered = [...cells.filter(isPrincipal), ...cells.filter((cell) => !isPrincipal(cell))];
  return groups(ordered, ({ subject, target }) => [subject, target]).map((alike) => {
    const { subject, target } = alike[0]!;
    return [subject, target, alike.map(({ accessCase }) => accessCase)];
  });
}

/** The most important facts: damage to the trail, then new access, otherwise what is undecided. */
export function headlines({ findings, access }: Pick<Review, "findings" | "access">): string[] {
  const open = (level: Finding["level"]) =>
    findings.filter((finding) => finding.level === level && finding.accepted === undefined);
  const lines = (some: readonly Finding[]) => {
    const shown = some.slice(0, SUBJECTS).map(({ address, what }) => `${address}: ${what}`);
    return some.length > SUBJECTS ? [...shown, `and ${some.length - SUBJECTS} more, see below`] : shown;
  };
  const isOutOfScope = ({ kind, protection }: Finding) => kind === "access" && protection !== undefined;
  const grave = [...lines(open("weakened")), ...gains(access), ...lines(open("gained").filter(isOutOfScope))];
  return grave.length > 0 ? grave : lines([...open("gained"), ...open("undecided")]);
}

/** The first subjects that gain access: `CloudTrail for another trail may now: generate a data key (key)`. */
function gains({ gained }: { readonly gained: readonly CellChange[] }): string[] {
  const bySubject = groups(gained, ({ subject }) => [subject]);
  const lines = bySubject.slice(0, SUBJECTS).map((cells) => {
    const byTarget = groups(cells.slice(0, ACCESS_CASES), ({ target }) => [target]);
    const accessCases = byTarget.map(
      (some) => `${some.map(({ accessCase }) => accessCase).join(", ")} (${some[0]!.target})`,
    );
    const more = cells.length > ACCESS_CASES ? [`and ${cells.length - ACCESS_CASES} more`] : [];
    return `${cells[0]!.subject} may now: ${[...accessCases, ...more].join(", ")}`;
  });
  const left = bySubject.length - lines.length;
  return left > 0 ? [...lines, `and ${count(left, "more subject")}, see below`] : lines;
}

/** Readers read three lines, but not ten. */
const SUBJECTS = 3;
const ACCESS_CASES = 3;

type Turn = readonly [target: string, before: string, after: string, by: string];

function turnOf({ target, before, after, decidedBy, wasDecidedBy }: CellChange): Turn {
  const deciding = decidedBy.length > 0 ? decidedBy : wasDecidedBy;
  const sids = [...new Set(deciding.map(({ sid }) => sid))].join(", ");
  return [target, before ?? "not there", after ?? "not there", sids];
}

/** Groups in the order of their first items. */
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
