import type { CanaryResult } from "../../results/canary";
import type { Environment } from "../../model/environment";
import type { Assessment } from "../../controls/assess";
import type { Matrix } from "../../access/compute";
import type { VerifyJson } from "../../results/verify";

/** Everything that a report tells. */
export interface Report {
  readonly environment: Environment;
  readonly verification: VerifyJson;
  /** `undefined` where none was run. */
  readonly canary: CanaryResult | undefined;
  readonly matrix: Matrix;
  readonly assessments: readonly Assessment[];
  readonly at: Date;
}

/** Accounts that the environment uses, each with its part. */
export function accountsOf({ trail, logBucket, replicaBucket }: Environment): [account: string, part: string][] {
  const parts: [string, string][] = [
    [trail.account, "audited"],
    [logBucket.account, "archive"],
    ...(replicaBucket ? [[replicaBucket.account, "replica"] as [string, string]] : []),
  ];
  const accounts = [...new Set(parts.map(([account]) => account))];
  return accounts.map((one) => {
    const names = [...new Set(parts.filter(([account]) => account === one).map(([, part]) => part))];
    return [one, names.join(" and ")];
  });
}

/** Emulators that answered for AWS, in verify or canary. */
export function emulatorsOf({ verification, canary }: Report): string[] {
  const endpoints = [verification.endpoint, canary?.endpoint ?? null];
  return [...new Set(endpoints.filter((endpoint) => endpoint !== null))];
}

/** Whether something is wrong. */
export function isFinding({ verification, canary }: Report): boolean {
  return verification.counts.fail > 0 || canary?.verdict === "failed";
}
