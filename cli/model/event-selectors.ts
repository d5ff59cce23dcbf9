import type { AdvancedEventSelector, EventSelector } from "@aws-sdk/client-cloudtrail";
import { blocks, texts } from "./blocks";
import type { Arguments } from "./stack";

/**
 * The events that a trail records. CloudTrail accepts basic or advanced selectors, not both; with neither, a trail
 * records every management event.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html
 */
export interface EventSelectors {
  readonly basic: readonly BasicSelector[];
  readonly advanced: readonly AdvancedSelector[];
}

/** Records events that match all of its fields. */
export interface AdvancedSelector {
  /** Often "". */
  readonly name: string;
  readonly fields: readonly FieldSelector[];
}

/** An operator without values matches everything. */
export interface FieldSelector extends Readonly<Record<Operator, readonly string[]>> {
  /** `resources.ARN` */
  readonly field: string;
}

const POSITIVE = ["equals", "startsWith", "endsWith"] as const;
const NEGATIVE = ["notEquals", "notStartsWith", "notEndsWith"] as const;

/** In display order. */
export const OPERATORS = [...POSITIVE, ...NEGATIVE] as const;

type Operator = (typeof OPERATORS)[number];

export interface BasicSelector {
  readonly access: "All" | "ReadOnly" | "WriteOnly";
  readonly management: boolean;
  /** Services whose management events are left out, such as `kms.amazonaws.com`. */
  readonly excludedSources: readonly string[];
  readonly data: readonly DataResources[];
}

export interface DataResources {
  /** `AWS::S3::Object` */
  readonly type: string;
  /** Beginnings of ARNs. */
  readonly arns: readonly string[];
}

/** The properties of a call that event selectors compare. */
export interface SelectedEvent {
  readonly category: "Data" | "Management";
  readonly readOnly: boolean;
  /** `s3.amazonaws.com` */
  readonly source: string;
  /** For data events: `AWS::S3::Object`. */
  readonly resourceType?: string | undefined;
  /** For data events: the ARN of the resource. */
  readonly arn?: string | undefined;
  /** Values of the other fields, by name. A missing field matches any condition; `undefined` matches none. */
  readonly fields: Readonly<Record<string, string | undefined>>;
}

/** Reads the selectors of an `aws_cloudtrail`, from Terraform JSON or a plan. Throws `Unreadable`. */
export function readSelectors(trail: Arguments | undefined): EventSelectors {
  return {
    advanced: blocks(trail, "advanced_event_selector").map((selector) => ({
      name: typeof selector["name"] === "string" ? selector["name"] : "",
      fields: blocks(selector, "field_selector").map((field) => ({
        field: String(field["field"]),
        equals: texts(field["equals"]),
        startsWith: texts(field["starts_with"]),
        endsWith: texts(field["ends_with"]),
        notEquals: texts(field["not_equals"]),
        notStartsWith: texts(field["not_starts_with"]),
        notEndsWith: texts(field["not_ends_with"]),
      })),
    })),
    basic: blocks(trail, "event_selector").map((selector) => ({
      access: (selector["read_write_type"] ?? "All") as BasicSelector["access"],
      management: selector["include_management_events"] !== false,
      excludedSources: texts(selector["exclude_management_event_sources"]),
      data: blocks(selector, "data_resource").map((one) => ({ type: String(one["type"]), arns: texts(one["values"]) })),
    })),
  };
}

/** Reads the answer of CloudTrail's GetEventSelectors. */
export function selectorsFromAws(
  basic: readonly EventSelector[] = [],
  advanced: readonly AdvancedEventSelector[] = [],
): EventSelectors {
  return {
    advanced: advanced.map(({ Name = "", FieldSelectors = [] }) => ({
      name: Name,
      fields: FieldSelectors.map((field) => ({
        field: field.Field ?? "",
        equals: field.Equals ?? [],
        startsWith: field.StartsWith ?? [],
        endsWith: field.EndsWith ?? [],
        notEquals: field.NotEquals ?? [],
        notStartsWith: field.NotStartsWith ?? [],
        notEndsWith: field.NotEndsWith ?? [],
      })),
    })),
    basic: basic.map((selector) => ({
      access: selector.ReadWriteType ?? "All",
      management: selector.IncludeManagementEvents ?? true,
      excludedSources: selector.ExcludeManagementEventSources ?? [],
      data: (selector.DataResources ?? []).map(({ Type = "", Values = [] }) => ({ type: Type, arns: Values })),
    })),
  };
}

const DEFAULT_BASIC: BasicSelector = { access: "All", management: true, excludedSources: [], data: [] };

const NO_CONDITION = { equals: [], startsWith: [], endsWith: [], notEquals: [], notStartsWith: [], notEndsWith: [] };

const DEFAULT_ADVANCED: AdvancedSelector = {
  name: "management events",
  fields: [{ ...NO_CONDITION, field: "eventCategory", equals: ["Management"] }],
};

/** The selectors; if there are none, the selector that they stand for. */
export function withDefault({ basic, advanced }: EventSelectors): EventSelectors {
  return basic.length + advanced.length === 0 ? { basic: [DEFAULT_BASIC], advanced } : { basic, advanced };
}

/** Whether a trail with these selectors records a call. */
export function records(selectors: EventSelectors, event: SelectedEvent): boolean {
  const { basic, advanced } = withDefault(selectors);
  return advanced.length > 0
    ? advanced.some(({ fields }) => fields.every((field) => fieldMatches(field, event)))
    : basic.some((selector) => basicRecords(selector, event));
}

function basicRecords({ access, management, excludedSources, data }: BasicSelector, event: SelectedEvent): boolean {
  if (access !== "All" && (access === "ReadOnly") !== event.readOnly) return false;
  if (event.category === "Management") return management && !excludedSources.includes(event.source);
  const { resourceType, arn = "" } = event;
  return data.some(({ type, arns }) => type === resourceType && arns.some((start) => arn.startsWith(start)));
}

const MATCHES: Readonly<Record<(typeof POSITIVE)[number], (value: string, operand: string) => boolean>> = {
  equals: (value, operand) => value === operand,
  startsWith: (value, operand) => value.startsWith(operand),
  endsWith: (value, operand) => value.endsWith(operand),
};

function fieldMatches(selector: FieldSelector, event: SelectedEvent): boolean {
  const values: SelectedEvent["fields"] = {
    ...event.fields,
    eventCategory: event.category,
    readOnly: String(event.readOnly),
    eventSource: event.source,
    "resources.type": event.resourceType,
    "resources.ARN": event.arn,
  };
  if (!Object.hasOwn(values, selector.field)) return true;
  const value = values[selector.field];
  if (value === undefined) return false;
  // AWS: "How CloudTrail evaluates multiple conditions for a field": what selects is joined by OR, what deselects by AND.
  const matches = (operator: Operator, index: number) =>
    selector[operator].some((operand) => MATCHES[POSITIVE[index]!](value, operand));
  return (!selects(selector) || POSITIVE.some(matches)) && !NEGATIVE.some(matches);
}

function selects(selector: FieldSelector): boolean {
  return POSITIVE.some((operator) => selector[operator].length > 0);
}

/**
 * The events of the first selectors that the second ones no longer record, as the names of the selectors that record
 * less. A text if one kind replaces the other, which cannot be compared.
 */
export function narrowed(before: EventSelectors, after: EventSelectors): readonly string[] | string {
  const [was, will] = [kindOf(before), kindOf(after)];
  if (was !== will && was !== "default" && will !== "default") return `${was} selectors are replaced by ${will} ones`;
  const orDefault = <Item>(items: readonly Item[], one: Item) => (items.length > 0 ? items : [one]);
  if ((will === "default" ? was : will) === "advanced") {
    const now = orDefault(after.advanced, DEFAULT_ADVANCED);
    const lost = orDefault(before.advanced, DEFAULT_ADVANCED).filter((old) => !now.some((one) => covers(one, old)));
    return lost.map(({ name }) => name || "selector");
  }
  const now = orDefault(after.basic, DEFAULT_BASIC);
  return orDefault(before.basic, DEFAULT_BASIC)
    .filter((old) => !now.some((one) => basicCovers(one, old)))
    .map(({ access, data }) => ["selector", access, ...data.flatMap(({ arns }) => arns)].join(" "));
}

function kindOf({ basic, advanced }: EventSelectors): "advanced" | "basic" | "default" {
  return advanced.length > 0 ? "advanced" : basic.length > 0 ? "basic" : "default";
}

function covers(wide: AdvancedSelector, narrow: AdvancedSelector): boolean {
  return wide.fields.every((demand) =>
    narrow.fields.some((field) => field.field === demand.field && isWithin(field, demand)),
  );
}

function isWithin(narrow: FieldSelector, wide: FieldSelector): boolean {
  const isPart = (part: readonly string[], whole: readonly string[]) => part.every((value) => whole.includes(value));
  const selectsNoMore = selects(narrow) && POSITIVE.every((operator) => isPart(narrow[operator], wide[operator]));
  return (!selects(wide) || selectsNoMore) && NEGATIVE.every((operator) => isPart(wide[operator], narrow[operator]));
}

function basicCovers(wide: BasicSelector, narrow: BasicSelector): boolean {
  return (
    (wide.access === "All" || wide.access === narrow.access) &&
    (wide.management || !narrow.management) &&
    wide.excludedSources.every((source) => narrow.excludedSources.includes(source)) &&
    narrow.data.every((old) =>
      old.arns.every((arn) =>
        wide.data.some((one) => one.type === old.type && one.arns.some((start) => arn.startsWith(start))),
      ),
    )
  );
}

const OBJECTS = "AWS::S3::Object";

/** A bucket, or a part of one, that a selector names. */
export interface NamedBucket {
  readonly bucket: string;
  /** Prefix of its object keys; often "". */
  readonly prefix: string;
}

/** The buckets that the selectors name for data events, in order. */
export function namedBuckets({ basic, advanced }: EventSelectors): NamedBucket[] {
  const ofAdvanced = advanced
    .filter(({ fields }) => fields.some(({ field, equals }) => field === "resources.type" && equals.includes(OBJECTS)))
    .flatMap(({ fields }) => fields.filter(({ field }) => field === "resources.ARN"))
    .flatMap(({ startsWith }) => startsWith);
  const ofBasic = basic.flatMap(({ data }) => data.flatMap(({ type, arns }) => (type === OBJECTS ? arns : [])));
  return [...ofAdvanced, ...ofBasic].flatMap((arn) => {
    const [, bucket, prefix = ""] = /^arn:[a-z-]+:s3:::([^/]+)\/(.*)$/.exec(arn) ?? [];
    return bucket === undefined ? [] : [{ bucket, prefix }];
  });
}
