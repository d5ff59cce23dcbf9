import { count } from "../../../render/count";
import type { Tone } from "../../../render/terminal";
import { NO_TRAIL } from "../access";
import type { Review } from "../review";
import { reaches, VERDICTS, worst, type Verdict } from "../verdict";

const MEANINGS: Readonly<Record<Verdict, string>> = {
  unchanged: "nothing changes that the audit trail depends on",
  changed: "something changes, and no principal gains access",
  undecided: "a change cannot be decided from the plan",
  gained: "a principal gains access, or a policy condition is removed",
  weakened: "the audit trail itself is weakened",
};

export const TONES: Readonly<Record<Verdict, Tone>> = {
  unchanged: "good",
  changed: "note",
  undecided: "warn",
  gained: "bad",
  weakened: "bad",
};

/** `GAINED: a principal gains access, or a policy condition is removed. …` */
export function verdictLine(reviews: readonly Review[]): string {
  const verdict = worst(reviews.map((review) => review.verdict));
  const accepted = reviews.flatMap(({ findings }) => findings).filter((finding) => finding.accepted !== undefined);
  const isMilder = accepted.some(({ level }) => VERDICTS.indexOf(level) > VERDICTS.indexOf(verdict));
  // Otherwise the sentence "no principal gains access" would be wrong.
  return `${verdict.toUpperCase()}: ${isMilder ? "more severe findings are accepted, see below" : MEANINGS[verdict]}`;
}

/** Where a reader of findings goes on. */
export const DOCUMENTATION = "docs/plan-review.md";

/** What a reader of findings does next; `undefined` if there are none. The document's name follows. */
export function nextStep(reviews: readonly Review[]): string | undefined {
  const verdict = worst(reviews.map((review) => review.verdict));
  return reaches(verdict, "undecided") ? "What each finding means, and how to accept one:" : undefined;
}

/** `2 protections, 3 cells gained, 1 lost, 2 policies. Terraform: 1 to add, 4 to change, 0 to destroy`. */
export function counts({ findings, access, policies, plan, isForeign }: Review): string {
  const open = findings.filter(({ accepted }) => accepted === undefined);
  const protections = open.filter(({ kind }) => kind === "protection").length;
  const accepted = findings.length - open.length;
  const found = [
    ...(protections > 0 ? [count(protections, "protection")] : []),
    ...(isForeign ? ["nothing of an audit trail is in this plan"] : accessCounts(access)),
    `${count(policies.length, "policy", "policies")}`,
    ...(accepted > 0 ? [`${count(accepted, "finding")} accepted`] : []),
  ].join(", ");
  return `${found}. Terraform: ${plan.add} to add, ${plan.change} to change, ${plan.destroy} to destroy`;
}

function accessCounts({ unknown, isFirst, gained, lost, expected }: Review["access"]): string[] {
  if (isFirst) return [`first apply: ${count(gained.length + expected.length, "cell")}, nothing to compare with`];
  if (unknown === NO_TRAIL) return [`access cannot be computed: ${NO_TRAIL}`];
  if (unknown !== undefined && gained.length === 0) return ["access cannot be computed"];
  return [`${count(gained.length, "cell")} gained`, `${lost.length} lost`];
}
