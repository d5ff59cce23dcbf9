import { writeFailure } from "./cli/framework/file-error";
import type * as Environments from "./environments";
import { checkEnvironments, loadEnvironments, selectEnvironments, type EnvironmentConfig } from "./environments/schema";
import { checkNoLocalState, findProviderLock, synthesizeEnvironments } from "./stacks";
import { outputFolder } from "./stacks/names";

/**
 * The app. ENVIRONMENT selects environments (`prod`, or `dev,staging`; all by default). LOCAL_STATE names the environment
 * whose state store keeps its own state in a local file: to create the store, and to destroy it.
 */
async function main(): Promise<void> {
  // oxlint-disable-next-line typescript/no-require-imports -- A file that cannot be imported is one line.
  const environments = loadEnvironments(() => require("./environments") as typeof Environments);
  if (environments.length === 0) throw new Error("environments/index.ts lists no environment; list at least one");
  // All environments, not only the selected ones: bucket names must differ between all of them.
  checkEnvironments(environments);
  const selected = selectEnvironments(environments, process.env["ENVIRONMENT"]);
  const localState = process.env["LOCAL_STATE"] || undefined;
  if (localState !== undefined) await allowLocalState(selected, localState);
  for (const { name } of selected) if (name !== localState) checkNoLocalState(name);
  const options = { localState, registry: environments, providerLock: findProviderLock() };
  try {
    synthesizeEnvironments(selected, options);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    throw new Error(`${outputFolder()} cannot be written: ${writeFailure(error)}`);
  }
}

async function allowLocalState(selected: readonly EnvironmentConfig[], localState: string): Promise<void> {
  const environment = selected.find(({ name }) => name === localState);
  if (environment === undefined) {
    const names = selected.map(({ name }) => name).join(", ");
    throw new Error(`LOCAL_STATE must name one of the selected environments (${names}), got "${localState}"`);
  }
  // Loaded here only: the AWS SDK takes longer to load than the app takes to synthesize.
  const { checkLocalState } = await import("./stacks/local-state.js");
  await checkLocalState(environment);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
