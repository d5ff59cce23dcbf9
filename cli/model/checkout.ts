/* oxlint-disable typescript/no-require-imports -- An installed package has no environments. */
import type * as Environments from "../../environments";
import type * as Schema from "../../environments/schema";
import { isCheckout } from "../framework/package";

/** This checkout's environments. None in an installed package, which knows only the folder of its user's app. */
export function environmentsOfCheckout(): readonly Schema.EnvironmentConfig[] {
  if (!isCheckout()) return [];
  const schema: typeof Schema = require("../../environments/schema");
  const environments = schema.loadEnvironments(() => require("../../environments") as typeof Environments);
  schema.checkEnvironments(environments);
  return environments;
}
