import { found, lifecycle, TRAIL } from "../../../../support/protection-findings";

const basic = (...event_selector: object[]) => ({ ...TRAIL, event_selector });

test.each([
  ["aws_s3_bucket_lifecycle_configuration", "rule", "retention-shortened"],
  ["aws_s3_bucket_object_lock_configuration", "rule", "object-lock-weakened"],
  ["aws_s3_bucket_replication_configuration", "rule", "replication-off, replication-moved, replication-changed"],
  ["aws_s3_bucket_ownership_controls", "rule", "acls-on"],
  ["aws_s3_bucket_server_side_encryption_configuration", "rule", "key-removed, key-changed"],
  ["aws_s3_bucket_versioning", "versioning_configuration", "versioning-suspended, mfa-delete-off"],
  ["aws_cloudwatch_log_group", "retention_in_days", "retention-shortened"],
  ["aws_cloudtrail", "event_selector", "selectors-narrowed"],
  ["aws_cloudtrail", "advanced_event_selector", "selectors-narrowed"],
])("%s: a %s of another shape is reported where it differs", (type, argument, protections) => {
  const told = protections.split(", ").map((protection) => `${protection}: cannot be read`);
  for (const value of ["(sensitive)", "x", ["x"], [[]], [null]]) {
    expect(found(type, { [argument]: [] }, { [argument]: value })).toEqual(told);
    expect(found(type, { [argument]: value, tags: {} }, { [argument]: value })).toEqual([]);
  }
});

test("blocks within blocks may have another shape too", () => {
  const type = "aws_s3_bucket_lifecycle_configuration";
  for (const rule of [{ expiration: "x" }, { expiration: [{ days: "x" }] }, { expiration: [{ date: "x" }] }]) {
    expect(found(type, lifecycle(), lifecycle(rule))).toEqual(["retention-shortened: cannot be read"]);
  }
  const selector = basic({ data_resource: [{ type: "AWS::S3::Object", values: "(sensitive)" }] });
  expect(found("aws_cloudtrail", basic({}), selector)).toEqual(["selectors-narrowed: cannot be read"]);
  expect(found("aws_cloudtrail", selector, basic({}))).toEqual(["selectors-narrowed: cannot be read"]);
  expect(found("aws_cloudtrail", selector, { ...selector, tags: {} })).toEqual([]);
});
