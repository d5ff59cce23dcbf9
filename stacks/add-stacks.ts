import type { App } from "cdktf";
import type { EnvironmentConfig } from "../environments/schema";
import { ArchiveStack } from "./archive-stack";
import { StateStack, type StateStackOptions } from "./state-stack";
import { TrailStack, type TrailStackOptions } from "./trail-stack";

export type StackOptions = StateStackOptions & TrailStackOptions;

/** The stacks of one environment. */
export function addStacks(app: App, environment: EnvironmentConfig, options: StackOptions): void {
  const state = new StateStack(app, environment, options);
  const archive = new ArchiveStack(app, environment);
  // Or `cdktf deploy 'dev-*'` would start both at once, and `cdktf destroy` take the states away under the stacks.
  archive.addDependency(state);
  new TrailStack(app, environment, archive, options);
}
