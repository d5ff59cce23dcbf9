import { addressOf } from "../../model/references";
import { auditPolicyIn } from "./audit-policies";
import type { AccessChange, CellChange } from "./cell-diff";
import type { Finding } from "./finding";
import { homeOwners } from "./home-owners";
import { DELIVERY_LOST, protectionFindings, conflictingSettings } from "./protections";
import type { Tag } from "../../policy/compare";
import type { PolicyChange } from "./policies";
import { count } from "../../render/count";
import { idOf, lateReferences, type PlannedStack, type PlanStates } from "../../terraform/plan/plan-states";
import { movedOutputs } from "./moved-outputs";
import { openings, unseen } from "./openings";
import { isForeign } from "./foreign";
import { countedGrants } from "./counted-grants";
import { isOfApplication, outOfScopeChanges, type OutOfScope } from "./out-of-scope";
import { foreignTrails } from "./trails";

/** The changes of one environment. */
export interface EnvironmentChange {
  readonly environment: string;
  readonly planned: readonly PlannedStack[];
  readonly planStates: PlanStates;
  readonly access: AccessChange;
  readonly policies: readonly PolicyChange[];
  /** Changes that neither the matrix nor the protections evaluate. */
  readonly outOfScope: readonly OutOfScope[];
  /** Whether anything changes at all. */
  readonly isChanged: boolean;
}

/** All findings for a reviewer, most important first, before acceptances. */
export function findingsOf(change: EnvironmentChange): Finding[] {
  const isAuditPolicy = auditPolicyIn(change.planStates);
  return [
    ...ofProtections(change),
    ...ofAccess(change),
    ...change.policies.flatMap((policy) => policyFindings(policy, isAuditPolicy(policy))),
    ...outOfScopeOf(change).map(({ address, level, what }) =>
      finding(level, "access", address, what, { protection: "out-of-scope-access" }),
    ),
    ...lateFindings(change),
  ];
}

function ofProtections({ environment, planned, planStates, access }: EnvironmentChange): Finding[] {
  const isNoTrail = isForeign(planned, planStates);
  const ofResources = planned.flatMap(({ name, plan }) =>
    protectionFindings(plan.resources.filter((one) => !isNoTrail || !isOfApplication(one))).map((one) => ({
      ...one,
      address: `${name}/${one.address}`,
    })),
  );
  const isKnown = ({ protection, address }: (typeof ofResources)[number]) =>
    ofResources.some((one) => one.protection === protection && one.address === address);
  const ofNew = access.unsafe.filter((one) => !isKnown(one));
  const lost = access.lost.filter(({ needed, after }) => needed && after !== undefined);
  return [
    ...[...ofResources, ...ofNew, ...conflictingSettings(planStates.before, planStates.after, importedIn(planned))].map(
      ({ protection, address, what }) => finding("weakened", "protection", address, what, { protection }),
    ),
    ...lost.map((cell) => {
      return finding("weakened", "protection", environment, describeCell(cell), {
        protection: DELIVERY_LOST,
        causes: causesOf(cell),
      });
    }),
  ];
}

function importedIn(planned: readonly PlannedStack[]): ReadonlySet<string> {
  const imported = planned.flatMap(({ name, plan }) =>
    plan.resources.filter(({ isImported }) => isImported).map((one) => `${name}/${addressOf(one.type, idOf(one))}`),
  );
  return new Set(imported);
}

function ofAccess({ environment, planStates, access, isChanged }: EnvironmentChange): Finding[] {
  const gained = access.gained.map((cell) =>
    finding("gained", "access", environment, describeCell(cell), { causes: causesOf(cell) }),
  );
  const undecided = undecidedFindings(environment, access.undecided);
  if (access.unknown === undefined || !isChanged || !hasTrail(planStates)) {
    return [...gained, ...undecided];
  }
  return [
    ...gained,
    ...undecided,
    finding("undecided", "access", environment, `the access matrix cannot be computed: ${access.unknown}`),
  ];
}

/** One finding for all cells that depend on the same values. */
function undecidedFindings(environment: string, cells: readonly CellChange[]): Finding[] {
  const reasons = [...new Set(cells.map(({ unknown = [] }) => unknown.join(", ")))];
  return reasons.map((reason) => {
    const alike = cells.filter(({ unknown = [] }) => unknown.join(", ") === reason);
    const what = `${count(alike.length, "cell")} of the access matrix cannot be decided: depends on ${reason}`;
    return finding("undecided", "access", environment, what, { causes: alike.slice(0, 1).flatMap(causesOf) });
  });
}

function outOfScopeOf({
  environment,
  planned,
  planStates,
  access,
  policies,
  outOfScope,
}: EnvironmentChange): OutOfScope[] {
  const home = homeOwners(environment, planStates);
  const counted = access.unknown === undefined ? countedGrants(planStates) : undefined;
  const trails = foreignTrails(planStates).map((address): OutOfScope => ({
    address,
    level: "undecided",
    what: "an additional trail of another bucket, which the matrix does not evaluate",
  }));
  return [
    ...outOfScope,
    ...outOfScopeChanges(planned, planStates, !access.newlyUnknown, counted),
    ...openings(policies, home),
    ...movedOutputs(planned),
    ...trails,
    ...(access.newlyUnknown ? unseen(policies) : []),
  ];
}

/** What the plans leave open. */
function lateFindings({ planned }: EnvironmentChange): Finding[] {
  return planned.flatMap(({ name, plan }) => [
    ...(plan.partial ? [finding("undecided", "access", name, "the plan is partial: Terraform left changes out")] : []),
    ...lateReferences(plan).map(({ address, argument }) => {
      const what = `${argument} is known only after apply; evaluated as unchanged`;
      return finding("undecided", "access", `${name}/${address}`, what);
    }),
  ]);
}

/** Stacks without a trail have no matrix; their policies are compared statement by statement. */
function hasTrail({ before, after }: PlanStates): boolean {
  return [...before, ...after].some(({ resources }) => resources["aws_cloudtrail"] !== undefined);
}

function finding(
  level: Finding["level"],
  kind: Finding["kind"],
  address: string,
  what: string,
  { protection, causes = [] }: { protection?: string; causes?: Finding["causes"] } = {},
): Finding {
  return { level, kind, address, protection, causes, what, accepted: undefined };
}

function describeCell({ subject, accessCase, target, before, after }: CellChange): string {
  return `${subject}: ${accessCase} (${target}): ${before ?? "not there"} -> ${after ?? "not there"}`;
}

function causesOf({ decidedBy, wasDecidedBy }: CellChange): Finding["causes"] {
  return [...decidedBy, ...wasDecidedBy].map(({ source, sid }) => ({ address: source, sid }));
}

const LEVELS: Readonly<Record<Tag, Finding["level"]>> = {
  "reordered only": "changed",
  narrowed: "changed",
  "cannot be decided": "undecided",
  "condition removed": "gained",
  broadened: "gained",
};

/** Whoever wants to hide what a policy of the audit trail allows makes it unreadable. */
function policyFindings({ address, argument, kind, statements, reason }: PolicyChange, isAudit: boolean): Finding[] {
  if (kind === "unreadable") {
    return [finding(isAudit ? "gained" : "undecided", "policy", address, `${argument}: ${reason}`)];
  }
  if (kind === "undecided") return [finding("undecided", "policy", address, `${argument}: ${reason}`)];
  // The matrix evaluates new statements, cell by cell.
  if (kind === "new" || kind === "same") return [];
  return statements
    .filter(({ tag }) => LEVELS[tag] !== "changed")
    .map(({ sid, tag, what }) =>
      finding(LEVELS[tag], "policy", address, `${sid ?? "a statement without Sid"}: ${tag} (${what})`, {
        causes: [{ address, sid }],
      }),
    );
}
