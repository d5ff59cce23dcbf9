import type { CloudtrailAdvancedEventSelector } from "@cdktf/provider-aws/lib/cloudtrail";
import type { Access, DataEvents, FieldCondition, NetworkActivityEvents, TrailEvents } from "./events";
import { excludedPrefixes, recordedPrefixes, type LogBuckets } from "./log-buckets";

type Field = NonNullable<Exclude<CloudtrailAdvancedEventSelector["fieldSelector"], { resolve: unknown }>>[number];

const RESOURCE_TYPES = {
  s3: "AWS::S3::Object",
  lambda: "AWS::Lambda::Function",
  dynamodb: "AWS::DynamoDB::Table",
} as const;

/** The selectors in the provider's form, in the order of the events. */
export function advancedSelectors(events: TrailEvents, logBuckets: LogBuckets) {
  const { management = "all", excludeManagementSources = [], data = [], networkActivity = [] } = events;
  return [
    ...(management === "none" ? [] : [managementSelector(management, excludeManagementSources)]),
    ...data.map((entry) => dataSelector(entry, logBuckets)),
    ...networkActivity.map((entry) => {
      const { source, where = [] }: NetworkActivityEvents = typeof entry === "string" ? { source: entry } : entry;
      return {
        name: `Network activity of ${source}`,
        fieldSelector: [
          category("NetworkActivity"),
          { field: "eventSource", equalTo: [source] },
          ...where.map(asField),
        ],
      };
    }),
  ];
}

/**
 * Values in all conditions, which AWS limits to 500.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedEventSelector.html
 */
export function countConditions(selectors: ReturnType<typeof advancedSelectors>): number {
  const valuesOf = ({ field: _, ...operators }: Field) => Object.values(operators).flat();
  return selectors.flatMap(({ fieldSelector }) => fieldSelector.flatMap(valuesOf)).length;
}

function managementSelector(access: Access, excludedSources: readonly string[]) {
  return {
    // The name by which AWS Config and the console know it.
    name: "Management events selector",
    fieldSelector: [
      category("Management"),
      ...readOnly(access),
      ...(excludedSources.length > 0 ? [{ field: "eventSource", notEquals: [...excludedSources] }] : []),
    ],
  };
}

function dataSelector(events: DataEvents, logBuckets: LogBuckets) {
  const type = events.kind === "other" ? events.resourceType : RESOURCE_TYPES[events.kind];
  return {
    name: `Data events of ${type}`,
    fieldSelector: [
      category("Data"),
      { field: "resources.type", equalTo: [type] },
      ...readOnly(events.access ?? "all"),
      ...merged([...arnSelector(events, logBuckets), ...(events.where ?? []).map(asField)]),
    ],
  };
}

function arnSelector(events: DataEvents, logBuckets: LogBuckets): Field[] {
  const field = "resources.ARN";
  switch (events.kind) {
    case "s3": {
      const startsWith = recordedPrefixes(events, logBuckets);
      const excluded = excludedPrefixes(events, logBuckets);
      // `notEquals` would not leave out objects: their ARNs begin with the bucket's, but are longer.
      const notStartsWith = excluded.length > 0 ? excluded : undefined;
      return startsWith || notStartsWith
        ? [{ field, ...(startsWith && { startsWith }), ...(notStartsWith && { notStartsWith }) }]
        : [];
    }
    case "lambda":
      return events.functions === "all" ? [] : [{ field, equalTo: [...events.functions] }];
    case "dynamodb":
      return events.tables === "all" ? [] : [{ field, equalTo: [...events.tables] }];
    case "other":
      return events.arns === "all" ? [] : [{ field, startsWith: [...events.arns] }];
  }
}

function asField({ field, equals, ...operators }: FieldCondition<string>): Field {
  const given = Object.entries({ equalTo: equals, ...operators }).filter(([, values]) => values !== undefined);
  return { field, ...Object.fromEntries(given.map(([operator, values]) => [operator, [...(values ?? [])]])) };
}

/** A selector may have each field only once: conditions on the same field become one. */
function merged(fields: readonly Field[]): Field[] {
  return [...new Set(fields.map(({ field }) => field))].map((field) => {
    const [first, ...others] = fields.filter((one) => one.field === field);
    return others.reduce<Field>((all, { field: _, ...operators }) => {
      const added = Object.entries(operators as Record<string, string[]>).map(([operator, values]) => {
        const earlier = (all as unknown as Record<string, string[] | undefined>)[operator] ?? [];
        return [operator, [...new Set([...earlier, ...values])]];
      });
      return { ...all, ...Object.fromEntries(added) };
    }, first!);
  });
}

function category(name: "Management" | "Data" | "NetworkActivity"): Field {
  return { field: "eventCategory", equalTo: [name] };
}

function readOnly(access: Access): Field[] {
  return access === "all" ? [] : [{ field: "readOnly", equalTo: [String(access === "read")] }];
}
