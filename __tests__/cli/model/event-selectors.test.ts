import { namedBuckets, narrowed, readSelectors, records, selectorsFromAws } from "../../../cli/model/event-selectors";
import type { SelectedEvent } from "../../../cli/model/event-selectors";

const data = (eventName: string, arn: string, readOnly = false): SelectedEvent => ({
  category: "Data",
  resourceType: "AWS::S3::Object",
  source: "s3.amazonaws.com",
  arn,
  readOnly,
  fields: { eventName },
});

const PUT = data("PutObject", "arn:aws:s3:::data/a.txt");
const GET = data("GetObject", "arn:aws:s3:::data/a.txt", true);
const KMS: SelectedEvent = {
  category: "Management",
  source: "kms.amazonaws.com",
  readOnly: true,
  fields: { eventName: "GenerateDataKey" },
};
const isRecorded = (trail: object, event: SelectedEvent) => records(readSelectors({ ...trail }), event);

const advanced = (...fields: object[]) => ({ advanced_event_selector: [{ field_selector: fields }] });
const DATA = { field: "eventCategory", equals: ["Data"] };
const OBJECTS = { field: "resources.type", equals: ["AWS::S3::Object"] };
const arns = (operators: object) => ({ field: "resources.ARN", ...operators });

test("Terraform's arguments and CloudTrail's answer give the same selectors", () => {
  const trail = {
    advanced_event_selector: [
      { name: "writes", field_selector: [DATA, OBJECTS, arns({ not_starts_with: ["arn:aws:s3:::logs/"] })] },
    ],
    event_selector: [
      { read_write_type: "WriteOnly", data_resource: [{ type: "AWS::S3::Object", values: ["arn:aws:s3:::data/"] }] },
    ],
  };
  const objects = { Type: "AWS::S3::Object", Values: ["arn:aws:s3:::data/"] };
  const fields = [
    { Field: "eventCategory", Equals: ["Data"] },
    { Field: "resources.type", Equals: ["AWS::S3::Object"] },
    { Field: "resources.ARN", NotStartsWith: ["arn:aws:s3:::logs/"] },
  ];
  expect(readSelectors(trail)).toEqual(
    selectorsFromAws(
      [{ ReadWriteType: "WriteOnly", DataResources: [objects] }],
      [{ Name: "writes", FieldSelectors: fields }],
    ),
  );
});

test("a field that is not known matches, one that a record does not have matches nothing", () => {
  const trail = advanced(DATA, { field: "userIdentity.arn", equals: ["arn:aws:iam::111122223333:role/A"] });
  expect(isRecorded(trail, PUT)).toBe(true);
  expect(isRecorded(trail, { ...PUT, fields: { "userIdentity.arn": undefined } })).toBe(false);
});

describe("selectors that change", () => {
  const named = (name: string, ...fields: object[]) => ({
    advanced_event_selector: [{ name, field_selector: fields }],
  });
  const lost = (before: object, after: object) => narrowed(readSelectors({ ...before }), readSelectors({ ...after }));

  test.each([
    ["the same", named("all", DATA), named("all", DATA), []],
    ["a wider one", named("objects", DATA, OBJECTS), named("all", DATA), []],
    ["a narrower one", named("all", DATA), named("objects", DATA, OBJECTS), ["all"]],
    ["none in place of data events", named("all", DATA), {}, ["all"]],
    ["data events in place of none", {}, named("all", DATA), ["management events"]],
    [
      "basic in place of advanced",
      named("all", DATA),
      { event_selector: [{}] },
      "advanced selectors are replaced by basic ones",
    ],
    [
      "management events off",
      { event_selector: [{}] },
      { event_selector: [{ include_management_events: false }] },
      ["selector All"],
    ],
  ])("lose what is no longer recorded: %s", (_, before, after, expected) => {
    expect(lost(before, after)).toEqual(expected);
  });
});

describe("a trail", () => {
  test("without selectors records management events and nothing else", () => {
    expect([isRecorded({}, KMS), isRecorded({}, PUT)]).toEqual([true, false]);
  });

  test.each([
    ["of all objects", advanced(DATA, OBJECTS), true, true],
    ["of this bucket", advanced(DATA, OBJECTS, arns({ starts_with: ["arn:aws:s3:::data/"] })), true, true],
    ["of another bucket", advanced(DATA, OBJECTS, arns({ starts_with: ["arn:aws:s3:::other/"] })), false, false],
    [
      "of all but this bucket",
      advanced(DATA, OBJECTS, arns({ not_starts_with: ["arn:aws:s3:::data/"] })),
      false,
      false,
    ],
    [
      "of a bucket, or of what ends so: operators that select are alternatives",
      advanced(DATA, OBJECTS, arns({ starts_with: ["arn:aws:s3:::other/"], ends_with: [".txt"] })),
      true,
      true,
    ],
    [
      "of this bucket, but not of what ends so",
      advanced(DATA, OBJECTS, arns({ starts_with: ["arn:aws:s3:::data/"], not_ends_with: [".txt"] })),
      false,
      false,
    ],
    ["of this object", advanced(DATA, OBJECTS, arns({ equals: ["arn:aws:s3:::data/a.txt"] })), true, true],
    [
      "of all but this object",
      advanced(DATA, OBJECTS, arns({ not_equals: ["arn:aws:s3:::data/a.txt"] })),
      false,
      false,
    ],
    ["of texts", advanced(DATA, OBJECTS, arns({ ends_with: [".txt"] })), true, true],
    ["of all but texts", advanced(DATA, OBJECTS, arns({ not_ends_with: [".txt"] })), false, false],
    ["of writes", advanced(DATA, OBJECTS, { field: "readOnly", equals: ["false"] }), true, false],
    ["of reads", advanced(DATA, OBJECTS, { field: "readOnly", equals: ["true"] }), false, true],
    ["of Lambda", advanced(DATA, { field: "resources.type", equals: ["AWS::Lambda::Function"] }), false, false],
    ["as one block", { advanced_event_selector: { field_selector: [DATA, OBJECTS] } }, true, true],
  ])("with an advanced selector %s", (_, trail, put, get) => {
    expect([isRecorded(trail, PUT), isRecorded(trail, GET)]).toEqual([put, get]);
  });

  const basic = (selector: object) => ({ event_selector: [selector] });
  const objects = (...values: string[]) => ({ data_resource: [{ type: "AWS::S3::Object", values }] });

  test.each([
    ["of this bucket", basic(objects("arn:aws:s3:::data/")), true, true],
    ["of all buckets", basic(objects("arn:aws:s3")), true, true],
    ["of another", basic(objects("arn:aws:s3:::other/")), false, false],
    ["of writes", basic({ read_write_type: "WriteOnly", ...objects("arn:aws:s3:::data/") }), true, false],
    ["of reads", basic({ read_write_type: "ReadOnly", ...objects("arn:aws:s3:::data/") }), false, true],
  ])("with a basic selector %s", (_, trail, put, get) => {
    expect([isRecorded(trail, PUT), isRecorded(trail, GET)]).toEqual([put, get]);
  });

  test("that leaves the uses of keys out does not record them", () => {
    expect(isRecorded(basic({ exclude_management_event_sources: ["kms.amazonaws.com"] }), KMS)).toBe(false);
    expect(isRecorded(basic({ include_management_events: false }), KMS)).toBe(false);
    expect(isRecorded(basic({}), KMS)).toBe(true);
    const source = { field: "eventSource", not_equals: ["kms.amazonaws.com"] };
    expect(isRecorded(advanced({ field: "eventCategory", equals: ["Management"] }, source), KMS)).toBe(false);
  });
});

const namedIn = (trail: object) => namedBuckets(readSelectors({ ...trail }));

describe("the buckets that a trail names", () => {
  test("are those of selectors of objects, with the prefix of their keys", () => {
    const trail = advanced(DATA, OBJECTS, arns({ starts_with: ["arn:aws:s3:::data/", "arn:aws-cn:s3:::other/in/"] }));
    expect(namedIn(trail)).toEqual([
      { bucket: "data", prefix: "" },
      { bucket: "other", prefix: "in/" },
    ]);
    expect(
      namedIn({ event_selector: [{ data_resource: [{ type: "AWS::S3::Object", values: ["arn:aws:s3:::a/"] }] }] }),
    ).toEqual([{ bucket: "a", prefix: "" }]);
  });

  test("are none where all are recorded, all but some, or none", () => {
    expect(namedIn({})).toEqual([]);
    expect(namedIn(advanced(DATA, OBJECTS, arns({ not_starts_with: ["arn:aws:s3:::logs/"] })))).toEqual([]);
    expect(
      namedIn({ event_selector: [{ data_resource: [{ type: "AWS::S3::Object", values: ["arn:aws:s3"] }] }] }),
    ).toEqual([]);
    const tables = { field: "resources.type", equals: ["AWS::DynamoDB::Table"] };
    expect(namedIn(advanced(DATA, tables, arns({ starts_with: ["arn:aws:s3:::data/"] })))).toEqual([]);
  });
});
