import type { Canonical } from "../../policy/canonical";
import type { OutOfScope } from "./out-of-scope";
import { outsidersIn } from "./outsiders";
import type { PolicyChange } from "./policies";

/** New Allow statements, if there is no longer a matrix that would evaluate them. */
export function unseen(policies: readonly PolicyChange[]): OutOfScope[] {
  return policies
    .filter(({ kind }) => kind === "new")
    .flatMap(({ address, statements }) =>
      statements
        .filter(({ after }) => after?.effect === "Allow")
        .map(({ after }): OutOfScope => {
          return {
            address,
            level: "gained",
            what: `${nameOf(after!)} is new and allows access that the matrix does not evaluate`,
          };
        }),
    );
}

/** The principals in a new policy that have no business there: everyone, or those of other accounts. */
export function openings(policies: readonly PolicyChange[], home: ReadonlySet<string>): OutOfScope[] {
  return policies
    .filter(({ kind }) => kind === "new")
    .flatMap(({ address, statements }) =>
      statements.flatMap(({ after }): OutOfScope[] => {
        if (after?.effect !== "Allow") return [];
        return outsidersIn(after, home).map(({ who, level }) => {
          return { address, level, what: `${who.join(", ")} may call ${calls(after)} (${nameOf(after)})` };
        });
      }),
    );
}

function nameOf({ sid }: Canonical): string {
  return sid === undefined ? "a statement without Sid" : `statement ${sid}`;
}

/** The actions of a statement as it spells them, the first few. */
function calls({ actions, statement }: Canonical): string {
  const elements = statement as unknown as Readonly<Record<string, string | readonly string[]>>;
  const names = [elements[actions.not ? "NotAction" : "Action"] ?? []].flat();
  const shown = names.slice(0, MOST_CALLS).join(", ");
  const more = names.length > MOST_CALLS ? ` and ${names.length - MOST_CALLS} more` : "";
  return `${actions.not ? "everything except " : ""}${shown}${more}`;
}

const MOST_CALLS = 4;
