import type { TerraformProvider } from "cdktf";
import { SCOPE_OPTIONS } from "../access/log-scope";
import type { BucketProps } from "../bucket";
import type { KeysOf } from "../known-options";
import type { Location } from "../policy";
import type { Principal } from "../principal";
import type { RoleOptions } from "../role";
import type { Tags } from "../tags";
import type { QueriedLogs } from "./table";

export interface QueryResults extends Pick<BucketProps, "accessLogs" | "breakGlassRoles" | "onlyOrganizationId"> {
  /** Bucket for the results of queries, which hold parts of the logs. Not the log bucket. */
  readonly bucketName: string;
  /** Days after which results are deleted. @default 30 */
  readonly expireAfterDays?: number;
  /** Deletes all results when the bucket is destroyed. @default false */
  readonly forceDestroy?: boolean;
}

export interface LogQueryProps extends Location {
  /**
   * Name of the workgroup, the policy and the key's alias; with `_` for `-`, of the database. 2 to 40 lower-case
   * letters, digits and dashes, beginning with a letter.
   */
  readonly name: string;
  readonly logs: QueriedLogs;
  readonly results: QueryResults;
  /**
   * Roles of the account that read the logs, such as `LogReaderRole`s: they may then query them, within the accounts and
   * Regions that they read. Nobody else reads results. @default nobody
   */
  readonly readers?: readonly Principal[];
  /**
   * Most that one query may read, in GB of compressed log files; Athena then stops it. It charges for each terabyte.
   * @default 100
   * @see https://docs.aws.amazon.com/athena/latest/ug/workgroups-setting-control-limits-cloudwatch.html
   */
  readonly maxScanGigabytes?: number;
  /** Path of the policy. @default "/" */
  readonly iam?: Pick<RoleOptions, "path">;
  /** @default the stack's provider */
  readonly provider?: TerraformProvider;
  /** In addition to the provider's default tags. @default none */
  readonly tags?: Tags;
}

export const QUERY_OPTIONS: KeysOf<LogQueryProps> = {
  account: true,
  iam: { path: true },
  logs: { ...SCOPE_OPTIONS, bucketName: true, days: true },
  maxScanGigabytes: true,
  name: true,
  provider: true,
  readers: "list",
  region: true,
  results: {
    accessLogs: { prefix: true, target: true },
    breakGlassRoles: "list",
    bucketName: true,
    expireAfterDays: true,
    forceDestroy: "flag",
    onlyOrganizationId: true,
  },
  tags: true,
};
