"use strict";
const HOUR = 3_600_000;

/** In an active account, CloudTrail delivers every few minutes; in an idle one, at least once a day. */
const LOGS_LIMIT = 24 * HOUR;

/** CloudTrail writes a digest every hour, even if there were no events. */
const DIGEST_LIMIT = 2 * HOUR;

/**
 * Whether a trail delivers, by what CloudTrail's GetTrailStatus says of it: the judgment of `audit-trail verify` and of
 * the function that raises the alarm. Times in milliseconds.
 *
 * @typedef {{ state: "pass" | "warn" | "fail", age?: number, loggingFor?: number }} Recency
 * @param {{
 *   IsLogging?: boolean, StartLoggingTime?: Date,
 *   LatestDeliveryTime?: Date, LatestDigestDeliveryTime?: Date, LatestCloudWatchLogsDeliveryTime?: Date,
 *   LatestDeliveryError?: string, LatestDigestDeliveryError?: string, LatestNotificationError?: string,
 *   LatestCloudWatchLogsDeliveryError?: string,
 * }} status
 * @param {Date} now
 */
function assessDelivery(status, now) {
  return {
    isLogging: status.IsLogging === true,
    logFiles: recency(status.LatestDeliveryTime, LOGS_LIMIT, status, now),
    digests: recency(status.LatestDigestDeliveryTime, DIGEST_LIMIT, status, now),
    cloudWatchLogs: recency(status.LatestCloudWatchLogsDeliveryTime, LOGS_LIMIT, status, now),
    errors: errorsOf(status),
  };
}

/**
 * Recent, or not yet possible: if logging began less than the limit ago, there may have been nothing to deliver.
 *
 * @returns {Recency}
 */
function recency(latest, limit, { StartLoggingTime: start }, now) {
  const ago = (date) => now.getTime() - date.getTime();
  if (latest) return { state: ago(latest) <= limit ? "pass" : "fail", age: ago(latest) };
  if (start && ago(start) <= limit) return { state: "warn", loggingFor: ago(start) };
  return { state: "fail" };
}

/** @returns {string[]} */
function errorsOf(status) {
  return [
    ["log files", status.LatestDeliveryError],
    ["digests", status.LatestDigestDeliveryError],
    ["notices", status.LatestNotificationError],
    ["CloudWatch Logs", status.LatestCloudWatchLogsDeliveryError],
  ].flatMap(([what, error]) => (error ? [`${what}: ${error}`] : []));
}

module.exports = { assessDelivery, LOGS_LIMIT, DIGEST_LIMIT };
