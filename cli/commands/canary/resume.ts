import { outdir } from "../../framework/shared-options";
import type { CanaryResult } from "../../results/canary";
import type { CanaryValues } from "./command";

const KEPT = ["environment", "bucket", "key", "role", "reader", "profile", "region", "endpoint"] as const;

/** The command that resumes a run; none if all required records were found, or nothing was uploaded. */
export function resumeCommand(values: CanaryValues, { objectKey, records, steps }: CanaryResult): string | undefined {
  const put = steps.find(({ id }) => id === "put");
  if (put?.state === "unknown" || records.every(({ required, found }) => !required || found)) return undefined;
  const folder = values.outdir === outdir.default ? [] : ["--outdir", quote(values.outdir)];
  const options = KEPT.flatMap((name) => [values[name] ?? []].flat().flatMap((value) => [`--${name}`, quote(value)]));
  return ["npx audit-trail canary", ...options, ...folder, "--resume", quote(objectKey)].join(" ");
}

function quote(text: string): string {
  return /^[\w.:/@=+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
