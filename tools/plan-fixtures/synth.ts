import { checkEnvironments } from "../../environments/check";
import { environments } from "../../__tests__/fixtures/environments";
import { local } from "../local/local-environment";
import { synthesizeEnvironments } from "../../stacks";
import { full } from "./environment";

/** Writes the stacks of `local` and `full` to CDKTF_OUTDIR: for the emulator at EMULATOR, or for AWS. */
const all = [...environments, local, full];
checkEnvironments(all);
const emulator = process.env["EMULATOR"];
synthesizeEnvironments([local, full], {
  localState: full.name,
  registry: all,
  ...(emulator !== undefined && { emulator }),
});
