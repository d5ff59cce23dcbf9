import type { App } from "cdktf";
import type { EnvironmentConfig } from "../environments/schema";
import { addAlertsStacks } from "./alerts-stack";
import { ArchiveStack } from "./archive-stack";
import { QueryStack } from "./query-stack";
import { recordedTrails } from "./recorded-trails";
import { StateStack, type StateStackOptions } from "./state-stack";
import { addThreatsStacks } from "./threats-stack";
import { TrailStack, type TrailStackOptions } from "./trail-stack";

export type StackOptions = StateStackOptions & TrailStackOptions;

/** The stacks of one environment. */
export function addStacks(app: App, environment: EnvironmentConfig, options: StackOptions): void {
  // On an emulator, states are local files.
  const state = options.emulator === undefined ? new StateStack(app, environment, options) : undefined;
  const archive = new ArchiveStack(app, environment, options);
  // Otherwise `cdktf deploy 'dev-*'` would start both together, and `cdktf destroy` would remove the states too early.
  if (state) archive.addDependency(state);
  const trails = recordedTrails(environment).map(
    (trail) => [trail.account.id, new TrailStack(app, environment, trail, archive, options)] as const,
  );
  const alerts = addAlertsStacks(app, environment, options, { archive, trails: new Map(trails) });
  addThreatsStacks(app, environment, options, alerts);
  if (environment.query) new QueryStack(app, { ...environment, query: environment.query }, archive, options);
}
