import type { AdvancedEventSelector, EventSelector } from "@aws-sdk/client-cloudtrail";
import { selectorsFromAws } from "../../../../cli/model/event-selectors";
import type { CloudTrailRecord } from "../../../../tools/emulator/delivery/record";
import { selects } from "../../../../tools/emulator/delivery/selectors";

const common = { eventTime: "2025-01-31T10:00:00Z", awsRegion: "eu-central-1", recipientAccountId: "111122223333" };

const putObject: CloudTrailRecord = {
  ...common,
  eventSource: "s3.amazonaws.com",
  eventName: "PutObject",
  readOnly: false,
  eventCategory: "Data",
  resources: [
    { type: "AWS::S3::Object", ARN: "arn:aws:s3:::audited/a" },
    { type: "AWS::S3::Bucket", ARN: "arn:aws:s3:::audited" },
  ],
};
const decrypt: CloudTrailRecord = {
  ...common,
  eventSource: "kms.amazonaws.com",
  eventName: "Decrypt",
  readOnly: true,
  eventCategory: "Management",
};

const advanced = (...FieldSelectors: AdvancedEventSelector["FieldSelectors"] & object) =>
  selectorsFromAws([], [{ FieldSelectors }]);
const basic = (selector: EventSelector) => selectorsFromAws([selector]);

const DATA = { Field: "eventCategory", Equals: ["Data"] };
const MANAGEMENT = { Field: "eventCategory", Equals: ["Management"] };
const OBJECTS = { Field: "resources.type", Equals: ["AWS::S3::Object"] };

test("a trail that was given no selectors records management events", () => {
  const none = { basic: [], advanced: [] };
  expect(selects(none, decrypt)).toBe(true);
  expect(selects(none, putObject)).toBe(false);
});

test.each([
  ["its bucket", { StartsWith: ["arn:aws:s3:::audited/"] }, true],
  ["one of its buckets", { StartsWith: ["arn:aws:s3:::other/", "arn:aws:s3:::audited/"] }, true],
  ["another bucket", { StartsWith: ["arn:aws:s3:::other/"] }, false],
  ["all but its bucket", { NotStartsWith: ["arn:aws:s3:::audited/"] }, false],
  ["all but another bucket", { NotStartsWith: ["arn:aws:s3:::other/"] }, true],
  ["all but this and another bucket", { NotStartsWith: ["arn:aws:s3:::other/", "arn:aws:s3:::audited/"] }, false],
])("a data event is recorded or not by a selector of %s", (_, operators, recorded) => {
  const selectors = advanced(DATA, OBJECTS, { Field: "resources.ARN", ...operators });
  expect(selects(selectors, putObject)).toBe(recorded);
  expect(selects(selectors, decrypt)).toBe(false);
});

test("every field of an advanced selector counts, and any selector does", () => {
  const reads = [DATA, OBJECTS, { Field: "readOnly", Equals: ["true"] }];
  expect(selects(advanced(...reads), putObject)).toBe(false);
  const both = selectorsFromAws([], [{ FieldSelectors: reads }, { FieldSelectors: [DATA, OBJECTS] }]);
  expect(selects(both, putObject)).toBe(true);
});

test("a source can be left out of management events", () => {
  expect(selects(advanced(MANAGEMENT), decrypt)).toBe(true);
  const quiet = advanced(MANAGEMENT, { Field: "eventSource", NotEquals: ["kms.amazonaws.com"] });
  expect(selects(quiet, decrypt)).toBe(false);
});

test("basic selectors record by type and by how the ARN begins", () => {
  const objects = (Values: string[]) => basic({ DataResources: [{ Type: "AWS::S3::Object", Values }] });
  expect(selects(objects(["arn:aws:s3:::audited/"]), putObject)).toBe(true);
  expect(selects(objects(["arn:aws:s3"]), putObject)).toBe(true);
  expect(selects(objects(["arn:aws:s3:::other/"]), putObject)).toBe(false);
  expect(
    selects(basic({ DataResources: [{ Type: "AWS::Lambda::Function", Values: ["arn:aws:s3"] }] }), putObject),
  ).toBe(false);
});

test("basic selectors record reads, writes or both, and management events by default", () => {
  expect(selects(basic({ ReadWriteType: "WriteOnly" }), decrypt)).toBe(false);
  expect(selects(basic({ ReadWriteType: "ReadOnly" }), decrypt)).toBe(true);
  expect(selects(basic({ IncludeManagementEvents: false }), decrypt)).toBe(false);
  expect(selects(basic({ ExcludeManagementEventSources: ["kms.amazonaws.com"] }), decrypt)).toBe(false);
});
