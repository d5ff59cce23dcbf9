export { checkEnvironments } from "./check";
export type { EnvironmentConfig } from "./environment";
export { selectEnvironments } from "./select";
