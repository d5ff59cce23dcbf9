import type { AdvancedEventSelector, AdvancedFieldSelector, EventSelector } from "@aws-sdk/client-cloudtrail";
import type { CloudTrailRecord } from "./record";

export interface Selectors {
  readonly basic: readonly EventSelector[];
  readonly advanced: readonly AdvancedEventSelector[];
}

/** Whether a trail with these selectors records the event. */
export function selects({ basic, advanced }: Selectors, record: CloudTrailRecord): boolean {
  if (advanced.length > 0) {
    return advanced.some(({ FieldSelectors = [] }) => FieldSelectors.every((field) => fits(field, record)));
  }
  // A trail that was given none records management events.
  if (basic.length === 0) return record.eventCategory === "Management";
  return basic.some((selector) => basicSelects(selector, record));
}

function fits({ Field, ...operators }: AdvancedFieldSelector, record: CloudTrailRecord): boolean {
  const values = valuesOf(Field ?? "", record);
  if (values.length === 0) return false;
  const some = (tests: readonly string[] | undefined, test: (value: string, wanted: string) => boolean) =>
    tests === undefined || values.some((value) => tests.some((wanted) => test(value, wanted)));
  const none = (tests: readonly string[] | undefined, test: (value: string, wanted: string) => boolean) =>
    tests === undefined || !values.some((value) => tests.some((wanted) => test(value, wanted)));
  const equal = (value: string, wanted: string) => value === wanted;
  const starts = (value: string, wanted: string) => value.startsWith(wanted);
  const ends = (value: string, wanted: string) => value.endsWith(wanted);
  return (
    some(operators.Equals, equal) &&
    some(operators.StartsWith, starts) &&
    some(operators.EndsWith, ends) &&
    none(operators.NotEquals, equal) &&
    none(operators.NotStartsWith, starts) &&
    none(operators.NotEndsWith, ends)
  );
}

function valuesOf(field: string, record: CloudTrailRecord): string[] {
  const { resources = [] } = record;
  if (field === "readOnly") return [String(record.readOnly)];
  // A data event is of one type, that of its first resource.
  if (field === "resources.type") return resources.slice(0, 1).map(({ type }) => type);
  if (field === "resources.ARN") return resources.slice(0, 1).map(({ ARN, ARNPrefix }) => ARN ?? ARNPrefix ?? "");
  const value = record[field];
  return typeof value === "string" ? [value] : [];
}

function basicSelects(selector: EventSelector, record: CloudTrailRecord): boolean {
  const { ReadWriteType = "All", IncludeManagementEvents = true, DataResources = [] } = selector;
  if (ReadWriteType !== "All" && record.readOnly !== (ReadWriteType === "ReadOnly")) return false;
  if (record.eventCategory === "Management") {
    return IncludeManagementEvents && !selector.ExcludeManagementEventSources?.includes(record.eventSource);
  }
  const [type] = valuesOf("resources.type", record);
  const [arn = ""] = valuesOf("resources.ARN", record);
  return DataResources.some(({ Type, Values = [] }) => Type === type && Values.some((start) => arn.startsWith(start)));
}
