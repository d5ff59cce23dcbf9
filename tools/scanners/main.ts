import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { auditBucketsOf, readEnvironment } from "../../cli/controls/environment";
import { UserError } from "../../cli/framework/user-error";
import { environmentsIn, readStacks } from "../../cli/model/read";
import { environments as registry } from "../../environments";
import { OUTPUT_FOLDER } from "../terraform/output-folder";
import { checkovConfig } from "./checkov";
import { prowlerMutelist } from "./prowler";
import { checkovSkips, prowlerMutes } from "./skips";

// Part of `npm run docs`, run at the root of the repository.
try {
  const auditBuckets = auditBucketsOf(OUTPUT_FOLDER, registry);
  const environments = environmentsIn(OUTPUT_FOLDER).map((name) =>
    readEnvironment(name, readStacks(OUTPUT_FOLDER, name), auditBuckets),
  );
  writeFileSync(join("scanners", "checkov.yaml"), checkovConfig(checkovSkips(environments)));
  writeFileSync(join("scanners", "prowler-mutelist.yaml"), prowlerMutelist(prowlerMutes(environments)));
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
