import { found } from "../../../../support/protection-findings";

const DIGEST = "team/AWSLogs/o-a1b2c3d4e5/111122223333/CloudTrail-Digest/eu-central-1/2026/11/01/x.json.gz";
const LOG = "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/11/01/x.json.gz";

test.each(["aws_s3_object", "aws_s3_bucket_object", "aws_s3_object_copy"])("a log file destroyed as %s", (type) => {
  expect(found(type, { bucket: "logs", key: LOG }, undefined)).toEqual([`removal: log file "${LOG}": destroyed`]);
  expect(found(type, { key: DIGEST }, undefined)).toEqual([`removal: log file "${DIGEST}": destroyed`]);
});

test("a log file that is written over or made up is no longer CloudTrail's", () => {
  expect(found("aws_s3_object", { key: LOG, etag: "a" }, { key: LOG, etag: "b" })).toEqual([
    `removal: log file "${LOG}": overwritten`,
  ]);
  expect(found("aws_s3_object", undefined, { key: LOG })).toEqual([`removal: log file "${LOG}": overwritten`]);
});

test("another object may go", () => {
  expect(found("aws_s3_object", { key: "AWSLogs/readme.txt" }, undefined)).toEqual([]);
  expect(found("aws_s3_object", {}, undefined)).toEqual([]);
});
