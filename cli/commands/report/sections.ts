import { count } from "../../render/count";
import { FRAMEWORKS, type Framework } from "../../controls/control";
import { inOrder, type Status } from "../../controls/assess";
import { GROUPS } from "../../verification/check";
import { foldCauses } from "../../verification/causes";
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

/** A requirement that the environment does not meet by choice. */
export interface LeftOff {
  readonly requirement: string;
  /** Why an environment may leave it off. */
  readonly reason: string;
  /** Who answers for the environment; `undefined` if it does not say. */
  readonly owner: string | undefined;
}

export function leftOff({ assessments, environment }: Report): LeftOff[] {
  const owner = ownerOf(environment);
  return assessments
    .filter(({ verdicts }) => verdicts[0]?.status === "off by choice")
    .map(({ control: { requirement, choice = "" } }) => ({ requirement, reason: choice, owner }));
}

/** By the tag `Owner`, in any case, that the environment gives its resources. */
function ownerOf({ stacks }: Report["environment"]): string | undefined {
  const tags = stacks.flatMap(({ providers }) =>
    Object.values(providers).flatMap((one) => Object.entries(one.tags ?? {})),
  );
  return tags.find(([name]) => name.toLowerCase() === "owner")?.[1];
}

/** Shown in place of an owner. */
export const NO_OWNER = "not named: the environment has no tag Owner";

/** The checks by group, each cause once; those of unknown groups come last. */
export function groupedChecks(all: readonly CheckJson[]): [group: string, checks: readonly CheckJson[]][] {
  const checks = foldCauses(
    all,
    ({ id }) => id,
    ({ cause }) => cause,
  );
  const groups = [...new Set([...GROUPS, ...checks.map(({ group }) => group)])];
  return groups
    .map((group): [string, CheckJson[]] => [group, checks.filter((check) => check.group === group)])
    .filter(([, all]) => all.length > 0);
}

/** The findings, which the report shows first. */
export function findingsOf({ verification, canary }: Report): string[] {
  const failed = verification.checks.filter(({ state }) => state === "fail");
  return [
    ...failed.map(({ title, found }) => `${title}: ${found}`),
    ...(canary?.verdict === "failed" ? [`canary: ${canary.summary}`] : []),
  ];
}

/** Diagram and matrix show the synthesized stacks. If a check failed, the deployed resources differ. */
export function differenceOf({ verification }: Report): string {
  const failed = verification.checks.filter(({ state }) => state === "fail").length;
  if (failed === 0) return "As synthesized; every check of the deployed resources agrees, or shows why it could not.";
  return `As synthesized. The deployed resources differ: ${count(failed, "check")} failed, see below.`;
}
