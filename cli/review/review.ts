import { digestOf } from "./digest";
import { accessChange, secondTrails, type AccessChange, type CellChange } from "./access";
import { accept } from "./accept";
import type { Acceptance, Finding } from "./finding";
import { DELIVERY_LOST, guardFindings, setTwice } from "./guards";
import type { Action, Drift, PlannedResource } from "./plan/plan";
import type { Tag } from "./policies/compare";
import { isReorderedOnly, policyChanges, type PolicyChange } from "./policies/find";
import { idOf, lateReferences, type PlannedStack, type Sides } from "./sides";
import { openings, unjudgedChanges, unseen, type Unjudged } from "./unjudged";
import { worst, type Verdict } from "./verdict";

/** What the plans of one environment do to it. */
export interface Review {
  readonly environment: string;
  readonly stacks: readonly string[];
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  readonly access: AccessChange;
  readonly policies: readonly PolicyChange[];
  readonly changes: readonly ResourceChange[];
  readonly drift: readonly (Drift & { readonly stack: string })[];
  /** SHA-256 of what the plans would change: two plans of one digest do the same. */
  readonly digest: string;
}

/** A line of the table of everything that changes. */
export interface ResourceChange {
  readonly stack: string;
  readonly address: string;
  readonly previousAddress: string | undefined;
  readonly action: Action;
  /** Names of the arguments that differ. */
  readonly changed: readonly string[];
}

export interface ReviewInput {
  readonly environment: string;
  readonly planned: readonly PlannedStack[];
  readonly sides: Sides;
  /** The sides are as written, not as planned: nothing in them is known late. */
  readonly isWritten: boolean;
  readonly acceptances: readonly Acceptance[];
  /** What neither matrix nor guards see. */
  readonly unjudged: readonly Unjudged[];
  /** Every stack there is: an acceptance of another is misspelled. */
  readonly knownStacks: readonly string[];
  /** `2026-12-31` */
  readonly today: string;
}

const SECOND_TRAIL = "one more trail, which the matrix does not judge";

export async function reviewEnvironment(input: ReviewInput): Promise<Review> {
  const { environment, planned, sides, isWritten, acceptances, unjudged, knownStacks, today } = input;
  const stacks = planned.map(({ name }) => name);
  const access = await accessChange(environment, sides);
  const policies = planned.flatMap(({ name, plan }) => {
    const side = (all: Sides["before"]) => all.find((stack) => stack.name === name)!;
    const late = isWritten ? [] : plan.resources;
    const unknown = new Map(late.map((one) => [`${one.type}.${idOf(one)}`, one.unknown]));
    return policyChanges(side(sides.before), side(sides.after), unknown);
  });
  const changes = planned.flatMap(changesOf);
  const isFirst = access.unknown === undefined && sides.before.every(({ resources }) => !resources["aws_kms_key"]);
  const accounts = new Set(
    isFirst ? [] : sides.after.flatMap((stack) => Object.values(stack.providers).map(({ account }) => account)),
  );
  const found: Finding[] = [
    ...planned.flatMap(({ name, plan }) =>
      guardFindings(plan.resources).map(({ guard, address, what }) =>
        finding("guard", "guard", `${name}/${address}`, what, { guard }),
      ),
    ),
    ...setTwice(sides.before, sides.after).map(({ guard, address, what }) =>
      finding("guard", "guard", address, what, { guard }),
    ),
    ...access.lost
      .filter(({ needed, after }) => needed && after !== undefined)
      .map((cell) =>
        finding("guard", "guard", environment, told(cell), { guard: DELIVERY_LOST, causes: causesOf(cell) }),
      ),
    ...access.gained.map((cell) => accessFinding(environment, cell)),
    ...(access.unknown === undefined || changes.length === 0 || !isAboutTrail(sides, policies)
      ? []
      : [finding("undecided", "access", environment, `the access matrix cannot be told: ${access.unknown}`)]),
    ...policies.flatMap(policyFindings),
    ...[
      ...unjudged,
      ...unjudgedChanges(planned, sides.after, !access.newlyUnknown),
      ...openings(policies, accounts),
      ...secondTrails(sides).map((address): Unjudged => ({ address, level: "undecided", what: SECOND_TRAIL })),
      ...(access.newlyUnknown ? unseen(policies) : []),
    ].map(({ address, level, what }) => finding(level, "access", address, what, { guard: "unjudged-access" })),
    ...planned.flatMap(({ name, plan }) =>
      plan.partial ? [finding("undecided", "access", name, "Terraform left something out of this plan")] : [],
    ),
    ...planned.flatMap(({ name, plan }) =>
      lateReferences(plan).map(({ address, argument }) => {
        const what = `${argument} is known only after the apply; it is judged as if it stayed the same`;
        return finding("undecided", "access", `${name}/${address}`, what);
      }),
    ),
  ];
  const findings = accept(found, acceptances, { stacks, knownStacks, today, ambiguous: ambiguousIn(policies) });
  const levels = findings.filter(({ accepted }) => accepted === undefined).map(({ level }) => level);
  return {
    environment,
    stacks,
    verdict: worst([changes.length > 0 ? "changed" : "unchanged", ...levels]),
    findings,
    access,
    policies: policies.filter(({ kind }) => kind !== "same"),
    changes,
    drift: planned.flatMap(({ name, plan }) => plan.drift.filter(isAudit).map((one) => ({ ...one, stack: name }))),
    digest: digestOf(planned, sides),
  };
}

function finding(
  level: Finding["level"],
  kind: Finding["kind"],
  address: string,
  what: string,
  { guard, causes = [] }: { guard?: string; causes?: Finding["causes"] } = {},
): Finding {
  return { level, kind, address, guard, causes, what, accepted: undefined };
}

function accessFinding(environment: string, cell: CellChange): Finding {
  return finding("gained", "access", environment, told(cell), { causes: causesOf(cell) });
}

function told({ subject, deed, target, before, after }: CellChange): string {
  return `${subject}: ${deed} (${target}): ${before ?? "not there"} -> ${after ?? "not there"}`;
}

function causesOf({ by, wasBy }: CellChange): Finding["causes"] {
  return [...by, ...wasBy].map(({ source, sid }) => ({ address: source, sid }));
}

const LEVELS: Readonly<Record<Tag, Finding["level"]>> = {
  "reordered only": "changed",
  narrowed: "changed",
  "cannot be decided": "undecided",
  "condition removed": "gained",
  broadened: "gained",
};

function policyFindings({ address, argument, kind, statements, reason }: PolicyChange): Finding[] {
  if (kind === "undecided") return [finding("undecided", "policy", address, `${argument}: ${reason}`)];
  // What is new is judged by the matrix, cell by cell.
  if (kind === "new" || kind === "same") return [];
  return statements
    .filter(({ tag }) => LEVELS[tag] !== "changed")
    .map(({ sid, tag, what }) =>
      finding(LEVELS[tag], "policy", address, `${sid ?? "a statement without Sid"}: ${tag} (${what})`, {
        causes: [{ address, sid }],
      }),
    );
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

/** Whether there is anything that a matrix would tell of: other stacks have none. */
function isAboutTrail({ before, after }: Sides, policies: readonly PolicyChange[]): boolean {
  const hasTrail = [...before, ...after].some(({ resources }) => resources["aws_cloudtrail"] !== undefined);
  return hasTrail || policies.some(({ kind }) => kind !== "same");
}

function isReordering({ action, before, after, unknown, hidden }: PlannedResource): boolean {
  if (action !== "update" || !before || !after || unknown.length + hidden.length > 0) return false;
  return isReorderedOnly(before, after);
}

/** Address and Sid of statements that an acceptance cannot name. */
function ambiguousIn(policies: readonly PolicyChange[]): ReadonlySet<string> {
  return new Set(policies.flatMap(({ address, ambiguous }) => ambiguous.map((sid) => `${address} ${sid}`)));
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

/** Drift of other resources is Terraform's to tell. */
function isAudit({ type }: Drift): boolean {
  return /^aws_(cloudtrail|kms_|s3_|iam_|sns_|cloudwatch_)/.test(type);
}
