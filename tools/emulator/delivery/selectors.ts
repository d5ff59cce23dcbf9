import { records, type EventSelectors } from "../../../cli/model/event-selectors";
import type { CloudTrailRecord } from "./record";

/** Whether a trail with these selectors records the event. A field that the record does not have never matches. */
export function selects(selectors: EventSelectors, record: CloudTrailRecord): boolean {
  const asked = selectors.advanced.flatMap(({ fields }) => fields.map(({ field }) => field));
  // A data event has one type, that of its first resource.
  const [resource] = record.resources ?? [];
  return records(selectors, {
    category: record.eventCategory,
    readOnly: record.readOnly,
    source: record.eventSource,
    resourceType: resource?.type,
    arn: resource && (resource.ARN ?? resource.ARNPrefix ?? ""),
    fields: Object.fromEntries(asked.map((field) => [field, textOf(record[field])])),
  });
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
