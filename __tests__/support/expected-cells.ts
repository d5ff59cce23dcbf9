import type { AccessCase } from "../../cli/access/access-case";
import type { Subject } from "../../cli/access/subject";
import type { Facts } from "./access-facts";

/** "deny" leaves open whether a statement says so; "explicit deny" does not. */
export type Verdict = "allow" | "deny" | "explicit deny";

export type ExpectedCell = readonly [accessCase: string, subject: string, verdict: Verdict];

/** Rows and columns of a matrix. */
export interface Axes {
  readonly subjects: readonly Subject[];
  readonly accessCases: readonly AccessCase[];
}

export interface Claim {
  readonly claim: string;
  /** @default in every environment */
  readonly when?: (facts: Facts) => boolean;
  readonly cells: (axes: Axes, facts: Facts) => readonly ExpectedCell[];
}

export const each = (cases: readonly string[], subjects: readonly string[], verdict: Verdict): ExpectedCell[] =>
  cases.flatMap((accessCase) => subjects.map((subject): ExpectedCell => [accessCase, subject, verdict]));

export const idsOf = ({ subjects }: Axes) => subjects.map(({ id }) => id);
export const known = (axes: Axes, ids: readonly string[]) => idsOf(axes).filter((id) => ids.includes(id));
export const like = ({ accessCases }: Axes, pattern: RegExp) =>
  accessCases.map(({ id }) => id).filter((id) => pattern.test(id));

/** These may, and nobody else. `open` are those of whom nothing is said. */
export const only = (
  axes: Axes,
  cases: readonly string[],
  allowed: readonly string[],
  open: readonly string[] = [],
) => [
  ...each(cases, allowed, "allow"),
  ...each(
    cases,
    idsOf(axes).filter((id) => !allowed.includes(id) && !open.includes(id)),
    "deny",
  ),
];

export const everyone = (axes: Axes, cases: readonly string[], verdict: Verdict) => each(cases, idsOf(axes), verdict);
export const nobody = (axes: Axes, cases: readonly string[]) => everyone(axes, cases, "deny");
