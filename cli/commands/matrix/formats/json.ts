import type { Cell, Matrix } from "../../../access/compute";
import type { Setting } from "../../../access/setting";

/** The matrix as JSON. Fields may be added; `version` changes when one is removed or changes. */
export interface MatrixJson {
  readonly version: 1;
  readonly name: string;
  readonly subjects: readonly { readonly id: string; readonly title: string }[];
  readonly accessCases: readonly { readonly id: string; readonly target: string; readonly title: string }[];
  /** One for each access case and subject, row by row. */
  readonly cells: readonly ({ readonly accessCase: string; readonly subject: string } & Cell)[];
  readonly settings: readonly Setting[];
  readonly notEvaluated: readonly string[];
}

export function asJson({ name, subjects, accessCases, cells, settings, notEvaluated }: Matrix): MatrixJson {
  return {
    version: 1,
    name,
    subjects: subjects.map(({ id, title }) => ({ id, title })),
    accessCases: accessCases.map(({ id, target, title }) => ({ id, target, title })),
    cells: accessCases.flatMap((accessCase, row) =>
      subjects.map((subject, column) => ({ accessCase: accessCase.id, subject: subject.id, ...cells[row]![column]! })),
    ),
    settings,
    notEvaluated,
  };
}
