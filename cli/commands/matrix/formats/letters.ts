import type { Decision } from "../../../policy/evaluate";
import type { Tone } from "../../../render/terminal";

/** One character per cell: allowed, denied because nothing allows it, denied by a statement, undecided. */
export const MARKS: Readonly<Record<Decision, string>> = {
  allowed: "A",
  denied: ".",
  "denied explicitly": "X",
  undecided: "?",
};

/** Reviewers look for access, so allowed cells stand out; explicit denials are calm. */
export const TONES: Readonly<Record<Decision, Tone>> = {
  allowed: "warn",
  denied: "quiet",
  "denied explicitly": "good",
  undecided: "warn",
};

export const LEGEND = "A allowed   . denied: nothing allows it   X denied explicitly   ? undecided";

/** Names of the columns: a … z, then aa, ab … */
export function letter(index: number): string {
  const last = String.fromCharCode(97 + (index % 26));
  return index < 26 ? last : `${letter(Math.floor(index / 26) - 1)}${last}`;
}
