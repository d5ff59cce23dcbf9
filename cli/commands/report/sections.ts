import { count } from "../../render/count";
import { FRAMEWORKS, type Framework } from "../../controls/control";
import { inOrder, type Status } from "../../controls/assess";
import { GROUPS } from "../../verification/check";
import type { CheckJson } from "../../results/verify";
import type { Report } from "./model";

/** A framework in one line. */
export interface FrameworkLine {
  readonly title: string;
  readonly counts: Readonly<Record<Status, number>>;
  readonly violated: readonly string[];
}

const STATUSES: readonly Status[] = ["complies", "violates", "off by choice", "does not apply"];

export function frameworkLines({ assessments }: Report): FrameworkLine[] {
  return (Object.keys(FRAMEWORKS) as Framework[]).map((framework) => {
    const own = inOrder(assessments, framework);
    const of = (status: Status) => own.filter(({ verdicts }) => verdicts[0]?.status === status);
    return {
      title: FRAMEWORKS[framework],
      counts: Object.fromEntries(STATUSES.map((status) => [status, of(status).length])) as Record<Status, number>,
      violated: of("violates").map(({ control }) => control.requirement),
    };
  });
}

/** The checks under their groups; those that no group knows come last. */
export function groupedChecks(checks: readonly CheckJson[]): [group: string, checks: readonly CheckJson[]][] {
  const groups = [...new Set([...GROUPS, ...checks.map(({ group }) => group)])];
  return groups
    .map((group): [string, CheckJson[]] => [group, checks.filter((check) => check.group === group)])
    .filter(([, all]) => all.length > 0);
}

/** What went wrong, first of all. */
export function findingsOf({ verification, canary }: Report): string[] {
  const failed = verification.checks.filter(({ state }) => state === "fail");
  return [
    ...failed.map(({ title, found }) => `${title}: ${found}`),
    ...(canary?.verdict === "failed" ? [`canary: ${canary.summary}`] : []),
  ];
}

/** Picture and matrix show what was synthesized. Where a check failed, what is deployed is something else. */
export function differenceOf({ verification }: Report): string {
  const failed = verification.checks.filter(({ state }) => state === "fail").length;
  if (failed === 0) return "As synthesized; every check of what is deployed agrees or says why not.";
  return `As synthesized. What is deployed differs: ${count(failed, "check")} failed, see below.`;
}
