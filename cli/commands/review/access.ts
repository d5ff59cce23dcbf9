import type { Statement } from "../../../modules/policy";
import { resolveEnvironment, type MissingAdvice } from "../../model/build";
import type { Environment } from "../../model/environment";
import { ofTrail } from "../../model/trails";
import { computeMatrix, type Matrix } from "../../access/compute";
import { powerlessIn } from "../../access/powerless";
import { subjectsOf } from "../../access/subjects";
import { UserError } from "../../framework/user-error";
import type { StackJson } from "../../model/stack";
import type { Caller } from "../../policy/evaluate";
import { diffCells, NONE, type AccessChange } from "./cell-diff";
import { homeOwners } from "./home-owners";
import { between, BOUNDS, latePolicies, withLatePolicies } from "./late-policies";
import type { PlanStates } from "../../terraform/plan/plan-states";
import { lockedOut, unsafeWhenNew } from "./protections";
import { trailsIn, withoutForeignTrails } from "./trails";

/** Completes a sentence, and says what to do. */
export const NO_TRAIL =
  "the plan has no trail (aws_cloudtrail); give the plan that has it as well, and --environment NAME, which joins them";

/** Plans and states that belong to no synthesized folder. */
const PLAIN_TERRAFORM: MissingAdvice = {
  bucket: "give the plan that contains it as well, and --environment NAME, which joins them",
  buckets: "a review compares the trails of one bucket; audit-trail matrix shows each trail of a plan by itself",
};

/** Compares the access matrix before and after. An IAM policy that is not known leaves only its own cells open. */
export function accessChange(name: string, { before, after }: PlanStates): AccessChange {
  const late = latePolicies(after);
  if (late.length === 0) return knownChange(name, { before, after });
  const [least, most] = [BOUNDS.least, BOUNDS.most].map((policy) =>
    knownChange(name, { before, after: withLatePolicies(after, policy) }),
  );
  return between(least!, most!, late);
}

function knownChange(name: string, planStates: PlanStates): AccessChange {
  const { before, after } = planStates;
  const was = attempt(name, before);
  const will = seenAs(was, attempt(name, withoutForeignTrails(planStates)));
  const newlyUnknown = !(was instanceof UserError);
  if (will instanceof UserError) return { ...NONE, unknown: unknownBy(will, planStates), newlyUnknown };
  if (!(was instanceof UserError) && matrixInput(was) === matrixInput(will)) return NONE;
  try {
    const home = homeOwners(name, planStates);
    if (!(was instanceof UserError)) {
      const [old, now] = [matrixBeside(was, will), matrixBeside(will, was)];
      return { ...diffCells(old, now, home), unsafe: lockedOut(name, old, now) };
    }
    // A new trail is evaluated alone. An incomplete trail, as a failed apply leaves it, cannot be compared.
    const matrix = matrixBeside(will, undefined);
    const fresh = diffCells(undefined, matrix, home);
    if (!isFirstApply(before, after)) return { ...fresh, unknown: `before: ${was.message}` };
    return { ...fresh, isFirst: true, unsafe: unsafeWhenNew(will, matrix) };
  } catch (error) {
    if (error instanceof UserError) return { ...NONE, unknown: error.message, newlyUnknown };
    throw error;
  }
}

/**
 * The part of the matrix that can differ from another one. A subject that the other matrix does not have matters only
 * if it is allowed something.
 */
function matrixBeside(environment: Environment, other: Environment | undefined): Matrix {
  const known = new Set(other ? subjectsOf(other).map(({ id }) => id) : []);
  const isPowerless = powerlessIn(environment);
  const subjects = subjectsOf(environment).filter(({ id, caller }) => known.has(id) || !isPowerless(caller));
  return computeMatrix(withoutIdleRoles(environment, other, isPowerless), subjects);
}

/**
 * Without new roles that only services assume, and that are allowed nothing: an application's. Which services assume them
 * does not matter for the trail.
 */
function withoutIdleRoles(
  environment: Environment,
  other: Environment | undefined,
  isPowerless: (caller: Caller) => boolean,
): Environment {
  const known = new Set(other?.identities.map(({ arn }) => arn));
  const identities = environment.identities.filter(
    ({ arn, trust, policies }) =>
      known.has(arn) ||
      !trust?.statements.every(isForServices) ||
      !isPowerless({ kind: "principal", arn, organizationId: undefined, policies }),
  );
  return { ...environment, identities };
}

function isForServices({ Principal }: Statement): boolean {
  return typeof Principal === "object" && Object.keys(Principal).every((kind) => kind === "Service");
}

/** The parts of an environment that the matrix reads: if they are equal, so are the matrices. */
function matrixInput({ stacks: _, resources: __, buckets: ___, ...rest }: Environment): string {
  return JSON.stringify(rest);
}

/** Of several trails, both sides are seen from the one that stays. */
function seenAs(was: Environment | UserError, will: Environment | UserError): Environment | UserError {
  if (was instanceof UserError || will instanceof UserError) return will;
  const same = will.trails.find(({ arn }) => arn === was.trail.arn);
  return same ? ofTrail(will, same) : will;
}

function unknownBy(problem: UserError, { before, after }: PlanStates): string {
  if (trailsIn(after).length > 0) return problem.message;
  return trailsIn(before).length === 0 ? NO_TRAIL : "no trail remains";
}

function attempt(name: string, stacks: readonly StackJson[]): Environment | UserError {
  try {
    const isSynthesized = stacks.some(({ folder }) => folder !== undefined);
    return resolveEnvironment(name, stacks, isSynthesized ? undefined : PLAIN_TERRAFORM);
  } catch (error) {
    if (error instanceof UserError) return error;
    // Names that are not valid in ARNs, blocks that are text: whoever opens the pull request writes them.
    return new UserError(`the configuration cannot be read: ${(error as Error).message}`);
  }
}

/** Whether the trail or one of its stacks does not exist yet, so that there is no complete trail to compare with. */
function isFirstApply(before: PlanStates["before"], after: PlanStates["after"]): boolean {
  if (trailsIn(before).length === 0) return true;
  const isEmpty = ({ resources }: StackJson) => Object.keys(resources).length === 0;
  return after.some((stack) => {
    const old = before.find(({ name }) => name === stack.name);
    return !isEmpty(stack) && (!old || isEmpty(old));
  });
}
