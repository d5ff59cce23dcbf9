import { INCIDENT_QUERIES } from "../../../modules/query/sql";
import { define, type ValuesOf } from "../../framework/command";
import { choice, text } from "../../framework/option";
import { format, output } from "../../framework/shared-options";
import { quiet, SOURCE_OPTIONS } from "./options";
import { accessKey, byteSize } from "./values";

/** What the `?` of the named queries stand for, by the names of their parameters. */
const PARAMETER_OPTIONS = {
  "access-key": { ...accessKey, multiple: false, group: "Input", help: "access key that a named query asks for" },
  key: { ...text, group: "Input", placeholder: "KEY", help: "KMS key that a named query asks for: id, ARN or alias" },
  bucket: { ...text, group: "Input", placeholder: "NAME", help: "bucket that a named query asks for" },
  object: { ...text, group: "Input", placeholder: "KEY", help: "object that a named query asks for; % is any text" },
} as const;

/**
 * In: SQL, or the name of a query, and log files. Loads the records into a table of DuckDB, which then can read nothing
 * else, or sends the same SQL to Athena. Out: the rows of the result.
 */
export const query = define({
  name: "logs query",
  summary: "query log files with SQL, here or with Athena",
  operands: "[SQL] [SOURCE...]",
  options: {
    ...SOURCE_OPTIONS,
    named: {
      ...choice(INCIDENT_QUERIES.map(({ name }) => name)),
      group: "Input",
      placeholder: "QUERY",
      help: "run this query instead of SQL",
    },
    ...PARAMETER_OPTIONS,
    list: { type: "boolean", group: "Behavior", help: "show the named queries; with --format jsonl also their SQL" },
    parquet: {
      ...text,
      group: "Behavior",
      placeholder: "FILE",
      help: "with a source: write its records to this file; without: query this file, or those of this folder",
    },
    on: {
      ...choice(["local", "athena"]),
      group: "Behavior",
      placeholder: "WHERE",
      help: "where the query runs: local, athena",
      default: "local",
    },
    "max-bytes": {
      ...byteSize,
      group: "Behavior",
      help: "most that Athena may scan, such as 500MB; it costs about $5 for each TB",
      default: "100GB",
    },
    workgroup: { ...text, group: "AWS access", placeholder: "NAME", help: "workgroup of Athena" },
    database: { ...text, group: "AWS access", placeholder: "NAME", help: "database with the view ct, in Athena" },
    format: format("table", "json", "jsonl", "csv"),
    output,
    quiet,
  },
  notes: [
    "SQL is one SELECT from ct, which has a row for each record. A source is a folder, a file, s3://BUCKET/PREFIX, or - " +
      "for standard input.",
    `Named queries: ${INCIDENT_QUERIES.map(({ name, parameters }) => {
      const options = parameters.map((parameter) => `--${parameter.name}`).join(", ");
      return options === "" ? name : `${name} (${options})`;
    }).join("; ")}.`,
  ],
  examples: [
    `npx audit-trail logs query "SELECT event_name, count(*) AS calls FROM ct GROUP BY event_name" ./logs`,
    "npx audit-trail logs query --named assume-role-chain --access-key AKIAIOSFODNN7EXAMPLE ./logs",
    "npx audit-trail logs query --named denied-calls --environment prod --from 30d --on athena",
  ],
  exitStatus: "Exit status: 0 rows found, 1 none found, 2 error, no log file was read, or a file could not be read.",
});

export type QueryValues = ValuesOf<typeof query>;
