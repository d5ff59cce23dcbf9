import { environments } from "../../environments";

/** The accounts that this checkout's configuration of an environment names; none of another app's environment. */
export function namedAccounts(environment: string): string[] {
  const config = environments.find(({ name }) => name === environment);
  return JSON.stringify(config ?? {}).match(/(?<!\d)\d{12}(?!\d)/g) ?? [];
}
