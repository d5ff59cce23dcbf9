import {
  athenaView,
  INCIDENT_QUERIES,
  PARTITION_COLUMNS,
  queryWithin,
  TABLE_COLUMNS,
  VIEW_COLUMNS,
} from "../../../modules/query/sql";

const QUERIES = INCIDENT_QUERIES.map((query) => [query.name, query] as const);

/** Words that only one of DuckDB and Athena knows, or that they understand differently. */
const NOT_PORTABLE =
  /\b(QUALIFY|ILIKE|EXCLUDE|STRUCT|json_\w+|date_\w+|TIMESTAMP|INTERVAL|LATERAL|UNNEST|GROUP BY ALL)\b|::|->|"|;/i;

test("there are eight queries, whose names differ", () => {
  expect(new Set(INCIDENT_QUERIES.map(({ name }) => name)).size).toBe(8);
  expect(INCIDENT_QUERIES.filter(({ name }) => !/^[a-z-]{1,40}$/.test(name))).toEqual([]);
});

test.each(QUERIES)("%s asks for each of its parameters once", (_, { sql, parameters }) => {
  expect(sql.split("?")).toHaveLength(parameters.length + 1);
});

test.each(QUERIES)("%s keeps to what DuckDB and Athena share", (_, { sql }) => {
  expect(sql.replaceAll(/'[^']*'/g, "''")).not.toMatch(NOT_PORTABLE);
});

test("columns of the view differ", () => {
  const names = VIEW_COLUMNS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test("the view reads fields that the table has", () => {
  const known = new Set([...TABLE_COLUMNS, ...PARTITION_COLUMNS].map(({ name }) => name));
  const identity = TABLE_COLUMNS.find(({ name }) => name === "useridentity")!.type;
  for (const { name, from } of VIEW_COLUMNS) {
    if (from === "partition") expect(known).toContain(name);
    if (typeof from === "string") continue;
    for (const [column, ...path] of from) {
      expect(known).toContain(column.toLowerCase());
      if (column === "userIdentity") path.forEach((part) => expect(identity).toMatch(new RegExp(`[<,]${part}:`, "i")));
    }
  }
});

test("the view reads nested fields in Athena's words", () => {
  const view = athenaView('"audit"."records"');
  expect(view).toContain("  useridentity.sessioncontext.sessionissuer.arn AS role_arn,\n");
  expect(view).toContain(`  json_extract_scalar(requestparameters, '$["roleArn"]') AS requested_role,\n`);
  expect(view).toContain(
    `  coalesce(json_extract_scalar(responseelements, '$["credentials"]["accessKeyId"]'), ` +
      `json_extract_scalar(responseelements, '$["accessKey"]["accessKeyId"]')) AS issued_access_key,\n`,
  );
  expect(view).toContain("  array_join(transform(resources, one -> one.arn), ' ') AS resource_arns,\n");
  expect(view.endsWith('\nFROM "audit"."records"')).toBe(true);
});

test("a query over a part of the view keeps its own WITH", () => {
  expect(queryWithin("SELECT 1 FROM ct", "audit.ct", "day = ?")).toBe(
    "WITH ct AS (SELECT * FROM audit.ct WHERE day = ?)\nSELECT 1 FROM ct",
  );
  expect(queryWithin("WITH asked AS (SELECT ? AS a) SELECT a FROM asked", "audit.ct", "day = ?")).toBe(
    "WITH ct AS (SELECT * FROM audit.ct WHERE day = ?),\nasked AS (SELECT ? AS a) SELECT a FROM asked",
  );
});
