import { canonicalPolicy, type CanonicalStatement } from "./policy-document";

/** How a policy that was found differs from the one expected, a line each; none where both mean the same. */
export function policyDifferences(expected: string, found: string): string[] {
  const wanted = canonicalPolicy(expected);
  const there = canonicalPolicy(found);
  const missing = without(wanted.statements, there.statements);
  const added = without(there.statements, wanted.statements);
  const changed = missing.flatMap((statement) => {
    const other = added.find((one) => nameOf(one) === nameOf(statement) && nameOf(one) !== UNNAMED);
    return other ? [{ statement, other }] : [];
  });
  const isChanged = (statement: CanonicalStatement) =>
    changed.some((pair) => pair.statement === statement || pair.other === statement);
  return [
    ...(wanted.version === there.version ? [] : [`Version: expected ${wanted.version}, found ${there.version}`]),
    ...missing.filter((one) => !isChanged(one)).map((one) => `missing statement ${nameOf(one)}`),
    ...added.filter((one) => !isChanged(one)).map((one) => `added statement ${nameOf(one)}: ${JSON.stringify(one)}`),
    ...changed.flatMap(({ statement, other }) => elementDifferences(statement, other)),
    ...deletedPrincipals(there.statements),
  ];
}

const UNNAMED = "(no Sid)";

function nameOf({ Sid }: CanonicalStatement): string {
  return typeof Sid === "string" ? Sid : UNNAMED;
}

/** The statements that the others do not hold, each counted: a second one of the same is one more. */
function without(statements: readonly CanonicalStatement[], others: readonly CanonicalStatement[]) {
  const left = others.map((one) => JSON.stringify(one));
  return statements.filter((statement) => {
    const index = left.indexOf(JSON.stringify(statement));
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

function elementDifferences(expected: CanonicalStatement, found: CanonicalStatement): string[] {
  const elements = [...new Set([...Object.keys(expected), ...Object.keys(found)])].sort();
  return elements
    .filter((element) => JSON.stringify(expected[element]) !== JSON.stringify(found[element]))
    .map((element) => {
      const shown = (value: unknown) => (value === undefined ? "nothing" : JSON.stringify(value));
      return (
        `changed statement ${nameOf(expected)}: ${element}: ` +
        `expected ${shown(expected[element])}, found ${shown(found[element])}`
      );
    });
}

/** In place of a principal that is gone, AWS shows the unique id it had. */
const UNIQUE_ID = /^A(?:IDA|ROA|GPA|IPA|NPA|NVA)[A-Z0-9]{12,}$/;

function deletedPrincipals(statements: readonly CanonicalStatement[]): string[] {
  return statements.flatMap((statement) =>
    Object.values((statement["Principal"] ?? {}) as Record<string, readonly string[]>)
      .flat()
      .filter((name) => UNIQUE_ID.test(name))
      .map((name) => `statement ${nameOf(statement)} names ${name}, a principal that was deleted`),
  );
}
