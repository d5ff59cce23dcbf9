import type { AdvancedEventSelector, EventSelector } from "@aws-sdk/client-cloudtrail";
import { at, listOf } from "../../controls/rule";
import type { Arguments } from "../../model/stack";
import { sameLines, type Check } from "../check";
import { askedName, type Setup } from "../setup";
import { orMissing } from "./absent";

/** What the trail records, read back from AWS: Terraform's state says what was meant. */
export function selectorChecks(setup: Setup, values: Arguments): Check[] {
  const { trail } = setup.configuration;
  const expected = selectorLines(values);
  const insights = listOf(values["insight_selector"] as Arguments | readonly Arguments[] | undefined)
    .map((selector) => String(selector["insight_type"]))
    .sort();
  return [
    {
      id: "trail.selectors",
      group: "Trail",
      title: "records the events that were meant",
      controls: ["trail-management-events", "trail-object-writes", "trail-object-reads"],
      expected: expected.length === 1 ? expected[0]! : `${expected.length} event selectors`,
      run: async ({ aws }) => {
        const found = await aws(trail).eventSelectors(askedName(setup));
        const lines = [
          ...(found.AdvancedEventSelectors ?? []).map(advancedLine),
          ...(found.EventSelectors ?? []).map(basicLine),
        ];
        return sameLines(expected, lines, `${lines.length} event selector${lines.length === 1 ? "" : "s"}`);
      },
    },
    {
      id: "trail.insights",
      group: "Trail",
      title: "watches for unusual calls, or not, as meant",
      controls: ["trail-insights"],
      expected: insights.join(", ") || "none",
      run: async ({ aws }) => {
        const found = await orMissing(aws(trail).insightSelectors(askedName(setup)), "InsightNotEnabledException");
        const types = (found.InsightSelectors ?? []).map(({ InsightType }) => String(InsightType));
        return sameLines(insights, types, types.sort().join(", ") || "none");
      },
    },
  ];
}

/** Without selectors, a trail records all management events. */
const DEFAULT: EventSelector = { ReadWriteType: "All", IncludeManagementEvents: true };

/** The synthesized selectors, a line each. */
function selectorLines(values: Arguments): string[] {
  const blocks = (name: string) => listOf(values[name] as Arguments | readonly Arguments[] | undefined);
  const advanced = blocks("advanced_event_selector").map((selector) =>
    advancedLine({
      Name: String(selector["name"]),
      FieldSelectors: listOf(selector["field_selector"] as Arguments | readonly Arguments[]).map((field) => ({
        Field: String(field["field"]),
        Equals: texts(field["equals"]),
        StartsWith: texts(field["starts_with"]),
        EndsWith: texts(field["ends_with"]),
        NotEquals: texts(field["not_equals"]),
        NotStartsWith: texts(field["not_starts_with"]),
        NotEndsWith: texts(field["not_ends_with"]),
      })),
    }),
  );
  const basic = blocks("event_selector").map((selector) =>
    basicLine({
      ReadWriteType: String(selector["read_write_type"]) as "All",
      IncludeManagementEvents: selector["include_management_events"] === true,
      ExcludeManagementEventSources: texts(selector["exclude_management_event_sources"]),
      DataResources: listOf(selector["data_resource"] as Arguments | readonly Arguments[] | undefined).map((one) => ({
        Type: String(at(one, "type")),
        Values: texts(one["values"]),
      })),
    }),
  );
  const all = [...advanced, ...basic];
  return all.length === 0 ? [basicLine(DEFAULT)] : all;
}

function texts(value: unknown): string[] {
  return listOf(value as string | readonly string[] | undefined).map(String);
}

const OPERATORS = [
  ["Equals", "is"],
  ["StartsWith", "starts with"],
  ["EndsWith", "ends with"],
  ["NotEquals", "is not"],
  ["NotStartsWith", "does not start with"],
  ["NotEndsWith", "does not end with"],
] as const;

function advancedLine({ Name = "", FieldSelectors = [] }: AdvancedEventSelector): string {
  const fields = FieldSelectors.flatMap((field) =>
    OPERATORS.flatMap(([name, words]) => {
      const values = field[name] ?? [];
      return values.length === 0 ? [] : [`${field.Field} ${words} ${[...values].sort().join(" or ")}`];
    }),
  );
  return `${Name}: ${fields.sort().join(", ")}`;
}

function basicLine(selector: EventSelector): string {
  const { ReadWriteType = "All", IncludeManagementEvents = true } = selector;
  const { ExcludeManagementEventSources: excluded = [], DataResources = [] } = selector;
  const without = excluded.length === 0 ? "" : ` without ${[...excluded].sort().join(", ")}`;
  const data = DataResources.map(({ Type, Values = [] }) => `${Type} ${[...Values].sort().join(" or ")}`).sort();
  return [`${ReadWriteType} events`, ...(IncludeManagementEvents ? [`management events${without}`] : []), ...data].join(
    ", ",
  );
}
