import { checkEnvironments } from "../../environments/schema/check";
import { local } from "./local-environment";
import { findProviderLock, synthesizeEnvironments } from "../../stacks";

/** Writes the stacks of the environment `local` for the emulator at EMULATOR, to CDKTF_OUTDIR. */
try {
  checkEnvironments([local]);
  synthesizeEnvironments([local], {
    registry: [local],
    emulator: process.env["EMULATOR"] ?? "",
    providerLock: findProviderLock(),
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
