"use strict";
const { CloudTrailClient, GetTrailStatusCommand } = require("@aws-sdk/client-cloudtrail");
const { assessDelivery } = require("./delivery.js");

/** The trail, whether it sends events to CloudWatch Logs, and the metric: see trail-health.ts. */
const settings = JSON.parse(process.env.SETTINGS);
const cloudtrail = new CloudTrailClient({});

/** EventBridge calls this every 15 minutes. If it fails there is no metric, which raises the alarm too. */
exports.handler = async () => {
  const status = await cloudtrail.send(new GetTrailStatusCommand({ Name: settings.trailArn }));
  const problems = problemsOf(assessDelivery(status, new Date()), settings);
  // console.log would wrap the line, and CloudWatch would not see the metric in it.
  process.stdout.write(`${JSON.stringify(metricOf(problems, settings))}\n`);
};

function problemsOf({ isLogging, logFiles, digests, cloudWatchLogs, errors }, settings) {
  return [
    ...(isLogging ? [] : ["the trail is not logging"]),
    ...(logFiles.state === "fail" ? ["log files do not arrive"] : []),
    ...(digests.state === "fail" ? ["digests do not arrive"] : []),
    ...(settings.cloudWatchLogs && cloudWatchLogs.state === "fail" ? ["events do not arrive in CloudWatch Logs"] : []),
    ...errors,
  ];
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
function metricOf(problems, { namespace, metric, trailArn }) {
  const metrics = [{ Namespace: namespace, Dimensions: [["Trail"]], Metrics: [{ Name: metric }] }];
  return {
    _aws: { Timestamp: Date.now(), CloudWatchMetrics: metrics },
    Trail: trailArn,
    [metric]: problems.length === 0 ? 1 : 0,
    problems,
  };
}
