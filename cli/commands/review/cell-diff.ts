import { parseArn } from "../../../modules/policy";
import type { Cell, Matrix } from "../../access/compute";
import type { Subject } from "../../access/subject";
import type { Decision, Outcome } from "../../policy/evaluate";
import type { ProtectionFinding } from "./protections";

/** A cell of the matrix that a plan turns. */
export interface CellChange {
  readonly subject: string;
  readonly subjectKind: Subject["caller"]["kind"];
  /** `key`, `log bucket`, … */
  readonly target: string;
  readonly accessCase: string;
  /** Of those whom the audit trail must keep out. */
  readonly outsider: boolean;
  /** Whether the trail needs it to deliver. */
  readonly needed: boolean;
  /** `undefined` where the subject or the target is new. */
  readonly before: Decision | undefined;
  readonly after: Decision | undefined;
  /** What decided before. */
  readonly wasDecidedBy: Outcome["decidedBy"];
  /** What decides after. */
  readonly decidedBy: Outcome["decidedBy"];
  /** What it would take to decide after. @default nothing */
  readonly unknown?: Outcome["unknown"];
}

/** What a plan does to who can do what. */
export interface AccessChange {
  readonly gained: readonly CellChange[];
  readonly lost: readonly CellChange[];
  /** What nobody can say, or no longer. */
  readonly undecided: readonly CellChange[];
  /** Denied both times, but by other means. */
  readonly reasonChanged: readonly CellChange[];
  /** What those may do who belong to the environment, with what is new. */
  readonly expected: readonly CellChange[];
  /** There was no trail: nothing is there to compare with. */
  readonly isFirst: boolean;
  /** What does not protect a trail that is made now. */
  readonly unsafe: readonly ProtectionFinding[];
  /**
   * Why the matrix cannot be told, or not compared: then the lists hold what outsiders may do afterwards, or nothing
   * where that is not known either.
   */
  readonly unknown: string | undefined;
  /** Whether the matrix could be told before, and no longer: what is new is judged by nobody then. */
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
  readonly accessCase: string;
  readonly cell: Cell;
}

/** Compares two matrices, cell by cell. `home`: accounts whose principals belong to the environment. */
export function diffCells(was: Matrix | undefined, will: Matrix, home: ReadonlySet<string>): AccessChange {
  const old = entriesOf(was);
  const now = entriesOf(will);
  const oldCases = new Set(was?.accessCases.map(({ id }) => id));
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
      const isNew = !oldCases.has(after!.caseId);
      const isMeant = !isOutsider(after!.subject) || isUnavoidable(after!);
      if (isNew && isMeant && !isOfOtherAccount(after!.subject, home)) expected.push(change);
      else gained.push({ entry: after!, change });
    } else if (change.after === "undecided") undecided.push(change);
    else if (change.before === "allowed" || change.before === "undecided") lost.push(change);
    else if (change.before !== undefined && change.after !== undefined) reasonChanged.push(change);
  }
  // The farthest first: what he may do is what a reviewer must know.
  const far = ({ subject }: Entry) => DISTANCES.findIndex((distance) => distance.test(subject.id));
  const farthestFirst = gained.sort((a, b) => far(a.entry) - far(b.entry)).map(({ change }) => change);
  return { ...NONE, gained: farthestFirst, lost, undecided, reasonChanged, expected };
}

function entriesOf(matrix: Matrix | undefined): Map<string, Entry> {
  const { accessCases = [], subjects = [], cells = [] } = matrix ?? {};
  return new Map(
    accessCases.flatMap(({ id, target, title }, row) =>
      subjects.map((subject, column): [string, Entry] => [
        `${id} ${subject.id}`,
        { subject, target, caseId: id, accessCase: title, cell: cells[row]![column]! },
      ]),
    ),
  );
}

function cellChange(before: Entry | undefined, after: Entry | undefined): CellChange {
  const { subject, target, accessCase, caseId } = (after ?? before)!;
  return {
    subject: subject.title,
    subjectKind: subject.caller.kind,
    target,
    accessCase,
    outsider: isOutsider(subject),
    needed: isNeeded(subject, caseId),
    before: before?.cell.decision,
    after: after?.cell.decision,
    wasDecidedBy: before?.cell.decidedBy ?? [],
    decidedBy: after?.cell.decidedBy ?? [],
    ...(after?.cell.unknown && { unknown: after.cell.unknown }),
  };
}

/** What CloudTrail, CloudWatch Logs, SNS and S3 do with every log file, and the roles that they take for it. */
const DELIVERIES: readonly (readonly [subject: RegExp, accessCase: RegExp])[] = [
  [
    /^this-trail$/,
    /^(log-bucket-(deliver(-digest|-management)?|acl-check)|key-(encrypt-log|describe|topic)|topic-publish)$/,
  ],
  [/^this-trail$/, /^role-.*-take$/],
  [/^logs-[^-]+-[^-]+-\d$/, /^key-log-group$/],
  [/^\d{12}-role-/, /^(log-group-write(-member)?|replication-(copy|write))$/],
];

function isNeeded({ id }: Subject, accessCase: string): boolean {
  return DELIVERIES.some(([subject, accessCases]) => subject.test(id) && accessCases.test(accessCase));
}

/** Subjects by their ids, from outsiders to those who belong here. */
const DISTANCES = [
  /^anonymous$/,
  /^foreign-|-foreign$/,
  /^(sibling-|other-)|-other$/,
  /^no-|-no-(arn|account)$/,
  /(?:)/,
] as const;

/** Whom the audit trail must keep out: nothing that is new may let him in. */
function isOutsider({ id }: Subject): boolean {
  return DISTANCES.slice(0, -1).some((distance) => distance.test(id));
}

/** AWS does not say for whom these services act, so that no policy can ask. */
const UNAVOIDABLE: readonly (readonly [subject: RegExp, accessCase: RegExp])[] = [
  [/^logs-.*-foreign$/, /^key-log-group$/],
  [/^s3-foreign$/, /^role-.*-take$/],
];

function isUnavoidable({ subject, caseId }: Entry): boolean {
  return UNAVOIDABLE.some(([who, what]) => who.test(subject.id) && what.test(caseId));
}

/** A principal of an account that does not belong to the environment. */
function isOfOtherAccount({ caller }: Subject, home: ReadonlySet<string>): boolean {
  return caller.kind === "principal" && !home.has(parseArn(caller.arn)?.account ?? "");
}
