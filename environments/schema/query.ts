import * as v from "valibot";
import { QUERY_DAYS, SCAN_GIGABYTES } from "../../modules/limits/numbers";
import { atLeastOne, only, whole } from "./options";
import { account, bucketName, region, roleName } from "./shapes";

/** SQL on the log files with Athena. */
export const query = only({
  /**
   * Bucket that receives what queries found, with a key of its own. The trail does not record its objects, unless
   * `trail.events.data` lists it.
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
   */
  bucketName,
  /** Days after which results are deleted. @default 30 */
  expireAfterDays: v.optional(whole(QUERY_DAYS, "days")),
  /** Names of those `readers` that query: each the logs that it reads. @default all readers */
  readers: v.optional(atLeastOne(roleName)),
  /**
   * Accounts with log files, for an organization's trail. Without them a query must name the accounts that it reads.
   * @default all that the trails record
   */
  accounts: v.optional(atLeastOne(account)),
  /** Regions with log files. A query that names no Region looks into all of them. @default all that the trail records */
  regions: v.optional(atLeastOne(region)),
  /**
   * Most that one query may read, in GB of compressed log files; Athena then stops it. It charges for each terabyte.
   * @default 100
   * @see https://docs.aws.amazon.com/athena/latest/ug/workgroups-setting-control-limits-cloudwatch.html
   */
  maxScanGigabytes: v.optional(whole(SCAN_GIGABYTES, "GB")),
});
