import { secondTrails, type AccessChange, type CellChange } from "./access";
import type { Finding } from "./finding";
import { DELIVERY_LOST, guardFindings, setTwice } from "./guards";
import type { Tag } from "../../policy/compare";
import type { PolicyChange } from "./policies";
import { lateReferences, type PlannedStack, type Sides } from "./sides";
import { openings, unjudgedChanges, unseen, type Unjudged } from "./unjudged";

/** What is known of a change of one environment. */
export interface Judged {
  readonly environment: string;
  readonly planned: readonly PlannedStack[];
  readonly sides: Sides;
  readonly access: AccessChange;
  readonly policies: readonly PolicyChange[];
  /** What neither matrix nor guards see. */
  readonly unjudged: readonly Unjudged[];
  /** Whether anything changes at all. */
  readonly isChanged: boolean;
}

/** Everything that a reviewer must know of, the important first; nothing of it accepted yet. */
export function findingsOf(judged: Judged): Finding[] {
  return [
    ...ofGuards(judged),
    ...ofAccess(judged),
    ...judged.policies.flatMap(policyFindings),
    ...unjudgedOf(judged).map(({ address, level, what }) =>
      finding(level, "access", address, what, { guard: "unjudged-access" }),
    ),
    ...lateFindings(judged),
  ];
}

function ofGuards({ environment, planned, sides, access }: Judged): Finding[] {
  const ofResources = planned.flatMap(({ name, plan }) =>
    guardFindings(plan.resources).map((one) => ({ ...one, address: `${name}/${one.address}` })),
  );
  const lost = access.lost.filter(({ needed, after }) => needed && after !== undefined);
  return [
    ...[...ofResources, ...setTwice(sides.before, sides.after)].map(({ guard, address, what }) =>
      finding("guard", "guard", address, what, { guard }),
    ),
    ...lost.map((cell) => {
      return finding("guard", "guard", environment, told(cell), { guard: DELIVERY_LOST, causes: causesOf(cell) });
    }),
  ];
}

function ofAccess({ environment, sides, access, policies, isChanged }: Judged): Finding[] {
  const gained = access.gained.map((cell) =>
    finding("gained", "access", environment, told(cell), { causes: causesOf(cell) }),
  );
  if (access.unknown === undefined || !isChanged || !isAboutTrail(sides, policies)) return gained;
  return [
    ...gained,
    finding("undecided", "access", environment, `the access matrix cannot be told: ${access.unknown}`),
  ];
}

function unjudgedOf({ planned, sides, access, policies, unjudged }: Judged): Unjudged[] {
  const isFirst = access.unknown === undefined && sides.before.every(({ resources }) => !resources["aws_kms_key"]);
  const accounts = new Set(
    isFirst ? [] : sides.after.flatMap((stack) => Object.values(stack.providers).map(({ account }) => account)),
  );
  const trails = secondTrails(sides).map((address): Unjudged => ({
    address,
    level: "undecided",
    what: "one more trail, which the matrix does not judge",
  }));
  return [
    ...unjudged,
    ...unjudgedChanges(planned, sides.after, !access.newlyUnknown),
    ...openings(policies, accounts),
    ...trails,
    ...(access.newlyUnknown ? unseen(policies) : []),
  ];
}

/** What the plans themselves leave open. */
function lateFindings({ planned }: Judged): Finding[] {
  return planned.flatMap(({ name, plan }) => [
    ...(plan.partial ? [finding("undecided", "access", name, "Terraform left something out of this plan")] : []),
    ...lateReferences(plan).map(({ address, argument }) => {
      const what = `${argument} is known only after the apply; it is judged as if it stayed the same`;
      return finding("undecided", "access", `${name}/${address}`, what);
    }),
  ]);
}

/** Whether there is anything that a matrix would tell of: other stacks have none. */
function isAboutTrail({ before, after }: Sides, policies: readonly PolicyChange[]): boolean {
  const hasTrail = [...before, ...after].some(({ resources }) => resources["aws_cloudtrail"] !== undefined);
  return hasTrail || policies.some(({ kind }) => kind !== "same");
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
