import { define, type ValuesOf } from "../../framework/command";
import { wholeNumber } from "../../framework/option";
import { format, output } from "../../framework/shared-options";
import { COMMON_OPTIONS, INTEGRITY_OPTIONS, quiet } from "./options";
import { list } from "./values";

/**
 * In: log files, and filters of their records. Searches the files in several threads, and parses only records that may
 * match. Out: the matching records, each event once, in the order of the files.
 */
export const find = define({
  name: "logs find",
  summary: "search log files: who used a key, who touched an object, who stopped the trail",
  operands: "[SOURCE...]",
  options: {
    ...COMMON_OPTIONS,
    columns: { ...list, group: "Output", placeholder: "NAMES", help: "columns, or paths such as userIdentity.type" },
    verify: {
      type: "boolean",
      group: "Behavior",
      help: "also validate the files that are searched, as logs validate does",
    },
    ...INTEGRITY_OPTIONS,
    limit: { ...wholeNumber(1), group: "Output", help: "end after this many records" },
    format: format("table", "jsonl", "csv"),
    output,
    quiet,
  },
  notes: [
    "A source is a folder, a file, s3://BUCKET/PREFIX, or - for standard input.",
    "All filters must hold; the values of one filter are alternatives.",
  ],
  examples: [
    "npx audit-trail logs find ./logs --object s3://example-customer-data/picture.jpg",
    "npx audit-trail logs find --environment prod --from 30d --event StopLogging,DeleteTrail,UpdateTrail",
    "npx audit-trail logs find s3://example-prod-audit-logs --from 7d --key alias/customer-data --format csv",
  ],
  exitStatus:
    "Exit status: 0 records found, 1 none found, 2 error, no log file was read, a file could not be read or, with --verify, is not proven.",
});

export type FindValues = ValuesOf<typeof find>;
