import { protectionFindings } from "../../../../../cli/commands/review/protections";
import { copy, copying, expiring, found, lifecycle } from "../../../../support/protection-findings";
import { planned } from "../../../../support/planned";

test.each([
  [
    "aws_s3_bucket_lifecycle_configuration",
    lifecycle(expiring(30)),
    "retention-shortened: expiration.days: never -> 30",
  ],
  ["aws_s3_bucket_replication_configuration", copying(copy("a")), 'replication-new: rule "a" copies to "a"'],
])("%s: what is new is reported for an existing bucket, and not for a new one", (type, values, told) => {
  const of = (bucket: string | undefined, ...others: ReturnType<typeof planned>[]) =>
    protectionFindings([
      { ...planned(type, undefined, { ...values, bucket }), unknown: bucket === undefined ? ["bucket"] : [] },
      ...others,
    ]).map(({ protection, what }) => `${protection}: ${what}`);
  const fresh = planned("aws_s3_bucket", undefined, { bucket: "logs" });
  const old = planned("aws_s3_bucket", { bucket: "logs" }, { bucket: "logs" });
  expect(of("logs")).toEqual([told]);
  expect(of("logs", old)).toEqual([told]);
  expect(of("${aws_s3_bucket.one.id}", old)).toEqual([told]);
  expect(of("others", fresh)).toEqual([told]);
  expect(of("logs", fresh)).toEqual([]);
  expect(of("${aws_s3_bucket.one.id}", fresh)).toEqual([]);
  expect(of(undefined, fresh)).toEqual([]);
  expect(of(undefined, old)).toEqual([told]);
});

test("a rule to one more bucket is reported, and one that is enabled again is not", () => {
  const type = "aws_s3_bucket_replication_configuration";
  expect(found(type, copying(copy("a")), copying(copy("a"), copy("b")))).toEqual([
    'replication-moved: rule "b" copies to "b"',
  ]);
  expect(found(type, copying(copy("a", { status: "Disabled" })), copying(copy("a")))).toEqual([]);
  expect(found(type, copying(copy("a")), copying(copy("a", { id: "renamed" })))).toEqual([]);
  expect(found(type, copying(copy("a")), copying(copy("a"), copy("b", { status: "Disabled" })))).toEqual([]);
  const unencrypted = { source_selection_criteria: [{ sse_kms_encrypted_objects: [{ status: "Disabled" }] }] };
  expect(found(type, copying(copy("a")), copying(copy("a", unencrypted)))).toEqual([
    'replication-off: rule "a" copies other files',
  ]);
});

test("a lifecycle rule that is disabled ends nothing", () => {
  const type = "aws_s3_bucket_lifecycle_configuration";
  const disabled = lifecycle({ ...expiring(30), status: "Disabled" });
  expect(found(type, lifecycle(), disabled)).toEqual([]);
  expect(found(type, disabled, lifecycle(expiring(30)))).toEqual(["retention-shortened: expiration.days: never -> 30"]);
  const noncurrent = lifecycle({ noncurrent_version_expiration: [{ noncurrent_days: 9 }] });
  expect(found(type, lifecycle(), noncurrent)).toEqual([
    "retention-shortened: noncurrent_version_expiration.noncurrent_days: never -> 9",
  ]);
});
