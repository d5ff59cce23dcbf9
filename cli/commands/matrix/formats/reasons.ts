import type { Decision } from "../../../policy/evaluate";
import type { Cell, Matrix } from "../../../access/compute";
import { isNonPolicyDenial } from "../../../access/access-case";

/** A decision of certain statements, or of their absence, with its subjects and rows. */
export interface Reason {
  readonly decision: Decision;
  /** The statements that together allow, or the one that denies. Empty if nothing allows `missing`. */
  readonly sids: readonly string[];
  /** The action that nothing allows, if other actions of the access case are allowed. */
  readonly missing: string | undefined;
  /** The unknown values of an undecided request. */
  readonly unknown: readonly string[];
  /** Positions of the subjects. */
  readonly columns: readonly number[];
  /** Titles, in the order of the rows. */
  readonly accessCases: readonly string[];
  /** Whether these are all rows of the target. */
  readonly everything: boolean;
}

type Cause = Pick<Reason, "decision" | "sids" | "missing" | "unknown">;

/**
 * The reasons for the decisions in the rows of a target. Each denying statement is listed separately, because it denies
 * on its own. Rows whose first action nothing allows are omitted.
 */
export function reasonsOf(matrix: Matrix, target: string): Reason[] {
  const found = new Map<string, Omit<Reason, "everything">>();
  const count = matrix.accessCases.filter((accessCase) => accessCase.target === target).length;
  matrix.accessCases.forEach((accessCase, row) => {
    if (accessCase.target !== target) return;
    for (const { cause, columns } of causesOfRow(matrix, row)) {
      const key = JSON.stringify([cause, columns]);
      found.set(key, { ...cause, columns, accessCases: [...(found.get(key)?.accessCases ?? []), accessCase.title] });
    }
  });
  return [...found.values()].map((reason) => ({
    ...reason,
    everything: reason.accessCases.length === count && count > 1,
  }));
}

function causesOfRow(matrix: Matrix, row: number): { cause: Cause; columns: number[] }[] {
  const found = new Map<string, { cause: Cause; columns: number[] }>();
  matrix.cells[row]!.forEach((cell, column) => {
    for (const cause of causesOf(cell, firstAction(matrix, row, column))) {
      const key = JSON.stringify(cause);
      found.set(key, { cause, columns: [...(found.get(key)?.columns ?? []), column] });
    }
  });
  return [...found.values()];
}

function causesOf({ decision, decidedBy, missing, unknown = [] }: Cell, first: string | undefined): Cause[] {
  const sids = [...new Set(decidedBy.map(({ sid }) => sid))];
  const cause = { decision, sids, missing: undefined, unknown };
  switch (decision) {
    case "allowed":
    case "undecided":
      return [cause];
    case "denied explicitly":
      return sids.map((sid) => ({ ...cause, sids: [sid] }));
    case "denied":
      return missing === undefined || missing === first ? [] : [{ ...cause, missing }];
  }
}

function firstAction({ subjects, accessCases }: Matrix, row: number, column: number): string | undefined {
  const [first] = accessCases[row]!.steps(subjects[column]!.caller);
  return first && !isNonPolicyDenial(first) ? first.action : undefined;
}
