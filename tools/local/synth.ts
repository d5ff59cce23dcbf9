import { checkEnvironments, environments } from "../../environments";
import { local } from "../../environments/local";
import { synthesizeEnvironments } from "../../stacks";

/** Writes the stacks of the environment `local` for the emulator at EMULATOR, to CDKTF_OUTDIR. */
const all = [...environments, local];
try {
  checkEnvironments(all);
  synthesizeEnvironments([local], { localState: true, registry: all, emulator: process.env["EMULATOR"] ?? "" });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
