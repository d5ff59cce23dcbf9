import { findingsBucketName } from "../../modules/derived-names";
import { alertedAccounts, type AlertedAccount } from "./alerted";
import type { Environment } from "./rule";

/** A detector of GuardDuty, in one account and Region. */
export interface Detector {
  readonly account: AlertedAccount;
  readonly region: string;
  /** Receives its findings. @default not exported */
  readonly bucketName?: string | undefined;
}

/** The accounts with detectors: those with alerts, or the one that administers the organization's. None without threats. */
export function detectorAccounts(environment: Environment): AlertedAccount[] {
  const { threats, accounts } = environment;
  if (threats === undefined) return [];
  const isAdministrator = ({ id }: AlertedAccount) => id === accounts?.archive?.id;
  const all = alertedAccounts(environment);
  return threats.organization === true ? all.filter(isAdministrator) : all;
}

/** Every detector, each Region once. */
export function detectorsOf(environment: Environment): Detector[] {
  const { regions = [], export: exported } = environment.threats ?? {};
  const known = [...new Set(regions)].filter((region) => region !== undefined);
  return detectorAccounts(environment).flatMap((account) =>
    known.map((region) => ({
      account,
      region,
      bucketName: exported?.bucketPrefix && findingsBucketName(exported.bucketPrefix, { account: account.id, region }),
    })),
  );
}
