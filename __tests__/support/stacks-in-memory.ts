import { tmpdir } from "node:os";
import { App, type TerraformStack } from "cdktf";
import type { EnvironmentConfig } from "../../environments/schema";
import { addStacks, STACKS, stackName, type StackKind } from "../../stacks";
import { withoutTokenTraces } from "../../stacks/token-traces";
import { Synthesized } from "./synth";

/** The stacks of one environment, in memory. */
export interface Stacks extends Readonly<Record<StackKind, Synthesized>> {
  /** Names of the stacks that must be deployed before the trail's. */
  readonly beforeTrail: readonly string[];
}

/** Synthesizes an environment without writing, and without what takes time and changes nothing here. */
export function stacksOf(environment: EnvironmentConfig): Stacks {
  return withoutTokenTraces(() => {
    const app = new App({ outdir: tmpdir(), stackTraces: false });
    addStacks(app, environment, { localState: false });
    const stack = (kind: StackKind) => app.node.findChild(stackName(environment.name, kind)) as TerraformStack;
    STACKS.forEach((kind) => stack(kind).runAllValidations());
    // Without `prepareStack`, which looks for references across stacks: ours go through the state.
    const synthesized = (kind: StackKind) => new Synthesized(stack(kind).toTerraform() as Record<string, unknown>);
    return {
      state: synthesized("state"),
      archive: synthesized("archive"),
      trail: synthesized("trail"),
      beforeTrail: stack("trail").dependencies.map(({ node }) => node.id),
    };
  });
}
