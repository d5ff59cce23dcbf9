import type { GetTrailStatusCommandOutput } from "@aws-sdk/client-cloudtrail";
import type { Arguments } from "../../model/stack";
import { fail, logging, pass, skipped, type Check, type Finding } from "../check";
import type { Context } from "../context";
import type { Environment } from "../../model/environment";
import { trailReference } from "../locations";
import { showAge } from "../../render/time";

const HOUR = 3_600_000;

/** In an active account, CloudTrail delivers every few minutes; in an idle one, at least once a day. */
const LOGS_LIMIT = 24 * HOUR;

/** CloudTrail writes a digest every hour, even if there were no events. */
const DIGEST_LIMIT = 2 * HOUR;

/** Whether the trail is logging and its files arrive. */
export function deliveryChecks(environment: Environment, values: Arguments): Check[] {
  const { trail } = environment;
  const sendsToCloudWatch = values["cloud_watch_logs_group_arn"] !== undefined;
  const check = (
    id: string,
    title: string,
    expected: string,
    assess: (status: GetTrailStatusCommandOutput, context: Context) => Finding,
    controls: readonly string[] = [],
  ): Check => ({
    id: `trail.${id}`,
    group: "Trail",
    title,
    expected,
    controls,
    exampleStep: logging(5),
    run: async (context) => assess(await context.aws(trail).trailStatus(trailReference(environment)), context),
  });
  const cloudWatchDelivery = check(
    "cloudwatch-delivery",
    "has sent events to its log group recently",
    `in the last ${showAge(LOGS_LIMIT)}`,
    (status, context) => recent(status.LatestCloudWatchLogsDeliveryTime, LOGS_LIMIT, status, context),
    ["trail-cloudwatch-logs"],
  );
  return [
    check("logging", "is logging", "yes", ({ IsLogging }) => (IsLogging === true ? pass("yes") : fail("no"))),
    check("delivery", "has delivered log files recently", `in the last ${showAge(LOGS_LIMIT)}`, (status, context) =>
      recent(status.LatestDeliveryTime, LOGS_LIMIT, status, context),
    ),
    trail.validation
      ? check(
          "digest",
          "has delivered a digest recently",
          `in the last ${showAge(DIGEST_LIMIT)}`,
          (status, context) => recent(status.LatestDigestDeliveryTime, DIGEST_LIMIT, status, context),
          ["trail-log-file-validation"],
        )
      : check("digest", "has delivered a digest recently", "nothing", () => skipped("the trail signs no digests")),
    check("errors", "reports no error", "no error", errors),
    sendsToCloudWatch
      ? cloudWatchDelivery
      : { ...cloudWatchDelivery, run: () => skipped("the environment does not use CloudWatch Logs") },
  ];
}

/** Recent, or not yet possible: if logging began less than the limit ago, there may have been nothing to deliver. */
function recent(
  latest: Date | undefined,
  limit: number,
  { StartLoggingTime }: GetTrailStatusCommandOutput,
  { now, emulated }: Context,
): Finding {
  const simulated = emulated ? ", simulated" : "";
  const ago = (date: Date) => now.getTime() - date.getTime();
  if (latest) {
    const told = `${showAge(ago(latest))} ago${simulated}`;
    return ago(latest) <= limit ? pass(told) : fail(told);
  }
  if (StartLoggingTime && ago(StartLoggingTime) <= limit) {
    return { state: "warn", found: `none yet; logging began ${showAge(ago(StartLoggingTime))} ago` };
  }
  return fail("none");
}

function errors(status: GetTrailStatusCommandOutput): Finding {
  const found = [
    ["log files", status.LatestDeliveryError],
    ["digests", status.LatestDigestDeliveryError],
    ["notices", status.LatestNotificationError],
    ["CloudWatch Logs", status.LatestCloudWatchLogsDeliveryError],
  ].flatMap(([what, error]) => (error ? [`${what}: ${error}`] : []));
  return found.length === 0 ? pass("no error") : fail(found.join("; "));
}
