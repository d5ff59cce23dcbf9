import type { Environment } from "../../cli/model/environment";
import type { Call, Caller, Outcome } from "../../cli/policy/evaluate";
import { speaksOf } from "../../cli/policy/elements";
import { evaluateCase, type Matrix } from "../../cli/access/compute";
import { isNonPolicyDenial, type AccessCase } from "../../cli/access/access-case";
import { accessCasesOf } from "../../cli/access/access-cases";
import { settingsOf } from "../../cli/access/settings";
import type { Subject } from "../../cli/access/subject";
import { withPolicy, type Mutant } from "./mutants";

/** A cell of the matrix that a change may affect, by its place. */
interface Place {
  readonly row: number;
  readonly column: number;
}

/** Tells of each mutant of an environment whether no cell of the matrix changes with it. */
export function policySurvival(environment: Environment, matrix: Matrix): (mutant: Mutant) => boolean {
  const callsByRow = matrix.accessCases.map(callsOf);
  return (mutant) => {
    const accessCases = casesWith(environment, matrix, mutant);
    const callers = matrix.subjects.map((subject) => callerAfter(subject, mutant));
    const changes = ({ row, column }: Place) =>
      evaluateCase(accessCases[row]!, callers[column]!).decision !== matrix.cells[row]![column]!.decision;
    const places = placesOf(callsByRow, callers, mutant);
    const [likely, others] = partition(places, ({ row, column }) => decides(matrix.cells[row]![column]!, mutant));
    // The first cell that changes ends the search.
    return !likely.some(changes) && !others.some(changes);
  };
}

function casesWith(environment: Environment, matrix: Matrix, mutant: Mutant): AccessCase[] {
  const byId = new Map(accessCasesOf(withPolicy(environment, mutant)).map((accessCase) => [accessCase.id, accessCase]));
  return matrix.accessCases.map(({ id }) => {
    const accessCase = byId.get(id);
    if (!accessCase) throw new Error(`${mutant.title}: the access case ${id} no longer exists`);
    return accessCase;
  });
}

/** What a case calls does not depend on who calls. */
function callsOf(accessCase: AccessCase): Call[] {
  return accessCase.steps({ kind: "anonymous" }).flatMap((step) => (isNonPolicyDenial(step) ? [] : [step]));
}

/** Cells whose calls read the changed policy for an action of the statement, as it was or as it is. */
function placesOf(callsByRow: readonly (readonly Call[])[], callers: readonly Caller[], mutant: Mutant): Place[] {
  const { from, to, statement, changed } = mutant;
  const concerns = ({ action }: Call) =>
    speaksOf(statement, action) || (changed !== undefined && speaksOf(changed, action));
  const holders = callers.flatMap((caller, column) => (holds(caller, to) ? [column] : []));
  return callsByRow.flatMap((calls, row) => {
    const concerned = calls.filter(concerns);
    if (concerned.length === 0) return [];
    const columns = concerned.some(({ resourcePolicy }) => resourcePolicy === from) ? callers.keys() : holders;
    return [...columns].map((column) => ({ row, column }));
  });
}

function decides({ decidedBy }: Outcome, { from, statement }: Mutant): boolean {
  return decidedBy.some(({ source, sid }) => source === from.source && sid === statement.Sid);
}

function partition<Item>(items: readonly Item[], test: (item: Item) => boolean): readonly [Item[], Item[]] {
  const [yes, no]: [Item[], Item[]] = [[], []];
  for (const item of items) (test(item) ? yes : no).push(item);
  return [yes, no];
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
  if (caller.kind !== "principal" || !holds(caller, from)) return caller;
  return { ...caller, policies: caller.policies.map((policy) => (policy === from ? to : policy)) };
}

function holds(caller: Caller, policy: Mutant["to"]): boolean {
  return caller.kind === "principal" && caller.policies.includes(policy);
}
