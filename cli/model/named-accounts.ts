import { environmentsOfCheckout } from "./checkout";

/** The accounts in this checkout's configuration of an environment; none for an environment of another app. */
export function namedAccounts(environment: string): string[] {
  const config = environmentsOfCheckout().find(({ name }) => name === environment);
  return JSON.stringify(config ?? {}).match(/(?<!\d)\d{12}(?!\d)/g) ?? [];
}
