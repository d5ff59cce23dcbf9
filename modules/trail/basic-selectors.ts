import type { CloudtrailEventSelector } from "@cdktf/provider-aws/lib/cloudtrail";
import type { Access, DataEvents, TrailEvents } from "./events";
import { recordedPrefixes, type LogBuckets } from "./log-buckets";

const READ_WRITE_TYPES: Record<Access, string> = { all: "All", read: "ReadOnly", write: "WriteOnly" };

/**
 * Whether the selectors would record all management events and nothing else, as a trail without selectors does.
 * CloudTrail reports both alike, so the provider would plan such a selector as a change forever; without it, the
 * provider cannot remove advanced selectors.
 */
export function recordsDefault({ management = "all", excludeManagementSources = [], data = [] }: TrailEvents): boolean {
  return management === "all" && excludeManagementSources.length === 0 && data.length === 0;
}

/** The selectors in the provider's form; at least one, see `recordsDefault`. */
export function basicSelectors(events: TrailEvents, logBuckets: LogBuckets, partition: string) {
  const { management = "all", excludeManagementSources = [], data = [] } = events;
  const recordsManagement: CloudtrailEventSelector[] =
    management === "none"
      ? []
      : [
          {
            readWriteType: READ_WRITE_TYPES[management],
            includeManagementEvents: true,
            excludeManagementEventSources: [...excludeManagementSources],
          },
        ];
  return [...recordsManagement, ...data.map((entry) => dataSelector(entry, logBuckets, partition))];
}

function dataSelector(events: DataEvents, logBuckets: LogBuckets, partition: string) {
  return {
    readWriteType: READ_WRITE_TYPES[events.access ?? "all"],
    includeManagementEvents: false,
    dataResource: [dataResource(events, logBuckets, partition)],
  };
}

function dataResource(events: DataEvents, logBuckets: LogBuckets, partition: string) {
  switch (events.kind) {
    case "s3":
      return { type: "AWS::S3::Object", values: recordedPrefixes(events, logBuckets) ?? [] };
    case "lambda":
      return { type: "AWS::Lambda::Function", values: all(events.functions, `arn:${partition}:lambda`) };
    case "dynamodb":
      return { type: "AWS::DynamoDB::Table", values: all(events.tables, `arn:${partition}:dynamodb`) };
    case "other":
      // Refused by `eventProblems` before it gets here.
      throw new Error(`basic selectors do not support ${events.resourceType}`);
  }
}

function all(arns: "all" | readonly string[], every: string): string[] {
  return arns === "all" ? [every] : [...arns];
}
