import type { Verdict } from "../../controls/assess";
import { testFile } from "../../controls/catalogue";
import type { Control, Framework } from "../../controls/control";
import type { Exclusion } from "../../controls/exclusions";
import type { Contents } from "./table";

/** The controls as JSON. Fields may be added; `version` changes when one is removed or changes. */
export interface ControlsJson {
  readonly version: 1;
  readonly framework: Framework | undefined;
  /** What is not assessed. @default everything is */
  readonly notes?: readonly string[];
  readonly controls: readonly (Omit<Control, "check"> & {
    readonly test: string;
    readonly verdicts: readonly Verdict[];
  })[];
  readonly exclusions: readonly Omit<Exclusion, "at">[];
}

export function asJson({ framework, notes, assessments, exclusions }: Contents): ControlsJson {
  return {
    version: 1,
    framework,
    ...(notes.length > 0 && { notes }),
    controls: assessments.map(({ control: { check: _, ...told }, verdicts }) => ({
      ...told,
      test: testFile(told),
      verdicts,
    })),
    exclusions: exclusions.map(({ at: _, ...told }) => told),
  };
}
