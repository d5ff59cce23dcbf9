import { VIEW, VIEW_COLUMNS, type FieldPath, type ViewColumn } from "./columns";

/** The text of the view of events over a table of log files, as Athena's engine version 3 reads it. */
export function athenaView(table: string): string {
  const columns = VIEW_COLUMNS.map((column) => `  ${expression(column)} AS ${column.name}`);
  return `SELECT\n${columns.join(",\n")}\nFROM ${table}`;
}

function expression({ name, from }: ViewColumn): string {
  if (from === "partition") return name;
  if (from === "resourceArns") return "array_join(transform(resources, one -> one.arn), ' ')";
  const fields = from.map(field);
  return fields.length === 1 ? fields[0]! : `coalesce(${fields.join(", ")})`;
}

/** Columns are in lower case, the keys of JSON as CloudTrail writes them. */
function field([column, ...path]: FieldPath): string {
  const name = column.toLowerCase();
  if (path.length === 0) return name;
  if (column === "userIdentity") return [name, ...path.map((part) => part.toLowerCase())].join(".");
  return `json_extract_scalar(${name}, '$${path.map((part) => `["${part}"]`).join("")}')`;
}

/**
 * A query over a part of the view. `view` is the view's qualified name, since its plain one is that of the part, and
 * `condition` is on its columns. The placeholders of `condition` come before those of the query.
 */
export function queryWithin(sql: string, view: string, condition: string): string {
  const part = `WITH ${VIEW} AS (SELECT * FROM ${view} WHERE ${condition})`;
  const [, others] = /^WITH\s+(.*)$/is.exec(sql) ?? [];
  return others === undefined ? `${part}\n${sql}` : `${part},\n${others}`;
}
