import { checkPortable } from "../../../../../cli/commands/logs/query/portable";
import { INCIDENT_QUERIES } from "../../../../../modules/query/sql";

test.each(INCIDENT_QUERIES)("$name is portable", ({ sql, parameters }) => {
  expect(() =>
    checkPortable(
      sql,
      parameters.map(({ example }) => example),
    ),
  ).not.toThrow();
});

test.each([
  "SELECT count(*) AS n, max_by(event_name, event_time) FROM ct WHERE event_name IN ('ILIKE', 'a::b') GROUP BY account",
  'SELECT ct.day AS date, "timestamp" FROM (SELECT day AS timestamp FROM ct) ORDER BY date -- QUALIFY',
  "SELECT * FROM ct WHERE (NOT (a = 'b') AND (c <> 'd' OR e LIKE '%x')) /* PIVOT */ LIMIT 5",
  "SELECT row_number() OVER (PARTITION BY account ORDER BY event_time) AS n, CASE WHEN (a = b) THEN ('x') END FROM ct",
  "SELECT a || 'b', -1 + 2.5 FROM ct JOIN (SELECT 1 AS a) AS x ON (x.a = ct.a) UNION (SELECT 1, 2)",
])("%s is portable", (sql) => expect(() => checkPortable(sql, [])).not.toThrow());

test.each([
  ["SELECT a::int FROM ct", "::", "cast(value AS type)"],
  ["SELECT * FROM ct WHERE a ILIKE 'x'", "ILIKE", "lower(column) LIKE 'text'"],
  ["SELECT * FROM ct qualify row_number() OVER () = 1", "qualify", "a condition around a SELECT"],
  ["SELECT a, count(*) FROM ct GROUP BY ALL", "ALL", "the names of the columns"],
  ["SELECT DISTINCT ON (a) * FROM ct", "ON", "row_number() in a WITH"],
  ["SELECT * EXCLUDE (a) FROM ct", "EXCLUDE", "one of abs"],
  ["SELECT request->>'a' FROM ct", "->>", "the columns of ct"],
  ["SELECT request['a'] FROM ct", "[", "the columns of ct"],
  ["SELECT json_extract(request, '$.a') FROM ct", "json_extract", "one of abs, avg, cast"],
  ["SELECT list_transform(a, x -> x) FROM ct", "list_transform", "one of abs"],
  ["SELECT ifnull(a, b) FROM ct", "ifnull", "coalesce"],
  ["SELECT arg_max(a, b) FROM ct", "arg_max", "max_by"],
  ["SELECT * FROM ct WHERE event_time > TIMESTAMP '2026-03-01'", "TIMESTAMP", "compare times as texts"],
  ["SELECT * FROM ct WHERE event_time > INTERVAL 1 DAY", "INTERVAL", "compare times as texts"],
  ["SELECT * FROM ct LIMIT 5 OFFSET 5", "OFFSET", "ORDER BY and LIMIT"],
  ["WITH RECURSIVE x AS (SELECT 1) SELECT * FROM x", "RECURSIVE", "audit-trail logs timeline --follow"],
  ["SELECT * FROM ct WHERE a = ?", "?", "the value itself"],
  ["SELECT `a` FROM ct", "`", "a name in double quotes"],
  ["SELECT * FROM read_csv('x')", "read_csv", "one of abs"],
])("%s is refused by name", (sql, word, instead) => {
  const at = sql.indexOf(word) + 1;
  expect(() => checkPortable(sql, [])).toThrow(
    `${word} at character ${at} of the SQL does not mean the same on DuckDB and on Athena, so the query was not sent; use ${instead}`,
  );
});
