import { parseArn } from "../../../modules/policy";
import { addressOf } from "../../model/references";
import { resolveEnvironment } from "../../model/build";
import type { Environment } from "../../model/environment";
import type { Decision, Outcome } from "../../policy/evaluate";
import { computeMatrix, type Cell, type Matrix } from "../../access/compute";
import { powerlessIn } from "../../access/powerless";
import type { Subject } from "../../access/subject";
import { subjectsOf } from "../../access/subjects";
import { UserError } from "../../framework/user-error";
import type { StackJson } from "../../model/stack";
import type { PlanStates } from "./plan-states";

/** A cell of the matrix that a plan turns. */
export interface CellChange {
  readonly subject: string;
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
  /** Cells of what is new, as it is meant to be. */
  readonly newAsExpected: number;
  /**
   * Why the matrix cannot be told, or not compared: then the lists hold what outsiders may do afterwards, or nothing
   * where that is not known either.
   */
  readonly unknown: string | undefined;
  /** Whether the matrix could be told before, and no longer: what is new is judged by nobody then. */
  readonly newlyUnknown: boolean;
}

const NONE: AccessChange = {
  gained: [],
  lost: [],
  undecided: [],
  reasonChanged: [],
  newAsExpected: 0,
  unknown: undefined,
  newlyUnknown: false,
};

const TRAIL = "aws_cloudtrail";

/** Where trails are, `prod-trail/aws_cloudtrail.Trail`. */
function trailsIn(stacks: readonly StackJson[]): string[] {
  return stacks.flatMap(({ name, resources }) =>
    Object.keys(resources[TRAIL] ?? {}).map((id) => `${name}/${addressOf(TRAIL, id)}`),
  );
}

/** Compares the access matrix before and after. */
export function accessChange(name: string, planStates: PlanStates): AccessChange {
  const { before, after } = planStates;
  const was = attempt(name, before);
  const will = attempt(name, withoutSecondTrails(planStates));
  const newlyUnknown = !(was instanceof UserError);
  if (will instanceof UserError) return { ...NONE, unknown: unknownBy(will, after), newlyUnknown };
  if (!(was instanceof UserError) && matrixInput(was) === matrixInput(will)) return NONE;
  try {
    const home = new Set([will.trail, will.logBucket, ...will.keys].map(({ account }) => account));
    if (!(was instanceof UserError)) {
      return diff(matrixBeside(was, will), matrixBeside(will, was), home);
    }
    // What is new is judged by itself; a half of a trail, as a broken apply leaves it, cannot be compared.
    const fresh = diff(undefined, matrixBeside(will, undefined), home);
    return isUndeployed(before, after) ? fresh : { ...fresh, unknown: `before: ${was.message}` };
  } catch (error) {
    if (error instanceof UserError) return { ...NONE, unknown: error.message, newlyUnknown };
    throw error;
  }
}

/**
 * The matrix as far as it can differ from another one. A subject that the other does not have matters only by what it is
 * allowed: who is allowed nothing is left out.
 */
function matrixBeside(environment: Environment, other: Environment | undefined): Matrix {
  const known = new Set(other ? subjectsOf(other).map(({ id }) => id) : []);
  const isPowerless = powerlessIn(environment);
  const subjects = subjectsOf(environment).filter(({ id, caller }) => known.has(id) || !isPowerless(caller));
  return computeMatrix(environment, subjects);
}

/** What of an environment the matrix reads: where it is the same, so is the matrix. */
function matrixInput({ stacks: _, resources: __, buckets: ___, ...rest }: Environment): string {
  return JSON.stringify(rest);
}

/** Trails that are made beside one that stays, as `trailsIn` names them. */
export function secondTrails({ before, after }: PlanStates): string[] {
  const old = trailsIn(before);
  const now = trailsIn(after);
  return now.some((trail) => old.includes(trail)) ? now.filter((trail) => !old.includes(trail)) : [];
}

/** The matrix judges one trail: the one that was there. */
function withoutSecondTrails(planStates: PlanStates): readonly StackJson[] {
  const second = secondTrails(planStates);
  return planStates.after.map((stack) => {
    const trails = Object.entries(stack.resources[TRAIL] ?? {});
    const kept = trails.filter(([id]) => !second.includes(`${stack.name}/${addressOf(TRAIL, id)}`));
    if (kept.length === trails.length) return stack;
    return { ...stack, resources: { ...stack.resources, [TRAIL]: Object.fromEntries(kept) } };
  });
}

function unknownBy(problem: UserError, after: PlanStates["after"]): string {
  return trailsIn(after).length === 0 ? "no trail remains" : problem.message;
}

function attempt(name: string, stacks: readonly StackJson[]): Environment | UserError {
  try {
    return resolveEnvironment(name, stacks);
  } catch (error) {
    if (error instanceof UserError) return error;
    // Names that make no ARN, blocks that are texts: whoever opens the pull request writes them.
    return new UserError(`the configuration cannot be read: ${(error as Error).message}`);
  }
}

/** Whether one of the stacks does not exist yet, so that there is no whole trail to compare with. */
function isUndeployed(before: PlanStates["before"], after: PlanStates["after"]): boolean {
  const isEmpty = ({ resources }: StackJson) => Object.keys(resources).length === 0;
  return after.some((stack) => {
    const old = before.find(({ name }) => name === stack.name);
    return !isEmpty(stack) && (!old || isEmpty(old));
  });
}

interface Entry {
  readonly subject: Subject;
  readonly target: string;
  readonly caseId: string;
  readonly accessCase: string;
  readonly cell: Cell;
}

function diff(was: Matrix | undefined, will: Matrix, home: ReadonlySet<string>): AccessChange {
  const old = entriesOf(was);
  const now = entriesOf(will);
  const oldCases = new Set(was?.accessCases.map(({ id }) => id));
  const gained: { entry: Entry; change: CellChange }[] = [];
  const lost: CellChange[] = [];
  const undecided: CellChange[] = [];
  const reasonChanged: CellChange[] = [];
  let newAsExpected = 0;
  for (const name of new Set([...old.keys(), ...now.keys()])) {
    const before = old.get(name);
    const after = now.get(name);
    if (before?.cell.decision === after?.cell.decision) continue;
    const change = cellChange(before, after);
    if (change.after === "allowed") {
      const isNew = !oldCases.has(after!.caseId);
      const isMeant = !isStranger(after!.subject) || isUnavoidable(after!);
      if (isNew && isMeant && !(was && isOutsider(after!.subject, home))) newAsExpected += 1;
      else gained.push({ entry: after!, change });
    } else if (change.after === "undecided") undecided.push(change);
    else if (change.before === "allowed" || change.before === "undecided") lost.push(change);
    else if (change.before !== undefined && change.after !== undefined) reasonChanged.push(change);
  }
  // The farthest first: what he may do is what a reviewer must know.
  const far = ({ subject }: Entry) => DISTANCES.findIndex((distance) => distance.test(subject.id));
  const farthestFirst = gained.sort((a, b) => far(a.entry) - far(b.entry)).map(({ change }) => change);
  return { ...NONE, gained: farthestFirst, lost, undecided, reasonChanged, newAsExpected };
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
    target,
    accessCase,
    outsider: isStranger(subject),
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
function isStranger({ id }: Subject): boolean {
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

/** A principal of an account that the trail does not live in. */
function isOutsider({ caller }: Subject, home: ReadonlySet<string>): boolean {
  return caller.kind === "principal" && !home.has(parseArn(caller.arn)?.account ?? "");
}
