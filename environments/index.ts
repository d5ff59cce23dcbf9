import { dev } from "./dev";
import { prod } from "./prod";
import { staging } from "./staging";
import type { EnvironmentConfig } from "./schema";

/** Every environment. To add one, write its file and list it here. */
export const environments: readonly EnvironmentConfig[] = [dev, staging, prod];

/** For scripts with environments of their own. */
export { checkEnvironments } from "./schema";
