import type { Arguments } from "./stack";

/** A call as a trail's event selectors look at it. */
export interface SelectedEvent {
  readonly eventCategory: "Data" | "Management";
  /** `AWS::S3::Object`; of data events. */
  readonly resourceType?: string;
  /** Of the resource; of data events. */
  readonly arn?: string;
  readonly eventName: string;
  readonly eventSource: string;
  readonly readOnly: boolean;
}

/** A part of a bucket that a selector names. */
export interface NamedBucket {
  readonly bucket: string;
  /** Of the keys of its objects; often "". */
  readonly prefix: string;
}

type Field = { readonly field?: string } & Readonly<Record<string, unknown>>;

const OBJECTS = "AWS::S3::Object";

/** Whether an `aws_cloudtrail` with these arguments records a call. */
export function isRecorded(trail: Arguments, event: SelectedEvent): boolean {
  const advanced = blocks(trail["advanced_event_selector"]);
  if (advanced.length > 0) return advanced.some((selector) => advancedMatches(selector, event));
  const basic = blocks(trail["event_selector"]);
  // Without a selector a trail records every management event, and nothing else.
  return basic.length === 0 ? event.eventCategory === "Management" : basic.some((one) => basicMatches(one, event));
}

/** The buckets that the selectors name for data events, in their order. */
export function namedBuckets(trail: Arguments): NamedBucket[] {
  const ofAdvanced = blocks(trail["advanced_event_selector"])
    .map(fieldsOf)
    .flatMap((fields) => {
      const isOfObjects = fields.some(
        ({ field, equals }) => field === "resources.type" && list(equals).includes(OBJECTS),
      );
      const arns = fields.filter(({ field }) => field === "resources.ARN");
      return isOfObjects ? arns.flatMap((field) => list(field["starts_with"])) : [];
    });
  const ofBasic = blocks(trail["event_selector"])
    .flatMap((selector) => blocks(selector["data_resource"]))
    .flatMap((resource) => (resource["type"] === OBJECTS ? list(resource["values"]) : []));
  return [...ofAdvanced, ...ofBasic].flatMap((arn) => {
    const [, bucket, prefix = ""] = /^arn:[a-z-]+:s3:::([^/]+)\/(.*)$/.exec(arn) ?? [];
    return bucket === undefined ? [] : [{ bucket, prefix }];
  });
}

function basicMatches(selector: Arguments, event: SelectedEvent): boolean {
  const type = selector["read_write_type"] ?? "All";
  if (type !== "All" && (type === "ReadOnly") !== event.readOnly) return false;
  if (event.eventCategory === "Management") {
    const excluded = list(selector["exclude_management_event_sources"]);
    return selector["include_management_events"] !== false && !excluded.includes(event.eventSource);
  }
  return blocks(selector["data_resource"]).some(
    (resource) =>
      resource["type"] === event.resourceType &&
      list(resource["values"]).some((start) => event.arn?.startsWith(start) ?? false),
  );
}

function advancedMatches(selector: Arguments, event: SelectedEvent): boolean {
  const values: Readonly<Record<string, string | undefined>> = {
    eventCategory: event.eventCategory,
    "resources.type": event.resourceType,
    "resources.ARN": event.arn,
    eventName: event.eventName,
    eventSource: event.eventSource,
    readOnly: String(event.readOnly),
  };
  // What depends on the caller's identity alone cannot be told here: such fields are taken to match.
  return fieldsOf(selector).every(
    (field) => !(field.field! in values) || fieldMatches(field, values[field.field!] ?? ""),
  );
}

function fieldMatches(field: Field, value: string): boolean {
  const some = (operator: string, test: (wanted: string) => boolean) => {
    const wanted = list(field[operator]);
    return wanted.length === 0 || wanted.some(test);
  };
  const none = (operator: string, test: (wanted: string) => boolean) => !list(field[operator]).some(test);
  return (
    some("equals", (wanted) => value === wanted) &&
    some("starts_with", (wanted) => value.startsWith(wanted)) &&
    some("ends_with", (wanted) => value.endsWith(wanted)) &&
    none("not_equals", (unwanted) => value === unwanted) &&
    none("not_starts_with", (unwanted) => value.startsWith(unwanted)) &&
    none("not_ends_with", (unwanted) => value.endsWith(unwanted))
  );
}

function fieldsOf(selector: Arguments): Field[] {
  return blocks(selector["field_selector"]);
}

/** Terraform JSON writes a block as an object or as a list of them. */
function blocks(value: unknown): Arguments[] {
  return ([value ?? []] as unknown[]).flat().filter((block): block is Arguments => typeof block === "object");
}

function list(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
