import { define, type ValuesOf } from "../../framework/command";
import { text } from "../../framework/option";
import { AWS_OPTIONS, quiet, SCOPE_OPTIONS } from "./options";

/**
 * In: log files and digests in a bucket. Copies them with what S3 knows of them: versions, times and the signatures of the
 * digests, and adds CloudTrail's public keys. Out: a folder that `logs validate` validates without AWS.
 */
export const fetch = define({
  name: "logs fetch",
  summary: "copy log files with digests, signatures and public keys, as evidence that can be validated offline",
  operands: "[SOURCE]",
  options: {
    ...SCOPE_OPTIONS,
    // Whoever knows other programs that copy gives --to a folder.
    to: { ...SCOPE_OPTIONS.to, expected: `${SCOPE_OPTIONS.to.expected} (--folder is where files are copied)` },
    folder: {
      ...text,
      group: "Output",
      placeholder: "FOLDER",
      help: "folder to write into; an interrupted fetch goes on there",
      required: true,
    },
    ...AWS_OPTIONS,
    quiet,
  },
  notes: ["A source is s3://BUCKET/PREFIX. Whole days are copied."],
  examples: [
    "npx audit-trail logs fetch --environment prod --from 2d --folder case-17",
    "npx audit-trail logs fetch s3://example-prod-audit-logs --account 111122223333 --from 2026-03-01 --to 2026-03-02 --folder case-17",
  ],
  exitStatus: "Exit status: 0 everything is copied, 2 error, or a file could not be read.",
});

export type FetchValues = ValuesOf<typeof fetch>;
