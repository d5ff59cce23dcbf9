import { INCIDENT_QUERIES, queryWithin, type IncidentQuery } from "../../../../modules/query/sql";
import { UserError } from "../../../framework/user-error";
import type { QueryValues } from "../query-command";
import { statementOf } from "./statement";

/** SQL, and a value for each `?` in it. */
export interface Question {
  readonly sql: string;
  readonly values: readonly string[];
}

export interface Asked {
  /** Undefined if only a Parquet file is to be written. */
  readonly question: Question | undefined;
  readonly sources: readonly string[];
}

/** What a command line asks, and of which sources. Throws a `UserError`. */
export function asked(values: QueryValues, operands: readonly string[]): Asked {
  const named = INCIDENT_QUERIES.find(({ name }) => name === values.named);
  if (named) return { question: namedQuestion(named, values, operands), sources: operands };
  refuseOthers(values, [], "SQL");
  const [first, ...others] = operands;
  const hasSource = first !== undefined || values.environment !== undefined;
  if (values.parquet !== undefined && hasSource && !isSql(first)) return { question: undefined, sources: operands };
  if (first !== undefined) return { question: { sql: statementOf(first), values: [] }, sources: others };
  const names = INCIDENT_QUERIES.map(({ name }) => name);
  throw new UserError(`no query given; give SQL, such as "SELECT * FROM ct", or --named with ${names.join(", ")}`);
}

function namedQuestion(query: IncidentQuery, values: QueryValues, operands: readonly string[]): Question {
  const { parameters, sql } = query;
  const option = `--named ${query.name}`;
  if (operands.some(isSql)) throw new UserError(`${option} and SQL are both given; give one of them`);
  const known = parameters.map(({ name }) => name);
  refuseOthers(values, known, option);
  const given = parameters.map(({ name, about, example }) => {
    const value = values[name as Parameter];
    if (value !== undefined) return value;
    throw new UserError(`${option} requires --${name}: ${about}, such as ${example}`);
  });
  return { sql, values: given };
}

type Parameter = "access-key" | "key" | "bucket" | "object";
const PARAMETERS: readonly Parameter[] = ["access-key", "key", "bucket", "object"];

/** A value that nothing reads would look like a filter. */
function refuseOthers(values: QueryValues, known: readonly string[], what: string): void {
  const other = PARAMETERS.find((name) => values[name] !== undefined && !known.includes(name));
  if (other === undefined) return;
  const takers = INCIDENT_QUERIES.filter(({ parameters }) => parameters.some(({ name }) => name === other));
  throw new UserError(
    `${what} does not take --${other}; ${takers.map(({ name }) => `--named ${name}`).join(", ")} does`,
  );
}

/** Whether it is rather SQL than the name of a source. */
function isSql(word: string | undefined): boolean {
  return word !== undefined && /^\s*(--|\/\*|\(|(select|with)\s)/i.test(word);
}

/** The question about the rows that meet a condition only. `view` is the qualified name of the view. */
export function within(question: Question, view: string, condition: Question | undefined): Question {
  if (condition === undefined) return question;
  const { sql, values } = question;
  return { sql: queryWithin(sql, view, condition.sql), values: [...condition.values, ...values] };
}
