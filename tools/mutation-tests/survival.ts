import type { Environment } from "../../cli/model/environment";
import type { Call, Caller, Outcome } from "../../cli/policy/evaluate";
import { speaksOf } from "../../cli/policy/elements";
import { evaluateCase, type Matrix } from "../../cli/access/compute";
import { isNonPolicyDenial, type AccessCase } from "../../cli/access/access-case";
import { accessCasesOf } from "../../cli/access/access-cases";
import { settingsOf } from "../../cli/access/settings";
import type { Subject } from "../../cli/access/subject";
import { withPolicy, type Mutant } from "./mutants";

/** A cell of the matrix that a change may affect. */
interface Candidate {
  readonly accessCase: AccessCase;
  readonly caller: Caller;
  readonly before: Outcome;
}

/** Whether no cell of the matrix changes with a mutant. Stops at the first cell that changes. */
export function policySurvives(environment: Environment, matrix: Matrix, mutant: Mutant): boolean {
  const accessCases = new Map(
    accessCasesOf(withPolicy(environment, mutant)).map((accessCase) => [accessCase.id, accessCase]),
  );
  const callers = matrix.subjects.map((subject) => callerAfter(subject, mutant));
  const candidates = matrix.accessCases
    .flatMap(({ id }, row) =>
      callers.map((caller, column): Candidate => {
        const accessCase = accessCases.get(id);
        if (!accessCase) throw new Error(`${mutant.title}: the access case ${id} no longer exists`);
        return { accessCase, caller, before: matrix.cells[row]![column]! };
      }),
    )
    .filter((candidate) => canTurn(candidate, mutant));
  const decidedBefore = ({ before }: Candidate) =>
    before.decidedBy.some(({ source, sid }) => source === mutant.from.source && sid === mutant.statement.Sid);
  const likelyFirst = [...candidates.filter(decidedBefore), ...candidates.filter((one) => !decidedBefore(one))];
  for (const { accessCase, caller, before } of likelyFirst) {
    if (evaluateCase(accessCase, caller).decision !== before.decision) return false;
  }
  return true;
}

/** Whether no setting and no cell of the matrix changes with a changed configuration. */
export function settingSurvives(changed: Environment, matrix: Matrix): boolean {
  if (JSON.stringify(settingsOf(changed)) !== JSON.stringify(matrix.settings)) return false;
  const accessCases = accessCasesOf(changed);
  if (accessCases.length !== matrix.accessCases.length) return false;
  for (const [row, accessCase] of accessCases.entries()) {
    for (const [column, { caller }] of matrix.subjects.entries()) {
      if (evaluateCase(accessCase, caller).decision !== matrix.cells[row]![column]!.decision) return false;
    }
  }
  return true;
}

/** The same subject with the changed policy: the change must not add or remove subjects of the matrix. */
function callerAfter({ caller }: Subject, { from, to }: Mutant): Caller {
  if (caller.kind !== "principal") return caller;
  return { ...caller, policies: caller.policies.map((policy) => (policy === from ? to : policy)) };
}

function canTurn({ accessCase, caller }: Candidate, { to, statement, changed }: Mutant): boolean {
  const concerns = ({ action }: Call) =>
    speaksOf(statement, action) || (changed !== undefined && speaksOf(changed, action));
  const holds = caller.kind === "principal" && caller.policies.includes(to);
  return accessCase
    .steps(caller)
    .some((step) => !isNonPolicyDenial(step) && (holds || step.resourcePolicy === to) && concerns(step));
}
