import { checkEnvironments, environments, selectEnvironments } from "./environments";
import { findProviderLock, synthesizeEnvironments } from "./stacks";

/**
 * The app. ENVIRONMENT picks environments (`prod`, or `dev,staging`; all by default). STATE_STORE=local keeps the
 * state of the state stores in local files, for their first deployment.
 */
function main(): void {
  const stateStore = process.env["STATE_STORE"];
  if (stateStore && stateStore !== "local") {
    throw new Error(`STATE_STORE must be "local" or not set, got "${stateStore}"`);
  }
  // All of them, whatever is selected: bucket names must differ from those of the others too.
  checkEnvironments(environments);
  const selected = selectEnvironments(environments, process.env["ENVIRONMENT"]);
  synthesizeEnvironments(selected, {
    localState: stateStore === "local",
    registry: environments,
    providerLock: findProviderLock(),
  });
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
