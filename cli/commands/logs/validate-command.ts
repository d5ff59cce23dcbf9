import { define, type ValuesOf } from "../../framework/command";
import { text } from "../../framework/option";
import { format, output } from "../../framework/shared-options";
import { AWS_OPTIONS, INTEGRITY_OPTIONS, quiet, SCOPE_OPTIONS } from "./options";

/**
 * In: log files and digests, in a bucket or in a copy of it, and CloudTrail's public keys. Proves each digest by its
 * signature and by the digest after it, compares each log file with its hash, and looks for files that no digest names and
 * for digests that are not there. Out: every file that is not what CloudTrail wrote, or of which nobody can tell.
 */
export const validate = define({
  name: "logs validate",
  summary: "prove that log files and digests are what CloudTrail wrote, and that none is missing",
  operands: "[SOURCE...]",
  options: {
    ...SCOPE_OPTIONS,
    ...INTEGRITY_OPTIONS,
    state: {
      ...text,
      group: "Behavior",
      placeholder: "FILE",
      help: "remember hashes here, so that the next run reads only new log files in S3",
    },
    ...AWS_OPTIONS,
    format: format("table", "jsonl", "markdown", "html"),
    output,
    quiet,
  },
  notes: [
    "A source is a folder or s3://BUCKET/PREFIX. All trails, accounts and Regions in it are validated at once.",
    "A folder requires public keys: those that logs fetch saves, or --keys FILE.",
  ],
  examples: [
    "npx audit-trail logs validate --environment prod --from 7d",
    "npx audit-trail logs validate s3://example-prod-audit-logs --from 2026-03-01 --to 2026-03-31 --state march.state",
    "npx audit-trail logs validate ./case-17 --format html --output case-17.html",
  ],
  exitStatus:
    "Exit status: 0 everything is proven, 1 something was changed, added or removed, 2 error, or something is not proven.",
});

export type ValidateValues = ValuesOf<typeof validate>;
