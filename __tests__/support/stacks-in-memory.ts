import { tmpdir } from "node:os";
import { App, type TerraformStack } from "cdktf";
import { alertedAccounts } from "../../environments/schema/alerted";
import { detectorsOf } from "../../environments/schema/detectors";
import type { EnvironmentConfig } from "../../environments/schema";
import { addStacks } from "../../stacks";
import { alertsPart, stackName, threatsPart, trailPart, type StackKind, type StackPart } from "../../stacks/names";
import { recordedTrails } from "../../stacks/recorded-trails";
import { withoutTokenTraces } from "../../stacks/token-traces";
import { Synthesized } from "./synth";

/** The stacks of one environment, in memory; `trail` is the first of `trails`. */
export interface Stacks extends Readonly<Record<Exclude<StackKind, "alerts" | "threats" | "query">, Synthesized>> {
  readonly alerts: readonly Synthesized[];
  readonly threats: readonly Synthesized[];
  /** Without the option, `undefined`. */
  readonly query: Synthesized | undefined;
  readonly trails: readonly Synthesized[];
  /** Names of the stacks that must be deployed before each trail's. */
  readonly beforeTrails: readonly (readonly string[])[];
}

/** Synthesizes an environment without writing, and without what takes time and changes nothing here. */
export function stacksOf(environment: EnvironmentConfig): Stacks {
  return withoutTokenTraces(() => {
    const app = new App({ outdir: tmpdir(), stackTraces: false });
    addStacks(app, environment, { localState: false });
    const stack = (part: StackPart) => app.node.findChild(stackName(environment.name, part)) as TerraformStack;
    const trailParts = recordedTrails(environment).map(({ account }) => trailPart(account.name));
    const alertsParts = alertedAccounts(environment).map(({ name }) => alertsPart(name));
    const threatsParts = detectorsOf(environment).map(({ account, region }) => threatsPart(account.name, region));
    const queryParts = environment.query ? (["query"] as const) : [];
    (["state", "archive", ...trailParts, ...alertsParts, ...threatsParts, ...queryParts] as const).forEach((part) =>
      stack(part).runAllValidations(),
    );
    // Without `prepareStack`, which looks for references across stacks: ours go through the state.
    const synthesized = (part: StackPart) => new Synthesized(stack(part).toTerraform() as Record<string, unknown>);
    const trails = trailParts.map(synthesized);
    return {
      state: synthesized("state"),
      archive: synthesized("archive"),
      trail: trails[0]!,
      trails,
      alerts: alertsParts.map(synthesized),
      threats: threatsParts.map(synthesized),
      query: queryParts.map(synthesized)[0],
      beforeTrails: trailParts.map((part) => stack(part).dependencies.map(({ node }) => node.id)),
    };
  });
}
