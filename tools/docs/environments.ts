import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { withAuditBuckets } from "../../cli/controls/environment";
import { auditBucketsOf } from "../../cli/model/audit-buckets";
import { run } from "../../cli/main";
import { readEnvironments } from "../../cli/model/read";
import type { EnvironmentConfig } from "../../environments/schema";
import { synthesizeEnvironments } from "../../stacks";
import { checkovConfig } from "../scanners/checkov";
import { prowlerMutelist } from "../scanners/prowler";
import { checkovSkips, prowlerMutes } from "../scanners/skips";

/** Texts by the path of their file, relative to the root of the repository. */
export type Documents = Readonly<Record<string, string>>;

/** The documents and scanner files that describe environments. Synthesizes them in a new folder `scratch`. */
export async function environmentDocuments(
  environments: readonly EnvironmentConfig[],
  scratch: string,
): Promise<Documents> {
  mkdirSync(scratch);
  const outdir = join(scratch, "cdktf.out");
  process.env["CDKTF_OUTDIR"] = outdir;
  synthesizeEnvironments(environments, { registry: environments });
  const names = environments.map(({ name }) => name);
  const auditBuckets = auditBucketsOf(outdir, environments);
  const read = readEnvironments(outdir, undefined).map((one) => withAuditBuckets(one, auditBuckets));
  return {
    "docs/access-matrix.md": withOrigin(await markdownOf("matrix", outdir, scratch), names),
    "docs/controls.md": withOrigin(await markdownOf("controls", outdir, scratch), names),
    "scanners/checkov.yaml": checkovConfig(checkovSkips(read)),
    "scanners/prowler-mutelist.yaml": prowlerMutelist(prowlerMutes(read)),
  };
}

async function markdownOf(command: string, outdir: string, scratch: string): Promise<string> {
  const output = join(scratch, `${command}.md`);
  const args = [command, "--format", "markdown", "--outdir", outdir, "--output", output];
  const status = await run(args, { out: process.stdout, err: process.stderr });
  // 1 is not an error: environments may violate controls, and the document shows that.
  if (status === 2) throw new Error(`audit-trail ${command} failed, see above`);
  return readFileSync(output, "utf8");
}

/** Adds below the title which environments the document describes. */
function withOrigin(text: string, names: readonly string[]): string {
  const [title, ...rest] = text.split("\n");
  const origin =
    `Describes ${names.join(", ")}. \`npm run docs\` writes this file again from [\`environments/\`](../environments); ` +
    "if your environments differ, run it or delete this file.";
  return [title, "", "<!-- Written by `npm run docs`. Do not edit. -->", "", origin, ...rest].join("\n");
}
