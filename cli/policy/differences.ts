import { canonicalPolicy, versionsDiffer, type Canonical } from "./canonical";
import { compareStatements, type StatementChange } from "./compare";
import { NO_SID } from "./document";

/**
 * The differences between an expected and a found policy, one line each; empty if they mean the same. Throws an
 * `InvalidPolicy` if one of them is not a policy.
 */
export function policyDifferences(expected: string, found: string): string[] {
  const expectedPolicy = canonicalPolicy(expected);
  const foundPolicy = canonicalPolicy(found);
  return [
    ...(versionsDiffer(expectedPolicy, foundPolicy)
      ? [`Version: expected ${expectedPolicy.version}, found ${foundPolicy.version}`]
      : []),
    ...compareStatements(expectedPolicy.statements, foundPolicy.statements).flatMap(describe),
    ...foundPolicy.statements.flatMap(deletedPrincipals),
  ];
}

function describe({ sid = NO_SID, before, after }: StatementChange): string[] {
  if (!before) return [`added statement ${sid}: ${JSON.stringify(after!.statement)}`];
  return after ? elementDifferences(before, after) : [`missing statement ${sid}`];
}

/** The elements by which statements are compared, in canonical form. */
const ELEMENTS: readonly (readonly [names: readonly string[], spelled: (one: Canonical) => unknown])[] = [
  [["Effect"], ({ effect }) => effect],
  [["Principal", "NotPrincipal"], ({ principals }) => principals],
  [["Action", "NotAction"], ({ actions }) => actions],
  [["Resource", "NotResource"], ({ resources }) => resources],
  [["Condition"], ({ conditions }) => conditions],
];

/** The elements as written, for display. */
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
 * AWS replaces a deleted principal with its unique id.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 */
const UNIQUE_ID = /^AWS:(A(?:IDA|ROA|GPA|IPA|NPA|NVA)[A-Z0-9]{12,})$/;

function deletedPrincipals({ sid = NO_SID, principals }: Canonical): string[] {
  return (principals?.values ?? []).flatMap((principal) => {
    const [, id] = UNIQUE_ID.exec(principal) ?? [];
    return id === undefined ? [] : [`statement ${sid} names ${id}, a principal that was deleted`];
  });
}
