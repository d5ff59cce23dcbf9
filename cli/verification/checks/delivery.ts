import { assessDelivery, DIGEST_LIMIT, LOGS_LIMIT } from "../../../modules/alerts/handler/delivery.js";
import type { Arguments } from "../../model/stack";
import { fail, logging, pass, skipped, type Check, type Finding } from "../check";
import type { Context } from "../context";
import type { Environment } from "../../model/environment";
import { trailReference } from "../locations";
import { showAge } from "../../render/time";

type Assessment = ReturnType<typeof assessDelivery>;
type Recency = Assessment["logFiles"];

/** Whether the trail is logging and its files arrive. */
export function deliveryChecks(environment: Environment, values: Arguments): Check[] {
  const { trail } = environment;
  const sendsToCloudWatch = values["cloud_watch_logs_group_arn"] !== undefined;
  const check = (
    id: string,
    title: string,
    expected: string,
    finding: (assessed: Assessment, context: Context) => Finding,
    controls: readonly string[] = [],
  ): Check => ({
    id: `trail.${id}`,
    group: "Trail",
    title,
    expected,
    controls,
    exampleStep: logging(5),
    run: async (context) => {
      const status = await context.aws(trail).trailStatus(trailReference(environment));
      return finding(assessDelivery(status, context.now), context);
    },
  });
  const cloudWatchDelivery = check(
    "cloudwatch-delivery",
    "has sent events to its log group recently",
    `in the last ${showAge(LOGS_LIMIT)}`,
    ({ cloudWatchLogs }, context) => recent(cloudWatchLogs, context),
    ["trail-cloudwatch-logs"],
  );
  return [
    check("logging", "is logging", "yes", ({ isLogging }) => (isLogging ? pass("yes") : fail("no"))),
    check(
      "delivery",
      "has delivered log files recently",
      `in the last ${showAge(LOGS_LIMIT)}`,
      ({ logFiles }, context) => recent(logFiles, context),
    ),
    trail.validation
      ? check(
          "digest",
          "has delivered a digest recently",
          `in the last ${showAge(DIGEST_LIMIT)}`,
          ({ digests }, context) => recent(digests, context),
          ["trail-log-file-validation"],
        )
      : check("digest", "has delivered a digest recently", "nothing", () => skipped("the trail signs no digests")),
    check("errors", "reports no error", "no error", ({ errors }) =>
      errors.length === 0 ? pass("no error") : fail(errors.join("; ")),
    ),
    sendsToCloudWatch
      ? cloudWatchDelivery
      : { ...cloudWatchDelivery, run: () => skipped("the trail sends nothing to CloudWatch Logs") },
  ];
}

function recent({ state, age, loggingFor }: Recency, { emulated }: Context): Finding {
  if (age !== undefined) return { state, found: `${showAge(age)} ago${emulated ? ", simulated" : ""}` };
  if (loggingFor !== undefined) return { state, found: `none yet; logging began ${showAge(loggingFor)} ago` };
  return { state, found: "none" };
}
