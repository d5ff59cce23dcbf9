import type { Decision } from "../../evaluator/evaluate";
import type { Matrix } from "../compute";

/** Subjects that fare alike in a row, and by which statements. */
export interface Reason {
  readonly decision: Decision;
  /** Titles, in the order of the columns. */
  readonly subjects: readonly string[];
  /** Sids, in the order in which they were met. */
  readonly sids: readonly string[];
}

/** Why a row is as it is: one reason for each group of subjects with the same decision by the same statements. */
export function reasonsOf({ subjects, cells }: Matrix, row: number): Reason[] {
  const groups = new Map<string, { decision: Decision; subjects: string[]; sids: string[] }>();
  cells[row]!.forEach(({ decision, by }, column) => {
    if (decision === "denied") return;
    const sids = [...new Set(by.map(({ sid }) => sid))];
    const key = `${decision} ${sids.join(" ")}`;
    const group = groups.get(key) ?? { decision, subjects: [], sids };
    group.subjects.push(subjects[column]!.title);
    groups.set(key, group);
  });
  return [...groups.values()];
}
