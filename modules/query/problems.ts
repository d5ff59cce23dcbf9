import { Token } from "cdktf";
import { readerScopeProblems } from "../access/log-scope";
import { isBucketNameOfAnyAge } from "../limits/formats";
import { QUERY_DAYS, SCAN_GIGABYTES } from "../limits/numbers";
import { parseArn } from "../policy";
import { arnOf } from "../principal";
import { roleProblems } from "../role";
import { tagProblems } from "../tags";
import { invalidArn, invalidFormat, locationProblems, outOfRange, type Problem } from "../validation";
import { isQueryName, QUERY_NAME } from "./names";
import type { LogQueryProps } from "./options";
import type { QueriedLogs } from "./table";

export function queryProblems(props: LogQueryProps): Problem[] {
  const { name, account, logs, results, readers = [], maxScanGigabytes, iam = {}, tags } = props;
  const roles = readers.map(arnOf);
  return [
    ...locationProblems(props),
    invalidFormat("name", name, isQueryName, QUERY_NAME),
    ...logProblems(logs),
    results.bucketName === logs.bucketName &&
      `results.bucketName must not be the log bucket, whose trail would record each result, got "${results.bucketName}"`,
    ...roles.map((arn) => invalidArn("readers", arn, "iam", "role/")),
    ...roles.map((arn) => {
      const owner = Token.isUnresolved(arn) ? undefined : parseArn(arn)?.account;
      const isElsewhere = owner !== undefined && owner !== account;
      return (
        isElsewhere && `readers must be roles of account ${account}, to which the policy is attached, got "${arn}"`
      );
    }),
    new Set(roles).size < roles.length && `readers must differ, got "${roles.join('", "')}"`,
    outOfRange("maxScanGigabytes", maxScanGigabytes, SCAN_GIGABYTES, "GB"),
    ...roleProblems({ path: iam.path }, account, "iam."),
    ...tagProblems(tags),
  ];
}

function logProblems(logs: QueriedLogs): Problem[] {
  const { bucketName, prefix, accounts, regions, organizationId, days } = logs;
  const texts = [bucketName, prefix ?? "", organizationId ?? "", accounts, regions].flat();
  return [
    invalidFormat("logs.bucketName", bucketName, isBucketNameOfAnyAge, "the name of a bucket"),
    texts.some((text) => Token.isUnresolved(text)) && "logs must be known at synth, got a token",
    ...readerScopeProblems(logs).map((problem) => problem && `logs.${problem}`),
    outOfRange("logs.days", days, QUERY_DAYS, "days"),
  ];
}
