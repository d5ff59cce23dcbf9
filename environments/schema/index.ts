export { checkEnvironments } from "./check";
export type { EnvironmentConfig } from "./environment";
export { loadEnvironments } from "./load";
export { selectEnvironments } from "./select";
