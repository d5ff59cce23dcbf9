import { define, type ValuesOf } from "../../framework/command";
import { format, output } from "../../framework/shared-options";
import { COMMON_OPTIONS, quiet } from "./options";
import { list } from "./values";

/**
 * In: log files, and filters of their records. With --follow, searches again for every key that the calls returned, until
 * there is no new one. Out: the events in the order of time; with --follow, the sessions as a tree first.
 */
export const timeline = define({
  name: "logs timeline",
  summary: "show events in order of time; all that an access key did and opened",
  operands: "[SOURCE...]",
  options: {
    ...COMMON_OPTIONS,
    follow: {
      type: "boolean",
      group: "Behavior",
      help: "also show what was done with the keys that the calls returned: roles, federation, created keys",
    },
    columns: { ...list, group: "Output", placeholder: "NAMES", help: "columns, or paths such as userIdentity.type" },
    format: format("table", "jsonl", "csv"),
    output,
    quiet,
  },
  notes: ["A source is a folder, a file, s3://BUCKET/PREFIX, or - for standard input."],
  examples: [
    "npx audit-trail logs timeline ./logs --access-key AKIAIOSFODNN7EXAMPLE --from 2026-03-01 --to 2026-03-03",
    "npx audit-trail logs timeline --environment prod --from 2d --access-key AKIAIOSFODNN7EXAMPLE --follow",
  ],
  exitStatus: "Exit status: 0 events found, 1 none found, 2 error, no log file was read, or a file could not be read.",
});

export type TimelineValues = ValuesOf<typeof timeline>;
