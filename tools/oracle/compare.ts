import { decide, type Decision } from "../../cli/policy/evaluate";
import type { Question } from "./question";
import { settledBy, type Settled } from "./settled";
import { simulate } from "./simulator";

/** How evaluator and simulator answer a question. */
export type Comparison =
  | { readonly kind: "same"; readonly decision: Decision }
  /** The evaluator does not guess. */
  | { readonly kind: "undecided" }
  | { readonly kind: "settled"; readonly by: Settled }
  | { readonly kind: "disagreement"; readonly evaluator: Decision; readonly simulator: string };

export function compare(question: Question): Comparison {
  const { decision } = decide(question.request, question.policies, question.settings);
  if (decision === "undecided") return { kind: "undecided" };
  const simulated = simulate(question);
  if (simulated === decision) return { kind: "same", decision };
  if (simulated instanceof Error) return { kind: "disagreement", evaluator: decision, simulator: simulated.message };
  const by = settledBy(question, decision, simulated);
  return by ? { kind: "settled", by } : { kind: "disagreement", evaluator: decision, simulator: simulated };
}

/** What came of many comparisons. */
export class Tally {
  readonly counts = new Map<string, number>();
  readonly disagreements: { readonly question: Question; readonly comparison: Comparison }[] = [];

  add(question: Question, comparison: Comparison): void {
    this.count(labelOf(comparison));
    if (comparison.kind === "disagreement") this.disagreements.push({ question, comparison });
  }

  count(label: string, by = 1): void {
    this.counts.set(label, (this.counts.get(label) ?? 0) + by);
  }
}

function labelOf(comparison: Comparison): string {
  switch (comparison.kind) {
    case "same":
      return `same: ${comparison.decision}`;
    case "settled":
      return `settled: ${comparison.by.title}`;
    default:
      return comparison.kind;
  }
}
