import type { Configuration } from "../configuration/model";
import type { Caller } from "../evaluator/caller";
import { evaluate, type Outcome } from "../evaluator/evaluate";
import { isBarrier, type Deed } from "./deed";
import { deedsOf } from "./deeds";
import { settingsOf, type Setting } from "./settings";
import { subjectsOf, type Subject } from "./subjects";

/** Who can do what: `cells[deed][subject]`, both by position; and what no policy decides. */
export interface Matrix {
  readonly name: string;
  readonly subjects: readonly Subject[];
  readonly deeds: readonly Deed[];
  readonly cells: readonly (readonly Outcome[])[];
  readonly settings: readonly Setting[];
}

/** Judges every deed for every subject. Throws a `Problem` where one cannot be judged. */
export async function computeMatrix(configuration: Configuration): Promise<Matrix> {
  const subjects = subjectsOf(configuration);
  const deeds = deedsOf(configuration);
  const cells: Outcome[][] = [];
  for (const deed of deeds) {
    const row: Outcome[] = [];
    for (const { caller } of subjects) row.push(await judge(deed, caller));
    cells.push(row);
  }
  return { name: configuration.name, subjects, deeds, cells, settings: settingsOf(configuration) };
}

/** A deed is allowed when every step is; the first step that is not decides. */
export async function judge(deed: Deed, caller: Caller): Promise<Outcome> {
  const by: Outcome["by"][number][] = [];
  for (const step of deed.steps(caller)) {
    if (isBarrier(step)) return { decision: "denied explicitly", by: [step] };
    const outcome = await evaluate(step);
    if (outcome.decision !== "allowed") return outcome;
    by.push(...outcome.by);
  }
  return { decision: "allowed", by };
}
