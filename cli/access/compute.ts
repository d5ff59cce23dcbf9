import type { Configuration } from "../model/model";
import { policiesIn } from "../model/policies-in";
import type { Caller } from "../policy/simulate/caller";
import { checkPolicies } from "../policy/simulate/check-policies";
import { evaluate, type Outcome } from "../policy/simulate/evaluate";
import { isBarrier, type Deed } from "./deed";
import { deedsOf } from "./deeds";
import { settingsOf, type Setting } from "./settings";
import type { Subject } from "./subject";
import { subjectsOf } from "./subjects";

/** A cell of the matrix. */
export interface Cell extends Outcome {
  /** Where no statement decided: the action of the deed that nothing allows, `kms:Decrypt`. */
  readonly missing?: string;
}

/** Who can do what: `cells[deed][subject]`, both by position; and what no policy decides. */
export interface Matrix {
  readonly name: string;
  readonly subjects: readonly Subject[];
  readonly deeds: readonly Deed[];
  readonly cells: readonly (readonly Cell[])[];
  readonly settings: readonly Setting[];
}

/** Judges every deed for every subject. Throws a `Problem` where one cannot be judged. */
export async function computeMatrix(configuration: Configuration): Promise<Matrix> {
  await checkPolicies(policiesIn(configuration).map(({ policy }) => policy));
  const subjects = subjectsOf(configuration);
  const deeds = deedsOf(configuration);
  const cells: Cell[][] = [];
  for (const deed of deeds) {
    const row: Cell[] = [];
    for (const { caller } of subjects) row.push(await judge(deed, caller));
    cells.push(row);
  }
  return { name: configuration.name, subjects, deeds, cells, settings: settingsOf(configuration) };
}

/** A deed is allowed when every step is; the first step that is not decides. */
export async function judge(deed: Deed, caller: Caller): Promise<Cell> {
  const by: Outcome["by"][number][] = [];
  for (const step of deed.steps(caller)) {
    if (isBarrier(step)) return { decision: "denied explicitly", by: [step] };
    const outcome = await evaluate(step);
    if (outcome.decision === "denied") return { ...outcome, missing: step.action };
    if (outcome.decision === "denied explicitly") return outcome;
    by.push(...outcome.by.filter(({ source, sid }) => !by.some((one) => one.source === source && one.sid === sid)));
  }
  return { decision: "allowed", by };
}
