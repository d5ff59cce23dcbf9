import { found } from "../../../../support/protection-findings";

const result = (changes: object = {}, encryption: object = {}) => ({
  output_location: "s3://results/",
  expected_bucket_owner: "111122223333",
  encryption_configuration: [{ encryption_option: "SSE_KMS", kms_key_arn: "arn:key", ...encryption }],
  ...changes,
});
const configuration = (changes: object = {}) => ({
  configuration: [
    {
      enforce_workgroup_configuration: true,
      publish_cloudwatch_metrics_enabled: true,
      bytes_scanned_cutoff_per_query: 1000,
      result_configuration: [result()],
      ...changes,
    },
  ],
});
const withResult = (changes: object, encryption?: object) =>
  configuration({ result_configuration: [result(changes, encryption)] });

const WORKGROUP = { state: "ENABLED", ...configuration() };
const descriptor = (changes: object = {}) => ({
  storage_descriptor: [
    {
      input_format: "com.amazon.emr.cloudtrail.CloudTrailInputFormat",
      location: "s3://logs/AWSLogs/",
      columns: [{ name: "eventname", type: "string" }],
      ...changes,
    },
  ],
});
const TABLE = { parameters: { "projection.region.values": "a,b" }, partition_keys: [{ name: "day" }], ...descriptor() };
const VIEW = { table_type: "VIRTUAL_VIEW", view_original_text: "/* Presto View: abc */" };
const SAVED = { query: "SELECT 1 FROM ct" };
const LIMIT = "configuration.bytes_scanned_cutoff_per_query";
const RESULTS = "configuration.result_configuration";

test.each<[string, object, object, string]>([
  [
    "aws_athena_workgroup",
    WORKGROUP,
    configuration({ enforce_workgroup_configuration: false }),
    "workgroup-opened: configuration.enforce_workgroup_configuration: true -> false",
  ],
  [
    "aws_athena_workgroup",
    WORKGROUP,
    configuration({ bytes_scanned_cutoff_per_query: 2000 }),
    `workgroup-opened: ${LIMIT}: 1000 -> 2000`,
  ],
  [
    "aws_athena_workgroup",
    WORKGROUP,
    configuration({ bytes_scanned_cutoff_per_query: null }),
    `workgroup-opened: ${LIMIT}: 1000 -> (none)`,
  ],
  [
    "aws_athena_workgroup",
    WORKGROUP,
    configuration({ publish_cloudwatch_metrics_enabled: false }),
    "workgroup-opened: configuration.publish_cloudwatch_metrics_enabled: true -> false",
  ],
  ["aws_athena_workgroup", WORKGROUP, { state: "DISABLED" }, 'workgroup-disabled: state: "ENABLED" -> "DISABLED"'],
  [
    "aws_athena_workgroup",
    WORKGROUP,
    withResult({ output_location: "s3://elsewhere/" }),
    `results-moved: ${RESULTS}.output_location: "s3://results/" -> "s3://elsewhere/"`,
  ],
  [
    "aws_athena_workgroup",
    WORKGROUP,
    withResult({ expected_bucket_owner: null }),
    `results-moved: ${RESULTS}.expected_bucket_owner: "111122223333" -> (none)`,
  ],
  [
    "aws_athena_workgroup",
    WORKGROUP,
    withResult({}, { encryption_option: "SSE_S3" }),
    `key-removed: ${RESULTS}.encryption_configuration.encryption_option: "SSE_KMS" -> "SSE_S3"`,
  ],
  [
    "aws_athena_workgroup",
    WORKGROUP,
    withResult({}, { kms_key_arn: "arn:other" }),
    `key-changed: ${RESULTS}.encryption_configuration.kms_key_arn: "arn:key" -> "arn:other"`,
  ],
  [
    "aws_glue_catalog_table",
    TABLE,
    { parameters: { "projection.region.values": "a" } },
    'queried-logs-changed: parameters: {"projection.region.values":"a,b"} -> {"projection.region.values":"a"}',
  ],
  [
    "aws_glue_catalog_table",
    TABLE,
    descriptor({ location: "s3://other/" }),
    'queried-logs-changed: storage_descriptor.location: "s3://logs/AWSLogs/" -> "s3://other/"',
  ],
  [
    "aws_glue_catalog_table",
    VIEW,
    { view_original_text: "/* Presto View: xyz */" },
    'queried-logs-changed: view_original_text: "/* Presto View: abc */" -> "/* Presto View: xyz */"',
  ],
  [
    "aws_athena_named_query",
    SAVED,
    { query: "SELECT 1 FROM ct WHERE false" },
    'saved-query-changed: query: "SELECT 1 FROM ct" -> "SELECT 1 FROM ct WHERE false"',
  ],
])("%s: %#", (type, before, changes, finding) => {
  expect(found(type, before, { ...before, ...changes })).toEqual([finding]);
});

test.each<[string, string, object, object]>([
  ["a lower limit", "aws_athena_workgroup", WORKGROUP, configuration({ bytes_scanned_cutoff_per_query: 10 })],
  ["the client's encryption", "aws_athena_workgroup", WORKGROUP, withResult({}, { encryption_option: "CSE_KMS" })],
  ["a description", "aws_athena_workgroup", WORKGROUP, { description: "Queries" }],
  [
    "a table of other data",
    "aws_glue_catalog_table",
    { parameters: { classification: "parquet" }, ...descriptor({ input_format: "parquet" }) },
    { parameters: { classification: "json" } },
  ],
])("%s is no weakening", (_, type, before, changes) => {
  expect(found(type, before, { ...before, ...changes })).toEqual([]);
});
