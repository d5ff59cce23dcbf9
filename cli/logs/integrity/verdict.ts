import { count } from "../../render/count";
import { countOf, exitStatus, STATES, type Finding, type State, type Validation } from "./result";

/** Headings of the findings. */
export const TITLES: Readonly<Record<State, string>> = {
  changed: "Changed: not what CloudTrail wrote",
  missing: "Missing: a digest names it, or it is due",
  extra: "Extra: the digests of its time do not name it",
  uncovered: "Uncovered: there is no digest of its time",
  unreadable: "Unreadable: nobody can tell",
  unproven: "Unproven: what would prove it is not known",
  pending: "Pending: its digest is not due yet",
};

export interface Section {
  readonly state: State;
  readonly title: string;
  readonly total: number;
  readonly findings: readonly Finding[];
}

/** The findings by state, the worst first. */
export function sectionsOf({ findings }: Validation): Section[] {
  return STATES.map((state) => {
    const inState = findings.filter((one) => one.state === state);
    const total = countOf(inState, () => true);
    return { state, title: `${TITLES[state]} (${total})`, total, findings: inState };
  }).filter(({ total }) => total > 0);
}

/** `not intact: 1 changed, 2 missing; 558 of 560 log files and 47 of 48 digests are proven` */
export function verdictOf(validation: Validation): string {
  const { gaps, groups, chains } = validation;
  const parts = [
    ...sectionsOf(validation).map(({ state, total }) => `${total} ${state}`),
    ...(gaps.length > 0 ? [count(gaps.length, "gap")] : []),
  ];
  const logs = ratio(sum(groups.map((one) => one.validLogs)), sum(groups.map((one) => one.logs)), "log file");
  const digests = ratio(sum(chains.map((one) => one.validDigests)), sum(chains.map((one) => one.digests)), "digest");
  const word = ["intact", "not intact", "not proven"][exitStatus(validation)]!;
  return `${word}: ${parts.length === 0 ? "" : `${parts.join(", ")}; `}${logs} and ${digests} are proven`;
}

function ratio(valid: number, all: number, one: string): string {
  return valid === all ? count(all, one) : `${valid} of ${count(all, one)}`;
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
