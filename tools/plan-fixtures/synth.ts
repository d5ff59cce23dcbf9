import { checkEnvironments } from "../../environments/schema/check";
import { environments } from "../../__tests__/fixtures/environments";
import { synthesizeEnvironments } from "../../stacks";
import { full, plain } from "./environment";

/** Writes the stacks of `plain` and `full` to CDKTF_OUTDIR: for the emulator at EMULATOR, or for AWS. */
const all = [...environments, plain, full];
checkEnvironments(all);
const emulator = process.env["EMULATOR"];
synthesizeEnvironments([plain, full], {
  localState: full.name,
  registry: all,
  ...(emulator !== undefined && { emulator }),
});
