import type { EnvironmentConfig } from "../../environments/schema";

/** The given number of environments, copied from the given ones in turn, with unique names and buckets. */
export function multiply(environments: readonly EnvironmentConfig[], count: number): EnvironmentConfig[] {
  return Array.from({ length: count }, (_, index) => rename(environments[index % environments.length]!, index));
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
