import { addressOf } from "../../model/references";
import { digestOf } from "./digest";
import { accessChange } from "./access";
import type { AccessChange } from "./cell-diff";
import { accept } from "./accept";
import type { Acceptance, Finding } from "./finding";
import { findingsOf } from "./findings";
import type { Action, Drift, PlannedResource } from "../../terraform/plan/plan";
import { isReorderedOnly, policyChanges, type PolicyChange } from "./policies";
import { idOf, type PlannedStack, type PlanStates } from "../../terraform/plan/plan-states";
import { isForeign } from "./foreign";
import type { OutOfScope } from "./out-of-scope";
import { isGrave, worst, type Verdict } from "./verdict";

/** The review of one environment. */
export interface Review {
  readonly environment: string;
  readonly stacks: readonly string[];
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  /** Stacks of which nothing remains. */
  readonly destroyedStacks: readonly string[];
  /** Nothing of an audit trail is in the stacks. */
  readonly isForeign: boolean;
  readonly access: AccessChange;
  readonly policies: readonly PolicyChange[];
  readonly changes: readonly ResourceChange[];
  /** As Terraform counts, for comparison with its own output. */
  readonly plan: PlanCount;
  readonly drift: readonly (Drift & { readonly stack: string })[];
  /** SHA-256 of the planned changes: plans with the same digest do the same. */
  readonly digest: string;
}

/** A row in the table of all changes. */
export interface ResourceChange {
  readonly stack: string;
  readonly address: string;
  readonly previousAddress: string | undefined;
  readonly action: Action;
  /** Names of the arguments that change. */
  readonly changed: readonly string[];
}

/** Terraform's "Plan: 1 to add, 2 to change, 0 to destroy". */
export interface PlanCount {
  readonly add: number;
  readonly change: number;
  readonly destroy: number;
}

export interface ReviewInput {
  readonly environment: string;
  readonly planned: readonly PlannedStack[];
  readonly planStates: PlanStates;
  /** Whether the states are as written, not as planned: no value is known late. */
  readonly isWritten: boolean;
  readonly acceptances: readonly Acceptance[];
  /** Changes that neither the matrix nor the protections evaluate. */
  readonly outOfScope: readonly OutOfScope[];
  /** All stacks: an acceptance for any other is misspelled. */
  readonly knownStacks: readonly string[];
  /** `2026-12-31` */
  readonly today: string;
}

export function reviewEnvironment(input: ReviewInput): Review {
  const { environment, planned, planStates, isWritten, acceptances, outOfScope, knownStacks, today } = input;
  const stacks = planned.map(({ name }) => name);
  const access = accessChange(environment, planStates);
  const policies = planned.flatMap(({ name, plan }) => {
    const side = (all: PlanStates["before"]) => all.find((stack) => stack.name === name)!;
    const late = isWritten ? [] : plan.resources;
    const unknown = new Map(late.map((one) => [addressOf(one.type, idOf(one)), one.unknown]));
    return policyChanges(side(planStates.before), side(planStates.after), unknown);
  });
  const changes = planned.flatMap(changesOf);
  const found = findingsOf({
    environment,
    planned,
    planStates,
    access,
    policies,
    outOfScope,
    isChanged: changes.length > 0,
  });
  const findings = accept(found, acceptances, {
    stacks,
    knownStacks,
    today,
    ambiguous: ambiguousIn(policies),
    meanings: meaningsIn(policies),
  });
  const levels = findings.filter(({ accepted }) => accepted === undefined).map(({ level }) => level);
  return {
    environment,
    stacks,
    verdict: worst([changes.length > 0 ? "changed" : "unchanged", ...levels]),
    findings,
    destroyedStacks: planned.filter(isDestroyed).map(({ name }) => name),
    // What lets somebody in or weakens something is no application's own matter.
    isForeign: isForeign(planned, planStates) && !levels.some(isGrave),
    access,
    policies: policies.filter(({ kind }) => kind !== "same"),
    changes,
    plan: planCount(planned),
    drift: planned.flatMap(({ name, plan }) => plan.drift.filter(isAudit).map((one) => ({ ...one, stack: name }))),
    digest: digestOf(planned, planStates),
  };
}

/** Of a stack with a trail, a key or a bucket: of any other, its resources say more. */
function isDestroyed({ plan }: PlannedStack): boolean {
  const { resources } = plan;
  const isAuditType = resources.some(({ type }) => ["aws_cloudtrail", "aws_kms_key", "aws_s3_bucket"].includes(type));
  return resources.length > 2 && isAuditType && resources.every(({ action }) => action === "destroy");
}

/** A replacement is one to add and one to destroy. */
function planCount(planned: readonly PlannedStack[]): PlanCount {
  const actions = planned.flatMap(({ plan }) => plan.resources.map(({ action }) => action));
  const number = (...counted: readonly Action[]) => actions.filter((action) => counted.includes(action)).length;
  return { add: number("create", "replace"), change: number("update"), destroy: number("destroy", "replace") };
}

function changesOf({ name, plan }: PlannedStack): ResourceChange[] {
  return plan.resources
    .filter(({ action, previousAddress }) => (action !== "none" && action !== "read") || isMove(previousAddress))
    .filter((resource) => !isReordering(resource))
    .map((resource) => ({
      stack: name,
      address: resource.address,
      previousAddress: resource.previousAddress,
      action: resource.action,
      changed: changedArguments(resource),
    }));
}

function isReordering({ action, before, after, unknown, hidden }: PlannedResource): boolean {
  if (action !== "update" || !before || !after || unknown.length + hidden.length > 0) return false;
  return isReorderedOnly(before, after);
}

/** Address and Sid of statements that an acceptance cannot identify. */
function ambiguousIn(policies: readonly PolicyChange[]): ReadonlySet<string> {
  return new Set(policies.flatMap(({ address, ambiguous }) => ambiguous.map((sid) => `${address} ${sid}`)));
}

/** What each changed statement comes to mean, by address and Sid. */
function meaningsIn(policies: readonly PolicyChange[]): ReadonlyMap<string, string> {
  return new Map(
    policies.flatMap(({ address, statements }) =>
      statements.map(({ sid, after }): [string, string] => [`${address} ${sid}`, after?.meaning ?? ""]),
    ),
  );
}

function isMove(previousAddress: string | undefined): boolean {
  return previousAddress !== undefined;
}

function changedArguments({ before, after }: PlannedResource): string[] {
  if (!before || !after) return [];
  const text = (value: unknown) => JSON.stringify(value);
  return Object.keys(after)
    .filter((key) => text(after[key]) !== text(before[key]))
    .sort();
}

/** Drift of other resources is left to Terraform's output. */
function isAudit({ type }: Drift): boolean {
  return /^aws_(cloudtrail|kms_|s3_|iam_|sns_|cloudwatch_)/.test(type);
}
