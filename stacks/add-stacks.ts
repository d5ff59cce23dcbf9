import type { App } from "cdktf";
import type { EnvironmentConfig } from "../environments/schema";
import { ArchiveStack } from "./archive-stack";
import { StateStack, type StateStackOptions } from "./state-stack";
import { TrailStack, type TrailStackOptions } from "./trail-stack";

export type StackOptions = StateStackOptions & TrailStackOptions;

/** The stacks of one environment. */
export function addStacks(app: App, environment: EnvironmentConfig, options: StackOptions): void {
  // On an emulator states lie in files.
  const state = options.emulator === undefined ? new StateStack(app, environment, options) : undefined;
  const archive = new ArchiveStack(app, environment, options);
  // Or `cdktf deploy 'dev-*'` would start both at once, and `cdktf destroy` take the states away under the stacks.
  if (state) archive.addDependency(state);
  new TrailStack(app, environment, archive, options);
}
