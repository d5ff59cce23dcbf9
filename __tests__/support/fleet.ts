import type { EnvironmentConfig } from "../../environments/schema";
import { fleet } from "../../tools/samples/fleet";
import { environmentWith, type Overrides } from "./environment";

export { accountId } from "../../tools/samples/fleet";

/** A fleet of this many audited accounts, with overrides at any depth. It must be valid. */
export function fleetOf(count: number, overrides: Overrides = {}): EnvironmentConfig {
  return environmentWith(overrides, fleet(count));
}
