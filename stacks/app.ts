import { App } from "cdktf";
import type { EnvironmentConfig } from "../environments/schema";
import { addStacks, type StackOptions } from "./add-stacks";
import { synthesize } from "./synthesize";
import { withoutTokenTraces } from "./token-traces";

/** Writes the stacks of all these environments to `cdktf.out`, or to CDKTF_OUTDIR; all of them, or none. */
export function synthesizeEnvironments(environments: readonly EnvironmentConfig[], options: StackOptions): void {
  withoutTokenTraces(() => {
    // Stack traces in the output would carry paths of this machine.
    const app = new App({ stackTraces: false });
    environments.forEach((environment) => addStacks(app, environment, options));
    synthesize(app);
  });
}
