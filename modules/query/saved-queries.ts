import { INCIDENT_QUERIES, queryWithin, VIEW, type QueryParameter } from "./sql";
import type { QueriedLogs } from "./table";

/** An incident query as Athena saves it. */
interface SavedQuery {
  readonly name: string;
  readonly description: string;
  readonly query: string;
}

const DAYS: readonly QueryParameter[] = [
  { name: "from", about: "first day", example: "2026/01/01" },
  { name: "to", about: "last day", example: "2026/01/31" },
];

const ACCOUNT: QueryParameter = { name: "account", about: "account with the log files", example: "111122223333" };

/**
 * The incident queries over some days: without a condition on the day, Athena would look into each folder of each
 * account and Region. Athena's console asks for what the question marks stand for.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/querying-with-prepared-statements-querying-using-execution-parameters.html
 */
export function savedQueries({ accounts }: Pick<QueriedLogs, "accounts">, databaseName: string): SavedQuery[] {
  const asksAccount = accounts === "all";
  const condition = `${asksAccount ? "account = ? AND " : ""}day BETWEEN ? AND ?`;
  return INCIDENT_QUERIES.map(({ name, title, why, parameters, sql }) => ({
    name,
    description: `${title}. ${why} Parameters: ${list([...(asksAccount ? [ACCOUNT] : []), ...DAYS, ...parameters])}`,
    query: queryWithin(sql, `${databaseName}.${VIEW}`, condition),
  }));
}

/** Athena wants texts in quotes. */
function list(parameters: readonly QueryParameter[]): string {
  return parameters.map(({ name, about, example }) => `${name} ('${example}', ${about})`).join("; ");
}
