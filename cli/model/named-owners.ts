import { environmentsOfCheckout } from "./checkout";

/** The accounts and organizations in this checkout's configuration of an environment; none for one of another app. */
export function namedOwners(environment: string): string[] {
  const config = environmentsOfCheckout().find(({ name }) => name === environment);
  return JSON.stringify(config ?? {}).match(/(?<!\d)\d{12}(?!\d)|\bo-[a-z0-9]{10,32}\b/g) ?? [];
}
