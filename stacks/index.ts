export { addStacks, type StackOptions } from "./add-stacks";
export { synthesizeEnvironments } from "./app";
export { checkNoLocalState } from "./known-state";
export { OUTPUTS, STACKS, stackName, stateKey, type StackKind } from "./names";
export { synthesize } from "./synthesize";
export { findProviderLock, PROVIDER_LOCK } from "./terraform-files";
