import type { CanaryResult } from "../../results/canary";
import type { Environment } from "../../model/environment";
import type { Assessment } from "../../controls/assess";
import type { Matrix } from "../../access/compute";
import type { VerifyJson } from "../../results/verify";

/** The content of a report. */
export interface Report {
  readonly environment: Environment;
  readonly verification: VerifyJson;
  /** `undefined` if no canary was run. */
  readonly canary: CanaryResult | undefined;
  readonly matrix: Matrix;
  readonly assessments: readonly Assessment[];
  readonly at: Date;
}

/** Accounts that the environment uses, each with its role. */
export function accountsOf({ trails, logBucket, replicaBucket }: Environment): [account: string, part: string][] {
  const parts: [string, string][] = [
    ...trails.map(({ account }): [string, string] => [account, "audited"]),
    [logBucket.account, "archive"],
    ...(replicaBucket ? [[replicaBucket.account, "replica"] as [string, string]] : []),
  ];
  const accounts = [...new Set(parts.map(([account]) => account))];
  return accounts.map((one) => {
    const names = [...new Set(parts.filter(([account]) => account === one).map(([, part]) => part))];
    return [one, names.join(" and ")];
  });
}

/** Emulators that answered instead of AWS, in verify or canary. */
export function emulatorsOf({ verification, canary }: Report): string[] {
  const endpoints = [verification.endpoint, canary?.endpoint ?? null];
  return [...new Set(endpoints.filter((endpoint) => endpoint !== null))];
}

/** Whether the report has a finding. */
export function isFinding({ verification, canary }: Report): boolean {
  return verification.counts.fail > 0 || canary?.verdict === "failed";
}
