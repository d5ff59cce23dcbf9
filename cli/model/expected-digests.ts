import { accountFolder } from "../../modules/log-keys";
import { parseArn } from "../../modules/policy";
import type { Environment } from "./environment";

/** A trail that writes digests in its own Region. */
export interface ExpectedDigests {
  readonly trail: string;
  readonly account: string;
  readonly region: string;
  /** `AWSLogs/111122223333/` */
  readonly folder: string;
}

/** Trails write digests in their own Region at least. */
export function expectedDigests({ trails }: Environment): ExpectedDigests[] {
  return trails
    .filter(({ validation, logging }) => validation && logging)
    .map(({ name, arn, account: creator, region, logs }) => {
      const account = parseArn(arn)?.account ?? creator;
      return { trail: name, account, region, folder: accountFolder(logs, account) };
    });
}
