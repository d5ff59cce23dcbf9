import type { KinesisFirehoseDeliveryStreamConfig } from "@cdktf/provider-aws/lib/kinesis-firehose-delivery-stream";
import type { KeysOf } from "../known-options";
import { invalidFormat, notOneOf, type Problem } from "../validation";

/** Where Firehose sends events. */
export type PushDestination =
  | {
      readonly kind: "splunk";
      /** Address of the HTTP Event Collector: `https://http-inputs-firehose-example.splunkcloud.com:443`. */
      readonly url: string;
    }
  | {
      readonly kind: "http";
      /** Address that takes Firehose's requests. */
      readonly url: string;
      /** What Firehose's console calls it. */
      readonly name: string;
    };

/** What the destinations have in common. */
interface Delivery {
  readonly roleArn: string;
  readonly secretArn: string;
  readonly bucketArn: string;
  readonly keyArn: string;
  readonly errors: { readonly enabled: boolean; readonly logGroupName: string; readonly logStreamName: string };
}

/** Firehose tries for an hour before a record goes to the bucket. */
const RETRY_SECONDS = 3600;

/** CloudWatch Logs sends compressed batches with an envelope; these take out the events, one a record. */
const PROCESSING = {
  enabled: true,
  processors: [
    { type: "Decompression", parameters: [{ parameterName: "CompressionFormat", parameterValue: "GZIP" }] },
    {
      type: "CloudWatchLogProcessing",
      parameters: [{ parameterName: "DataMessageExtraction", parameterValue: "true" }],
    },
  ],
};

/** The part of the delivery stream's configuration that depends on the destination. */
export function destinationOf(
  destination: PushDestination,
  { roleArn, secretArn, bucketArn, keyArn, errors }: Delivery,
): Pick<KinesisFirehoseDeliveryStreamConfig, "destination" | "splunkConfiguration" | "httpEndpointConfiguration"> {
  const shared = {
    retryDuration: RETRY_SECONDS,
    cloudwatchLoggingOptions: errors,
    processingConfiguration: PROCESSING,
    secretsManagerConfiguration: { enabled: true, secretArn, roleArn },
    s3Configuration: {
      roleArn,
      bucketArn,
      kmsKeyArn: keyArn,
      compressionFormat: "GZIP",
      cloudwatchLoggingOptions: errors,
    },
  };
  if (destination.kind === "splunk") {
    return {
      destination: "splunk",
      splunkConfiguration: {
        ...shared,
        hecEndpoint: destination.url,
        hecEndpointType: "Event",
        s3BackupMode: "FailedEventsOnly",
      },
    };
  }
  const { url, name } = destination;
  return {
    destination: "http_endpoint",
    httpEndpointConfiguration: { ...shared, url, name, roleArn, s3BackupMode: "FailedDataOnly" },
  };
}

export function destinationProblems(destination: PushDestination): Problem[] {
  return [
    notOneOf("destination.kind", destination.kind, ["splunk", "http"]),
    invalidFormat(
      "destination.url",
      destination.url,
      (url) => /^https:\/\/[^\s{}@?#]+$/.test(url),
      "an address that begins with https:// and contains no token",
    ),
  ];
}

export const DESTINATION_OPTIONS = (destination: PushDestination): KeysOf<PushDestination> =>
  destination.kind === "http" ? { kind: true, name: true, url: true } : { kind: true, url: true };
