import type { Environment } from "../model/environment";
import { policiesIn } from "../model/policies-in";
import { evaluate, type Caller, type Outcome } from "../policy/evaluate";
import { checkPolicies } from "../policy/check-policies";
import { isNonPolicyDenial, type AccessCase } from "./access-case";
import { accessCasesOf } from "./access-cases";
import { likenessFor } from "./likeness";
import { notEvaluatedIn } from "./not-evaluated";
import type { Setting } from "./setting";
import { settingsOf } from "./settings";
import type { Subject } from "./subject";
import { subjectsOf } from "./subjects";

/** A cell of the matrix. */
export interface Cell extends Outcome {
  /** If no statement decided: the API action that nothing allows, such as `kms:Decrypt`. */
  readonly missing?: string;
}

/** Who can do what: `cells[accessCase][subject]`, both by position; and the settings outside policies. */
export interface Matrix {
  readonly name: string;
  readonly subjects: readonly Subject[];
  readonly accessCases: readonly AccessCase[];
  readonly cells: readonly (readonly Cell[])[];
  readonly settings: readonly Setting[];
  /** What may give or take access and is not in the cells. */
  readonly notEvaluated: readonly string[];
}

/** Evaluates every action for every subject, or for some. Throws a `UserError` for a policy that AWS would refuse. */
export function computeMatrix(
  environment: Environment,
  subjects: readonly Subject[] = subjectsOf(environment),
): Matrix {
  checkPolicies(policiesIn(environment).map(({ policy }) => policy));
  const accessCases = accessCasesOf(environment);
  const cells = accessCases.map((accessCase) => rowOf(accessCase, subjects));
  const settings = settingsOf(environment);
  return { name: environment.name, subjects, accessCases, cells, settings, notEvaluated: notEvaluatedIn(environment) };
}

/** Evaluates once for all callers whom the policies cannot tell apart: a fleet has hundreds of them. */
function rowOf(accessCase: AccessCase, subjects: readonly Subject[]): Cell[] {
  const [first] = subjects;
  const calls = first ? accessCase.steps(first.caller).flatMap((step) => (isNonPolicyDenial(step) ? [] : [step])) : [];
  const likenessOf = likenessFor(calls);
  const known = new Map<string, Cell>();
  return subjects.map(({ caller }) => {
    const likeness = likenessOf(caller);
    const cell = known.get(likeness) ?? evaluateCase(accessCase, caller);
    known.set(likeness, cell);
    return cell;
  });
}

/** An action is allowed when every step is; the first step that is denied decides. */
export function evaluateCase(accessCase: AccessCase, caller: Caller): Cell {
  const decidedBy: Outcome["decidedBy"][number][] = [];
  let undecided: Cell | undefined;
  for (const step of accessCase.steps(caller)) {
    if (isNonPolicyDenial(step)) return { decision: "denied explicitly", decidedBy: [step] };
    const outcome = evaluate(step);
    if (outcome.decision === "denied") return { ...outcome, missing: step.action };
    if (outcome.decision === "denied explicitly") return outcome;
    if (outcome.decision === "undecided") undecided ??= outcome;
    decidedBy.push(
      ...outcome.decidedBy.filter(
        ({ source, sid }) => !decidedBy.some((one) => one.source === source && one.sid === sid),
      ),
    );
  }
  return undecided ?? { decision: "allowed", decidedBy };
}
