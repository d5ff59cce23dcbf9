import { UserError } from "../../../framework/user-error";
import { tokensOf, type Token } from "./statement";

const TIMES = "compare times as texts: event_time >= '2026-03-01T10:00'";
const FIELDS = "the columns of ct, which are texts";

/** Words and signs that DuckDB knows and Athena does not, or that mean something else there, with what both know. */
const INSTEAD: ReadonlyMap<string, string> = new Map([
  ["::", "cast(value AS type)"],
  ["->", FIELDS],
  ["->>", FIELDS],
  ["[", FIELDS],
  ["{", FIELDS],
  ["==", "="],
  ["~", "LIKE"],
  ["**", "multiplication"],
  ["//", "/"],
  ["$", "the value itself"],
  ["?", "the value itself"],
  ["`", 'a name in double quotes, such as "name"'],
  ["ilike", "lower(column) LIKE 'text'"],
  ["glob", "LIKE"],
  ["similar", "LIKE"],
  ["regexp", "LIKE"],
  ["rlike", "LIKE"],
  ["qualify", "a condition around a SELECT with row_number()"],
  ["exclude", "the names of the columns"],
  ["pivot", "CASE and GROUP BY"],
  ["unpivot", "UNION ALL"],
  ["summarize", "count, min and max"],
  ["describe", "audit-trail help logs query"],
  ["show", "audit-trail help logs query"],
  ["asof", "a condition on event_time"],
  ["positional", "JOIN with ON"],
  ["anti", "NOT EXISTS"],
  ["semi", "EXISTS"],
  ["lateral", "a WITH"],
  ["recursive", "audit-trail logs timeline --follow"],
  ["offset", "ORDER BY and LIMIT"],
  ["sample", "LIMIT"],
  ["tablesample", "LIMIT"],
  ["isnull", "IS NULL"],
  ["notnull", "IS NOT NULL"],
]);

/** Before a text or a number. As names they are common. */
const TIME_TYPES = new Set(["date", "interval", "time", "timestamp"]);

/** Functions that do the same in both. */
const FUNCTIONS = new Set(
  (
    "abs avg cast ceil coalesce concat count dense_rank first_value floor greatest lag last_value lead least length " +
    "lower ltrim max max_by min min_by ntile nullif rank replace reverse round row_number rtrim starts_with strpos " +
    "substr substring sum trim upper"
  ).split(" "),
);

/** Words before a bracket that are no functions. */
const KEYWORDS = new Set(
  (
    "all and any as between by case else except exists filter from having in intersect join like not on or over " +
    "partition select some then union using values varchar when where with"
  ).split(" "),
);

const OTHERS: ReadonlyMap<string, string> = new Map([
  ["ifnull", "coalesce"],
  ["len", "length"],
  ["instr", "strpos"],
  ["left", "substr"],
  ["right", "substr"],
  ["arg_max", "max_by"],
  ["arg_min", "min_by"],
  ["if", "CASE"],
]);

/**
 * Throws a `UserError` for SQL that DuckDB and Athena do not read in the same way, as far as its words and signs tell,
 * and that a part of the view could not stand in for: its name must be plain.
 */
export function checkPortable(sql: string, values: readonly string[]): void {
  const tokens = tokensOf(sql);
  tokens.forEach((token, index) => {
    const instead = insteadOf(token, tokens[index - 1], tokens[index + 1], values);
    if (instead === undefined) return;
    throw new UserError(
      `${token.text} at character ${token.at + 1} of the SQL does not mean the same on DuckDB and on Athena, so the ` +
        `query was not sent; use ${instead}`,
    );
  });
}

function insteadOf(
  { kind, text }: Token,
  before: Token | undefined,
  after: Token | undefined,
  values: readonly string[],
) {
  if (kind === "text" || kind === "number") return undefined;
  const word = text.toLowerCase();
  // A column of that name, as in ct.date or AS date.
  const isName = kind === "quoted" || before?.text === "." || before?.text.toLowerCase() === "as";
  if (kind === "sign" && word === "?" && values.length > 0) return undefined;
  if (kind === "word" && word === "all" && before?.text.toLowerCase() === "by") return "the names of the columns";
  if (kind === "word" && word === "on" && before?.text.toLowerCase() === "distinct") return "row_number() in a WITH";
  if (kind === "word" && after?.text === "(" && !KEYWORDS.has(word) && !FUNCTIONS.has(word)) {
    return OTHERS.get(word) ?? `one of ${[...FUNCTIONS].join(", ")}`;
  }
  if (TIME_TYPES.has(word) && (after?.kind === "text" || after?.kind === "number")) return TIMES;
  return isName ? undefined : INSTEAD.get(word);
}
