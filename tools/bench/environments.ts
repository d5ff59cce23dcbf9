import type { EnvironmentConfig } from "../../environments/schema";

/**
 * The given number of environments, copied from the given ones in turn, with unique names, buckets and, since roles and
 * aliases keep their names, accounts.
 */
export function multiply(environments: readonly EnvironmentConfig[], count: number): EnvironmentConfig[] {
  return Array.from({ length: count }, (_, index) => {
    const round = Math.floor(index / environments.length);
    return rename(inOtherAccounts(environments[index % environments.length]!, round), index);
  });
}

function inOtherAccounts(environment: EnvironmentConfig, round: number): EnvironmentConfig {
  const text = JSON.stringify(environment).replaceAll(/\b\d{12}\b/g, (account) => String(Number(account) - round));
  return JSON.parse(text) as EnvironmentConfig;
}

function rename(environment: EnvironmentConfig, index: number): EnvironmentConfig {
  const { name, state, logs, accessLogs, replica } = environment;
  const own = (bucket: { readonly bucketName: string }) => ({ bucketName: `${bucket.bucketName}-${index}` });
  return {
    ...environment,
    name: `${name}${index}`,
    state: { ...state, ...own(state) },
    logs: { ...logs, ...own(logs) },
    accessLogs: { ...accessLogs, ...own(accessLogs) },
    replica: replica && { ...replica, ...own(replica) },
  };
}
