import { parseArn } from "../../../modules/policy";
import type { Cell, Matrix } from "../../access/compute";
import { distanceOf, isNeeded, isOutsider, isUnavoidable } from "../../access/distance";
import type { Subject } from "../../access/subject";
import type { Decision, Outcome } from "../../policy/evaluate";
import type { ProtectionFinding } from "./protections";

/** A cell of the matrix that a plan changes. */
export interface CellChange {
  readonly subject: string;
  readonly subjectKind: Subject["caller"]["kind"];
  /** `key`, `log bucket`, … */
  readonly target: string;
  readonly accessCase: string;
  /** Whether the subject is one that the audit trail must deny. */
  readonly outsider: boolean;
  /** Whether the trail requires it for delivery. */
  readonly needed: boolean;
  /** `undefined` if the subject or the target is new. */
  readonly before: Decision | undefined;
  readonly after: Decision | undefined;
  /** The statements that decided before. */
  readonly wasDecidedBy: Outcome["decidedBy"];
  /** The statements that decide after. */
  readonly decidedBy: Outcome["decidedBy"];
  /** The unknown values on which the decision after depends. @default none */
  readonly unknown?: Outcome["unknown"];
}

/** The changes of a plan to who can do what. */
export interface AccessChange {
  readonly gained: readonly CellChange[];
  readonly lost: readonly CellChange[];
  /** Cells that are undecided after the plan, and were not before. */
  readonly undecided: readonly CellChange[];
  /** Denied before and after, by different statements. */
  readonly reasonChanged: readonly CellChange[];
  /** New access of principals of the environment to new resources, as expected. */
  readonly expected: readonly CellChange[];
  /** Whether there was no trail, so that there is nothing to compare with. */
  readonly isFirst: boolean;
  /** Settings and cells that do not protect a new trail, and keys that nobody may change any more. */
  readonly unsafe: readonly ProtectionFinding[];
  /**
   * Why the matrix cannot be computed or compared. Then the lists contain the access of outsiders after the plan, or
   * nothing if that is unknown too.
   */
  readonly unknown: string | undefined;
  /** Whether the matrix could be computed before, but not after: then new resources are not evaluated. */
  readonly newlyUnknown: boolean;
}

export const NONE: AccessChange = {
  gained: [],
  lost: [],
  undecided: [],
  reasonChanged: [],
  expected: [],
  isFirst: false,
  unsafe: [],
  unknown: undefined,
  newlyUnknown: false,
};

interface Entry {
  readonly subject: Subject;
  readonly target: string;
  readonly caseId: string;
  /** Id of the same row of the first trail. */
  readonly like: string;
  readonly accessCase: string;
  readonly cell: Cell;
}

/** Access cases that reveal, forge or destroy logs, or let somebody change who may. */
const HARMFUL = /(^|-)(read|decrypt|forge|delete|disable|policy|grant|take|assume)(-|$)/;

/** Compares two matrices, cell by cell. `home`: accounts whose principals belong to the environment. */
export function diffCells(was: Matrix | undefined, will: Matrix, home: ReadonlySet<string>): AccessChange {
  const old = entriesOf(was);
  const now = entriesOf(will);
  const oldCases = new Set(was?.accessCases.map(({ id }) => id));
  const oldSubjects = new Set(was?.subjects.map(({ id }) => id));
  const gained: { entry: Entry; change: CellChange }[] = [];
  const lost: CellChange[] = [];
  const undecided: CellChange[] = [];
  const reasonChanged: CellChange[] = [];
  const expected: CellChange[] = [];
  for (const name of new Set([...old.keys(), ...now.keys()])) {
    const before = old.get(name);
    const after = now.get(name);
    if (before?.cell.decision === after?.cell.decision) continue;
    const change = cellChange(before, after);
    if (change.after === "allowed") {
      const isNew = !oldCases.has(after!.caseId) || isOfNewTrail(after!, old, oldSubjects);
      const isMeant = !isOutsider(after!.subject) || isUnavoidable(after!.subject, after!.like);
      if (isNew && isMeant && !isOfOtherAccount(after!.subject, home)) expected.push(change);
      else gained.push({ entry: after!, change });
    } else if (change.after === "undecided") undecided.push(change);
    else if (change.before === "allowed" || (change.before === "undecided" && change.after)) lost.push(change);
    else if (change.before !== undefined && change.after !== undefined) reasonChanged.push(change);
  }
  // Most distant subjects first, because a reviewer must know about their access, and of each what harms most.
  const weight = ({ subject, like }: Entry) => distanceOf(subject) + (HARMFUL.test(like) ? 0.5 : 0);
  const farthestFirst = gained.sort((a, b) => weight(b.entry) - weight(a.entry)).map(({ change }) => change);
  return { ...NONE, gained: farthestFirst, lost, undecided, reasonChanged, expected };
}

/** Whether a trail is new, and is allowed what the first one was allowed before. */
function isOfNewTrail(
  { subject, caseId }: Entry,
  old: ReadonlyMap<string, Entry>,
  oldSubjects: ReadonlySet<string>,
): boolean {
  const { id, like } = subject;
  return like !== undefined && !oldSubjects.has(id) && old.get(`${caseId} ${like}`)?.cell.decision === "allowed";
}

function entriesOf(matrix: Matrix | undefined): Map<string, Entry> {
  const { accessCases = [], subjects = [], cells = [] } = matrix ?? {};
  return new Map(
    accessCases.flatMap(({ id, like = id, target, title }, row) =>
      subjects.map((subject, column): [string, Entry] => [
        `${id} ${subject.id}`,
        { subject, target, caseId: id, like, accessCase: title, cell: cells[row]![column]! },
      ]),
    ),
  );
}

function cellChange(before: Entry | undefined, after: Entry | undefined): CellChange {
  const { subject, target, accessCase, like } = (after ?? before)!;
  return {
    subject: subject.title,
    subjectKind: subject.caller.kind,
    target,
    accessCase,
    outsider: isOutsider(subject),
    needed: isNeeded(subject, like),
    before: before?.cell.decision,
    after: after?.cell.decision,
    wasDecidedBy: before?.cell.decidedBy ?? [],
    decidedBy: after?.cell.decidedBy ?? [],
    ...(after?.cell.unknown && { unknown: after.cell.unknown }),
  };
}

/** A principal of an account outside the environment. */
function isOfOtherAccount({ caller }: Subject, home: ReadonlySet<string>): boolean {
  return caller.kind === "principal" && !home.has(parseArn(caller.arn)?.account ?? "");
}
