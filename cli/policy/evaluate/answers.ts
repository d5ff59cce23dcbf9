import type { Answer, Decider, Decision, Layer } from "./request";

export function allowed(decidedBy: readonly Decider[]): Answer {
  return { decision: "allowed", decidedBy, missing: [], unknown: [] };
}

export function deniedBy(decidedBy: readonly Decider[]): Answer {
  return { decision: "denied explicitly", decidedBy, missing: [], unknown: [] };
}

export function denied(missing: readonly Layer[]): Answer {
  return { decision: "denied", decidedBy: [], missing: [...new Set(missing)], unknown: [] };
}

export function undecided(unknown: readonly string[]): Answer {
  return { decision: "undecided", decidedBy: [], missing: [], unknown: [...new Set(unknown)] };
}

const BY_STRENGTH: readonly Decision[] = ["denied explicitly", "denied", "undecided", "allowed"];

/**
 * The answer to a request that AWS allows only if it allows each of these.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export function allOf(answers: readonly Answer[]): Answer {
  const decision = BY_STRENGTH.find((one) => answers.some((answer) => answer.decision === one))!;
  const deciding = answers.filter((answer) => answer.decision === decision);
  const together = <One>(part: (answer: Answer) => readonly One[]) => [...new Set(deciding.flatMap(part))];
  return {
    decision,
    decidedBy: together((answer) => answer.decidedBy),
    missing: together((answer) => answer.missing),
    unknown: together((answer) => answer.unknown),
  };
}
