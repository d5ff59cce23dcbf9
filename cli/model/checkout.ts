/* eslint-disable @typescript-eslint/no-require-imports -- An installed package has no environments. */
import type * as Environments from "../../environments";
import type { EnvironmentConfig } from "../../environments/schema";
import { isCheckout } from "../framework/package";

/** This checkout's environments. None in an installed package, which knows only the folder of its user's app. */
export function environmentsOfCheckout(): readonly EnvironmentConfig[] {
  return isCheckout() ? (require("../../environments") as typeof Environments).environments : [];
}
