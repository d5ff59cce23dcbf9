import { globalRegions } from "../../modules/policy";
import { auditedWithPaths } from "./audited";
import type { Environment } from "./rule";

/** An account that gets alerts: something in it is watched. */
export interface AlertedAccount {
  /** The option that names the account. */
  readonly path: string;
  readonly id: string;
  readonly assumeRole?: string | undefined;
  /** Last part of the name of the account's alerts stack. @default `prod-alerts` */
  readonly name?: string | undefined;
  /** What records the account if no trail of the environment does. */
  readonly recordedBy?: string | undefined;
}

/** Each account with a trail, the archive, or its copy, once. None without alerts. */
export function alertedAccounts(environment: Environment): AlertedAccount[] {
  const { alerts, accounts, replica } = environment;
  if (alerts === undefined) return [];
  const all = [
    ...auditedWithPaths(environment).map(({ path, account }) => ({ ...account, path })),
    { ...accounts?.archive, path: "accounts.archive", name: "archive" },
    { ...replica?.account, path: "replica.account", name: "replica" },
  ];
  return all.filter((one, index): one is AlertedAccount => {
    const isFirst = all.findIndex(({ id }) => id === one.id) === index;
    return one.id !== undefined && isFirst;
  });
}

/** Whether the log bucket sends its events to EventBridge. The owner of an existing bucket decides. */
export function announcesArrivals({ logs, siem, alerts, ...others }: Environment): boolean {
  if (logs?.eventBridge !== undefined) return logs.eventBridge;
  const isExisting = logs !== undefined && "existing" in logs && logs.existing === true;
  const isAlerted = alertedAccounts({ alerts, ...others }).some(({ path }) => path === "accounts.archive");
  return !isExisting && (siem !== undefined || isAlerted);
}

/** Regions other than the environment's whose calls concern what is watched in an account, and why. */
export function regionsToForward(environment: Environment, account: string): ForwardedRegion[] {
  const { region: home = "", accounts, replica } = environment;
  const isCopyHere = replica?.region !== undefined && (replica.account?.id ?? accounts?.archive?.id) === account;
  const global = globalRegions(home);
  const regions = new Set([...global, ...(isCopyHere ? [replica.region] : [])]);
  return [...regions]
    .filter((region) => region !== home)
    .map((region) => ({
      region,
      hasGlobalServices: global.includes(region),
      hasReplica: isCopyHere && region === replica.region,
    }));
}

interface ForwardedRegion {
  readonly region: string;
  /** AWS records the calls of IAM, Organizations and most sign-ins there. */
  readonly hasGlobalServices: boolean;
  readonly hasReplica: boolean;
}
