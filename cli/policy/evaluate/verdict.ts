import type { Policy } from "../document";
import { statementsFor } from "./by-principal";
import type { Asked } from "./context";
import type { Naming } from "./principals";
import type { Decider, Layer } from "./request";
import type { PolicyKind } from "./grammar";
import { isHeld, matchStatement, statementsOf } from "./statement";
import { or, type Tri } from "./tri";

/**
 * What the statements of some policies say about a request.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export interface Verdict {
  /** Whether one allows it, by how it names the principal. */
  readonly allows: Readonly<Record<Naming, Tri>>;
  readonly denies: Tri;
  readonly allowedBy: readonly Decider[];
  readonly deniedBy: readonly Decider[];
}

/** What must allow a request, although it allows nothing by itself. */
export interface Limit {
  readonly layer: Layer;
  readonly verdict: Verdict;
}

const NOTHING = { itself: false, "its role": false, "its user": false, "its account": false } as const;

export function judge(policies: readonly Policy[], kind: PolicyKind, request: Asked): Verdict {
  const allows: Record<Naming, Tri> = { ...NOTHING };
  const allowedBy: Decider[] = [];
  const deniedBy: Decider[] = [];
  let denies: Tri = false;
  for (const policy of policies) {
    const statements = isHeld(kind) ? statementsOf(policy) : statementsFor(policy, request.principal);
    for (const statement of statements) {
      const { matches, naming, isRefused } = matchStatement(statement, kind, request);
      if (matches === false) continue;
      if (statement.effect === "Allow" || isRefused) allows[naming] = or(allows[naming], matches);
      if (statement.effect === "Deny" || isRefused) denies = or(denies, matches);
      if (matches === true) (statement.effect === "Allow" ? allowedBy : deniedBy).push(statement.decider);
    }
  }
  return { allows, denies, allowedBy, deniedBy };
}

/**
 * Whether one of the policies allows the request, however it names the principal.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export function allowsAny({ allows }: Verdict): Tri {
  return or(allows.itself, allows["its role"], allows["its user"], allows["its account"]);
}
