import { canonicalPolicy, versionsDiffer, type Canonical } from "./canonical";
import { compareStatements, type StatementChange } from "./compare";
import { NO_SID } from "./document";

/**
 * How a policy that was found differs from the one expected, a line each; none where both mean the same. Throws an
 * `InvalidPolicy` where one of them is not a policy.
 */
export function policyDifferences(expected: string, found: string): string[] {
  const wanted = canonicalPolicy(expected);
  const there = canonicalPolicy(found);
  return [
    ...(versionsDiffer(wanted, there) ? [`Version: expected ${wanted.version}, found ${there.version}`] : []),
    ...compareStatements(wanted.statements, there.statements).flatMap(describe),
    ...there.statements.flatMap(deletedPrincipals),
  ];
}

function describe({ sid = NO_SID, before, after }: StatementChange): string[] {
  if (!before) return [`added statement ${sid}: ${JSON.stringify(after!.statement)}`];
  return after ? elementDifferences(before, after) : [`missing statement ${sid}`];
}

/** The elements that a statement can be compared by, with the one spelling of each. */
const ELEMENTS: readonly (readonly [names: readonly string[], spelled: (one: Canonical) => unknown])[] = [
  [["Effect"], ({ effect }) => effect],
  [["Principal", "NotPrincipal"], ({ principals }) => principals],
  [["Action", "NotAction"], ({ actions }) => actions],
  [["Resource", "NotResource"], ({ resources }) => resources],
  [["Condition"], ({ conditions }) => conditions],
];

/** Shown as they are written. */
function elementDifferences(expected: Canonical, found: Canonical): string[] {
  const shown = ({ statement }: Canonical, name: string) =>
    JSON.stringify((statement as unknown as Record<string, unknown>)[name]) ?? "nothing";
  return ELEMENTS.filter(([, spelled]) => JSON.stringify(spelled(expected)) !== JSON.stringify(spelled(found)))
    .flatMap(([names]) => names)
    .filter((name) => [expected, found].some((one) => shown(one, name) !== "nothing"))
    .map((name) => {
      const values = `expected ${shown(expected, name)}, found ${shown(found, name)}`;
      return `changed statement ${expected.sid ?? NO_SID}: ${name}: ${values}`;
    });
}

/**
 * In place of a principal that is gone, AWS shows the unique id it had.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 */
const UNIQUE_ID = /^AWS:(A(?:IDA|ROA|GPA|IPA|NPA|NVA)[A-Z0-9]{12,})$/;

function deletedPrincipals({ sid = NO_SID, principals }: Canonical): string[] {
  return (principals?.values ?? []).flatMap((principal) => {
    const [, id] = UNIQUE_ID.exec(principal) ?? [];
    return id === undefined ? [] : [`statement ${sid} names ${id}, a principal that was deleted`];
  });
}
