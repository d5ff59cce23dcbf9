import type { AccessCase } from "../../../access/access-case";
import type { Cell, Matrix } from "../../../access/compute";
import { isOutsider, isUnavoidable } from "../../../access/distance";
import { notEvaluatedText } from "../../../access/not-evaluated";
import { unsafeSettings } from "../../../access/settings";
import type { Subject } from "../../../access/subject";
import { summaryOf } from "../../../access/summary";
import type { Environment } from "../../../model/environment";
import { policiesIn } from "../../../model/policies-in";
import { NO_SID } from "../../../policy/document";
import type { Statement } from "../../../../modules/policy";

/** Column groups from left to right. The page folds the services into one column. */
const GROUPS = ["named by the environment", "in its accounts", "outsiders", "services"] as const;
type Group = (typeof GROUPS)[number];

/** How an allowed cell looks: part of the configuration, within the permissions of an account, or a reason to worry. */
type Tone = "configured" | "possible" | "worrying";

interface Answer extends Cell {
  readonly tone?: Tone;
}

/**
 * A matrix for the page's script. Ten thousand cells have about a hundred distinct answers, so a cell is the position
 * of its answer.
 */
export interface PageData {
  readonly name: string;
  /** In the order of the groups. */
  readonly subjects: readonly { readonly title: string; readonly group: Group }[];
  readonly accessCases: readonly { readonly target: string; readonly title: string }[];
  readonly answers: readonly Answer[];
  /**
   * By access case: a position in `answers`, for how many subjects, the next position, and so on. Most neighbors have the
   * same answer, and written out they would be half of the page.
   */
  readonly runs: readonly (readonly number[])[];
  /** `rows` and `columns` are positions in `accessCases` and `subjects`. */
  readonly summary: readonly {
    readonly title: string;
    readonly rows: readonly number[];
    readonly columns: readonly number[];
  }[];
  readonly unsafe: string | undefined;
  readonly notEvaluated: string | undefined;
  readonly statements: Readonly<Record<string, readonly Statement[]>>;
}

export function pageData(matrix: Matrix, environment: Environment): PageData {
  const columns = GROUPS.flatMap((group) => matrix.subjects.filter((subject) => groupOf(subject) === group));
  const positions = columns.map((subject) => matrix.subjects.indexOf(subject));
  const answers: Answer[] = [];
  const known = new Map<string, number>();
  const positionOf = (answer: Answer) => {
    const text = JSON.stringify(answer);
    if (!known.has(text)) known.set(text, answers.push(answer) - 1);
    return known.get(text)!;
  };
  const rowIds = matrix.accessCases.map(({ id }) => id);
  return {
    name: matrix.name,
    subjects: columns.map((subject) => ({ title: subject.title, group: groupOf(subject) })),
    accessCases: matrix.accessCases.map(({ target, title }) => ({ target, title })),
    runs: matrix.accessCases.map((accessCase, row) =>
      runsOf(
        positions.map((column) =>
          positionOf(answerOf(accessCase, matrix.subjects[column]!, matrix.cells[row]![column]!)),
        ),
      ),
    ),
    answers,
    summary: summaryOf(matrix).map(({ title, accessCases, subjects }) => ({
      title,
      rows: accessCases.map((id) => rowIds.indexOf(id)),
      columns: columns.flatMap((subject, column) => (subjects.includes(subject) ? [column] : [])),
    })),
    unsafe: unsafeSettings(matrix.settings),
    notEvaluated: notEvaluatedText(matrix.notEvaluated),
    statements: statementsOf(environment),
  };
}

function runsOf(row: readonly number[]): number[] {
  const runs: number[] = [];
  for (const [column, answer] of row.entries()) {
    if (column > 0 && answer === row[column - 1]) runs[runs.length - 1]! += 1;
    else runs.push(answer, 1);
  }
  return runs;
}

function answerOf(accessCase: AccessCase, subject: Subject, cell: Cell): Answer {
  return cell.decision === "allowed" ? { ...cell, tone: toneOf(accessCase, subject) } : cell;
}

function toneOf({ id, like = id }: AccessCase, subject: Subject): Tone {
  if (isOutsider(subject)) return isUnavoidable(subject, like) ? "possible" : "worrying";
  return groupOf(subject) === "in its accounts" ? "possible" : "configured";
}

function groupOf(subject: Subject): Group {
  if (subject.caller.kind === "service") return "services";
  if (isOutsider(subject)) return "outsiders";
  // Ids of principals that a policy names begin with their account.
  return /^\d{12}-/.test(subject.id) ? "named by the environment" : "in its accounts";
}

/** Statements by source and Sid, as cells name them. A Sid may occur more than once, or be missing. */
function statementsOf(environment: Environment): Record<string, Statement[]> {
  const found = new Map<string, Statement[]>();
  for (const { source, statements } of policiesIn(environment).map(({ policy }) => policy)) {
    for (const statement of statements) {
      const name = `${source} ${statement.Sid ?? NO_SID}`;
      found.set(name, [...(found.get(name) ?? []), statement]);
    }
  }
  return Object.fromEntries(found);
}
