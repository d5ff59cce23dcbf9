import { isRecorded, namedBuckets, type SelectedEvent } from "../../../cli/model/selectors";

const data = (eventName: string, arn: string, readOnly = false): SelectedEvent => ({
  eventCategory: "Data",
  resourceType: "AWS::S3::Object",
  eventSource: "s3.amazonaws.com",
  eventName,
  arn,
  readOnly,
});

const PUT = data("PutObject", "arn:aws:s3:::data/a.txt");
const GET = data("GetObject", "arn:aws:s3:::data/a.txt", true);
const KMS: SelectedEvent = {
  eventCategory: "Management",
  eventSource: "kms.amazonaws.com",
  eventName: "GenerateDataKey",
  readOnly: true,
};

const advanced = (...fields: object[]) => ({ advanced_event_selector: [{ field_selector: fields }] });
const DATA = { field: "eventCategory", equals: ["Data"] };
const OBJECTS = { field: "resources.type", equals: ["AWS::S3::Object"] };
const arns = (operators: object) => ({ field: "resources.ARN", ...operators });

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

describe("the buckets that a trail names", () => {
  test("are those of selectors of objects, with the prefix of their keys", () => {
    const trail = advanced(DATA, OBJECTS, arns({ starts_with: ["arn:aws:s3:::data/", "arn:aws-cn:s3:::other/in/"] }));
    expect(namedBuckets(trail)).toEqual([
      { bucket: "data", prefix: "" },
      { bucket: "other", prefix: "in/" },
    ]);
    expect(
      namedBuckets({ event_selector: [{ data_resource: [{ type: "AWS::S3::Object", values: ["arn:aws:s3:::a/"] }] }] }),
    ).toEqual([{ bucket: "a", prefix: "" }]);
  });

  test("are none where all are recorded, all but some, or none", () => {
    expect(namedBuckets({})).toEqual([]);
    expect(namedBuckets(advanced(DATA, OBJECTS, arns({ not_starts_with: ["arn:aws:s3:::logs/"] })))).toEqual([]);
    expect(
      namedBuckets({ event_selector: [{ data_resource: [{ type: "AWS::S3::Object", values: ["arn:aws:s3"] }] }] }),
    ).toEqual([]);
    const tables = { field: "resources.type", equals: ["AWS::DynamoDB::Table"] };
    expect(namedBuckets(advanced(DATA, tables, arns({ starts_with: ["arn:aws:s3:::data/"] })))).toEqual([]);
  });
});
