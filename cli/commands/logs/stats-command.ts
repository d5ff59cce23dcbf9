import { define, type ValuesOf } from "../../framework/command";
import { wholeNumber } from "../../framework/option";
import { format, output } from "../../framework/shared-options";
import { COMMON_OPTIONS, quiet } from "./options";
import { list } from "./values";

/**
 * In: log files, filters of their records, and the fields to count by. Counts each event once. Out: the most frequent
 * values with the number of their events.
 */
export const stats = define({
  name: "logs stats",
  summary: "count events by principal, event, error, address or any field",
  operands: "[SOURCE...]",
  options: {
    ...COMMON_OPTIONS,
    by: { ...list, group: "Output", placeholder: "NAMES", help: "columns to count by", required: true },
    top: { ...wholeNumber(1), group: "Output", help: "number of rows", default: "20" },
    format: format("table", "jsonl", "csv"),
    output,
    quiet,
  },
  notes: ["A source is a folder, a file, s3://BUCKET/PREFIX, or - for standard input."],
  examples: [
    "npx audit-trail logs stats ./logs --denied --by principal,event",
    "npx audit-trail logs stats --environment prod --from 7d --by ip --top 50",
  ],
  exitStatus: "Exit status: 0 done, 2 error, no log file was read, or a file could not be read.",
});

export type StatsValues = ValuesOf<typeof stats>;
