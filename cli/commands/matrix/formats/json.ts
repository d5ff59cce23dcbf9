import type { Cell, Matrix } from "../../../access/compute";
import type { Setting } from "../../../access/settings";

/** The matrix as others read it. Fields are only ever added; `version` changes when one goes or changes. */
export interface MatrixJson {
  readonly version: 1;
  readonly name: string;
  readonly subjects: readonly { readonly id: string; readonly title: string }[];
  readonly deeds: readonly { readonly id: string; readonly target: string; readonly title: string }[];
  /** One for each deed and subject, deed by deed. */
  readonly cells: readonly ({ readonly deed: string; readonly subject: string } & Cell)[];
  readonly settings: readonly Setting[];
}

export function asJson({ name, subjects, deeds, cells, settings }: Matrix): MatrixJson {
  return {
    version: 1,
    name,
    subjects: subjects.map(({ id, title }) => ({ id, title })),
    deeds: deeds.map(({ id, target, title }) => ({ id, target, title })),
    cells: deeds.flatMap((deed, row) =>
      subjects.map((subject, column) => ({ deed: deed.id, subject: subject.id, ...cells[row]![column]! })),
    ),
    settings,
  };
}
