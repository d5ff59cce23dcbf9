import type { Environment } from "../model/environment";
import { policiesIn } from "../model/policies-in";
import type { Caller } from "../policy/simulate/caller";
import { checkPolicies } from "../policy/simulate/check-policies";
import { evaluate, type Outcome } from "../policy/simulate/evaluate";
import { isNonPolicyDenial, type AccessCase } from "./access-case";
import { accessCasesOf } from "./access-cases";
import { settingsOf, type Setting } from "./settings";
import type { Subject } from "./subject";
import { subjectsOf } from "./subjects";

/** A cell of the matrix. */
export interface Cell extends Outcome {
  /** Where no statement decided: the action of the action that nothing allows, `kms:Decrypt`. */
  readonly missing?: string;
}

/** Who can do what: `cells[action][subject]`, both by position; and what no policy decides. */
export interface Matrix {
  readonly name: string;
  readonly subjects: readonly Subject[];
  readonly accessCases: readonly AccessCase[];
  readonly cells: readonly (readonly Cell[])[];
  readonly settings: readonly Setting[];
}

/** Judges every action for every subject, or for some. Throws a `UserError` where one cannot be judged. */
export async function computeMatrix(
  environment: Environment,
  subjects: readonly Subject[] = subjectsOf(environment),
): Promise<Matrix> {
  await checkPolicies(policiesIn(environment).map(({ policy }) => policy));
  const accessCases = accessCasesOf(environment);
  const cells: Cell[][] = [];
  for (const accessCase of accessCases) {
    const row: Cell[] = [];
    for (const { caller } of subjects) row.push(await evaluateCase(accessCase, caller));
    cells.push(row);
  }
  return { name: environment.name, subjects, accessCases, cells, settings: settingsOf(environment) };
}

/** An action is allowed when every step is; the first step that is not decides. */
export async function evaluateCase(accessCase: AccessCase, caller: Caller): Promise<Cell> {
  const decidedBy: Outcome["decidedBy"][number][] = [];
  for (const step of accessCase.steps(caller)) {
    if (isNonPolicyDenial(step)) return { decision: "denied explicitly", decidedBy: [step] };
    const outcome = await evaluate(step);
    if (outcome.decision === "denied") return { ...outcome, missing: step.action };
    if (outcome.decision === "denied explicitly") return outcome;
    decidedBy.push(
      ...outcome.decidedBy.filter(
        ({ source, sid }) => !decidedBy.some((one) => one.source === source && one.sid === sid),
      ),
    );
  }
  return { decision: "allowed", decidedBy };
}
