import type { Policy } from "../document";
import type { Naming } from "./principals";
import type { Decider } from "./request";
import { matchStatement, statementsOf, type CompiledStatement, type Matching, type PolicyKind } from "./statement";
import { or, type Tri } from "./tri";

/** What the statements of some policies say about a request. */
export interface Verdict {
  /** Whether one allows it, by how it names the principal. */
  readonly allows: Readonly<Record<Naming, Tri>>;
  readonly denies: Tri;
  readonly allowedBy: readonly Decider[];
  readonly deniedBy: readonly Decider[];
}

const SILENT: Verdict = {
  allows: { itself: false, "its role": false, "its user": false, "its account": false },
  denies: false,
  allowedBy: [],
  deniedBy: [],
};

export function judge(policies: readonly Policy[], kind: PolicyKind, matching: Matching): Verdict {
  let verdict: { -readonly [Part in keyof Verdict]: Verdict[Part] } | undefined;
  for (const policy of policies) {
    for (const statement of statementsOf(policy)) {
      const { matches, naming } = matchStatement(statement, kind, matching);
      if (matches === false) continue;
      verdict ??= { ...SILENT };
      // A statement that AWS refuses may be meant either way.
      if (statement.effect === "Allow" || !statement.isSound) {
        verdict.allows = { ...verdict.allows, [naming]: or(verdict.allows[naming], matches) };
        verdict.allowedBy = added(verdict.allowedBy, statement, matches);
      }
      if (statement.effect === "Deny" || !statement.isSound) {
        verdict.denies = or(verdict.denies, matches);
        verdict.deniedBy = added(verdict.deniedBy, statement, matches);
      }
    }
  }
  return verdict ?? SILENT;
}

function added(deciders: readonly Decider[], { decider }: CompiledStatement, matches: Tri): readonly Decider[] {
  return matches === true ? [...deciders, decider] : deciders;
}

/** Whether one of the policies allows the request, by whatever name. */
export function allowsAny({ allows }: Verdict): Tri {
  return or(allows.itself, allows["its role"], allows["its user"], allows["its account"]);
}
