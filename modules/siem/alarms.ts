import type { AlarmProps } from "../alerts";
import { deadLettersName } from "../derived-names";

const HOUR = 3600;

/** The alarms about a subscriber that no longer keeps up, or that fails. `queueName`: of the subscriber's queue. */
export function queueAlarms(queueName: string): AlarmProps[] {
  const deadLetters = deadLettersName(queueName);
  const about = (name: string) => ({ namespace: "AWS/SQS", dimensions: { QueueName: name } });
  return [
    {
      ...about(queueName),
      name: `${queueName}-late`,
      metric: "ApproximateAgeOfOldestMessage",
      statistic: "Maximum",
      threshold: HOUR,
      description:
        `A log file has waited for an hour in the queue ${queueName}. Does its subscriber still run, and may it ` +
        "still take its role? After 14 days, messages are lost; the log files are not.",
    },
    {
      ...about(deadLetters),
      name: deadLetters,
      metric: "ApproximateNumberOfMessagesVisible",
      statistic: "Maximum",
      description:
        `Log files that the subscriber of ${queueName} failed to process are named in ${deadLetters}. ` +
        "Mend the cause, then start a redrive to the queue.",
    },
  ];
}

/** The alarms about a stream that no longer delivers, or that gives up records. */
export function pushAlarms(streamName: string, kind: "splunk" | "http"): AlarmProps[] {
  const metric = kind === "splunk" ? "DeliveryToSplunk" : "DeliveryToHttpEndpoint";
  const about = { namespace: "AWS/Firehose", dimensions: { DeliveryStreamName: streamName } };
  return [
    {
      ...about,
      name: `${streamName}-late`,
      metric: `${metric}.DataFreshness`,
      statistic: "Maximum",
      threshold: HOUR / 2,
      description:
        `The stream ${streamName} has not delivered an event for half an hour. Does its destination answer, and is the ` +
        `token valid? See the log group /aws/kinesisfirehose/${streamName}.`,
    },
    {
      ...about,
      name: `${streamName}-failed`,
      metric: "BackupToS3.Records",
      description: `Events that were not accepted are in the bucket of ${streamName}: the SIEM does not have them.`,
    },
  ];
}
