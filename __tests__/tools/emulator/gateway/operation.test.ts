import { actionOf } from "../../../../tools/emulator/gateway/faults";
import { operationOf, bucketAndKeyOf } from "../../../../tools/emulator/gateway/operation";
import { isDataCall } from "../../../../tools/emulator/gateway/s3-operations";
import { formCall, jsonCall, s3Call, unsigned } from "../../../support/gateway-calls";

test("a signature tells the service, the Region and who signed", () => {
  expect(operationOf(jsonCall("kms", "DescribeKey", {}))).toEqual({
    service: "kms",
    region: "eu-central-1",
    accessKey: "ASIAEXAMPLE",
    action: "DescribeKey",
  });
});

test("so does a presigned address", () => {
  const call = unsigned(s3Call("GET", "/logs/a?X-Amz-Credential=AKIA1%2F20250131%2Fus-east-2%2Fs3%2Faws4_request"));
  expect(operationOf(call)).toMatchObject({ service: "s3", region: "us-east-2", accessKey: "AKIA1" });
});

test("a call that nobody signed is one of S3", () => {
  expect(operationOf(unsigned(s3Call("GET", "/logs/a")))).toMatchObject({ service: "s3", accessKey: undefined });
});

test("the form protocol names its action in the body", () => {
  expect(actionOf(formCall("iam", "GetRole"))).toBe("GetRole");
});

test("a target is a bucket and a key, decoded", () => {
  const target = bucketAndKeyOf(s3Call("GET", "/logs/a%20b/c%2Bd?versionId=1"));
  expect(target).toMatchObject({ bucket: "logs", key: "a b/c+d" });
  expect(target?.query.get("versionId")).toBe("1");
});

test.each([
  ["the list of buckets", s3Call("GET", "/")],
  ["S3 Control", s3Call("GET", "/v20180820/configuration/publicAccessBlock")],
  ["another service", jsonCall("kms", "ListKeys", {})],
])("%s has no target", (_, call) => {
  expect(bucketAndKeyOf(call)).toBeUndefined();
});

test.each([
  ["GET", "/logs/a", "GetObject"],
  ["HEAD", "/logs/a", "HeadObject"],
  ["PUT", "/logs/a", "PutObject"],
  ["DELETE", "/logs/a", "DeleteObject"],
  ["PUT", "/logs/a?acl", "PutObjectAcl"],
  ["PUT", "/logs/a?partNumber=1&uploadId=2", "UploadPart"],
  ["POST", "/logs/a?uploads", "CreateMultipartUpload"],
  ["POST", "/logs/a?uploadId=2", "CompleteMultipartUpload"],
  ["POST", "/logs?delete", "DeleteObjects"],
  ["GET", "/logs?list-type=2", "ListObjects"],
  ["GET", "/logs?versions", "ListObjectVersions"],
  ["PUT", "/logs", "CreateBucket"],
  ["DELETE", "/logs", "DeleteBucket"],
  ["HEAD", "/logs", "HeadBucket"],
  ["GET", "/logs?policy", "GetBucketPolicy"],
  ["PUT", "/logs?publicAccessBlock", "PutBucketPublicAccessBlock"],
  ["DELETE", "/logs?encryption", "DeleteBucketEncryption"],
])("%s %s is %s", (method, url, operation) => {
  expect(actionOf(s3Call(method, url))).toBe(operation);
});

test("a copy is none of PutObject", () => {
  expect(actionOf(s3Call("PUT", "/logs/a", { headers: { "x-amz-copy-source": "/logs/b" } }))).toBe("CopyObject");
});

test("calls for objects are data events, calls for buckets are not", () => {
  const data = ["GetObject", "PutObject", "HeadObject", "DeleteObjects", "ListObjects", "PutObjectAcl", "UploadPart"];
  expect(data.filter((name) => !isDataCall(name))).toEqual([]);
  const management = ["CreateBucket", "GetBucketPolicy", "PutBucketAcl", "GetObjectLockConfiguration", "HeadBucket"];
  expect(management.filter(isDataCall)).toEqual([]);
});
