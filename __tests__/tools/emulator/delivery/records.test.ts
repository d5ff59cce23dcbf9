import { dataRecord, keyRecord } from "../../../../tools/emulator/delivery/data-record";
import { managementRecord } from "../../../../tools/emulator/delivery/management-record";
import type { ApiCallEvent } from "../../../../tools/emulator/delivery/record";
import { answer, jsonCall, s3Call } from "../../../support/gateway-calls";

const KEY = "arn:aws:kms:eu-central-1:111122223333:key/1111";
const ENCRYPTED = {
  "x-amz-server-side-encryption": "aws:kms",
  "x-amz-server-side-encryption-aws-kms-key-id": KEY,
};
const place = { bucket: "audited", key: "folder/a.txt", query: new URLSearchParams() };

const role = {
  account: "111122223333",
  arn: "arn:aws:sts::111122223333:assumed-role/Uploader/session",
  userId: "AROAEXAMPLE:session",
  accessKeyId: "ASIAEXAMPLE",
};

const happening = (fields: Partial<ApiCallEvent> = {}): ApiCallEvent => ({
  source: "s3.amazonaws.com",
  name: "PutObject",
  region: "eu-central-1",
  at: new Date("2025-01-31T10:00:00.789Z"),
  caller: role,
  account: "111122223333",
  userAgent: "[test]",
  status: 200,
  ...fields,
});

const put = s3Call("PUT", "/audited/folder/a.txt", { body: "hello", headers: ENCRYPTED });

test("the record of an upload holds the object's name and the key's ARN, where CloudTrail has them", () => {
  expect(dataRecord(happening(), put, place, answer(200, "", ENCRYPTED))).toEqual({
    eventVersion: "1.11",
    userIdentity: {
      type: "AssumedRole",
      principalId: "AROAEXAMPLE:session",
      arn: role.arn,
      accountId: "111122223333",
      accessKeyId: "ASIAEXAMPLE",
      sessionContext: {
        sessionIssuer: {
          type: "Role",
          principalId: "AROAEXAMPLE",
          arn: "arn:aws:iam::111122223333:role/Uploader",
          accountId: "111122223333",
          userName: "Uploader",
        },
      },
    },
    eventTime: "2025-01-31T10:00:00Z",
    eventSource: "s3.amazonaws.com",
    eventName: "PutObject",
    awsRegion: "eu-central-1",
    sourceIPAddress: "127.0.0.1",
    userAgent: "[test]",
    requestParameters: {
      bucketName: "audited",
      Host: "audited.s3.eu-central-1.amazonaws.com",
      key: "folder/a.txt",
      ...ENCRYPTED,
    },
    responseElements: ENCRYPTED,
    additionalEventData: {
      SignatureVersion: "SigV4",
      AuthenticationMethod: "AuthHeader",
      bytesTransferredIn: 5,
      SSEApplied: "SSE_KMS",
      bytesTransferredOut: 0,
    },
    requestID: expect.stringMatching(/^[0-9A-F]{16}$/),
    eventID: expect.stringMatching(/^[0-9a-f-]{36}$/),
    readOnly: false,
    resources: [
      { type: "AWS::S3::Object", ARN: "arn:aws:s3:::audited/folder/a.txt" },
      { accountId: "111122223333", type: "AWS::S3::Bucket", ARN: "arn:aws:s3:::audited" },
    ],
    eventType: "AwsApiCall",
    managementEvent: false,
    recipientAccountId: "111122223333",
    eventCategory: "Data",
  });
});

test("encryption that nobody asked for is the bucket's default", () => {
  const call = s3Call("PUT", "/audited/folder/a.txt");
  const record = dataRecord(happening(), call, place, answer(200, "", ENCRYPTED));
  expect(record["additionalEventData"]).toMatchObject({ SSEApplied: "Default_SSE_KMS" });
  expect(record["requestParameters"]).not.toHaveProperty("x-amz-server-side-encryption");
});

test("a read that is refused to an outsider names nobody, and the reason", () => {
  const refused = happening({ name: "GetObject", caller: undefined, status: 403, errorCode: "AccessDenied" });
  const record = dataRecord(refused, s3Call("GET", "/audited/folder/a.txt"), place, answer(403));
  expect(record).toMatchObject({
    userIdentity: { type: "AWSAccount", principalId: "", accountId: "anonymous" },
    errorCode: "AccessDenied",
    errorMessage: "Access Denied",
    readOnly: true,
    recipientAccountId: "111122223333",
  });
  expect(record["additionalEventData"]).not.toHaveProperty("SignatureVersion");
});

test("a list is of all objects of the bucket", () => {
  const list = { ...place, key: "" };
  const record = dataRecord(happening({ name: "ListObjects" }), s3Call("GET", "/audited"), list, answer(200));
  expect(record.resources?.[0]).toEqual({ type: "AWS::S3::Object", ARNPrefix: "arn:aws:s3:::audited/" });
});

test.each([
  ["PutObject", "GenerateDataKey", { keyId: KEY, keySpec: "AES_256" }],
  ["GetObject", "Decrypt", { encryptionAlgorithm: "SYMMETRIC_DEFAULT" }],
])("%s of an encrypted object makes S3 call %s", (name, expected, parameters) => {
  expect(keyRecord(happening({ name }), place, answer(200, "", ENCRYPTED))).toMatchObject({
    eventSource: "kms.amazonaws.com",
    eventName: expected,
    sourceIPAddress: "AWS Internal",
    userIdentity: { arn: role.arn, invokedBy: "AWS Internal" },
    requestParameters: { ...parameters, encryptionContext: { "aws:s3:arn": "arn:aws:s3:::audited/folder/a.txt" } },
    resources: [{ accountId: "111122223333", type: "AWS::KMS::Key", ARN: KEY }],
    readOnly: true,
    managementEvent: true,
    eventCategory: "Management",
  });
});

test("with a Bucket Key the encryption context is the bucket", () => {
  const headers = { ...ENCRYPTED, "x-amz-server-side-encryption-bucket-key-enabled": "True" };
  expect(keyRecord(happening(), place, answer(200, "", headers))?.["requestParameters"]).toMatchObject({
    encryptionContext: { "aws:s3:arn": "arn:aws:s3:::audited" },
  });
});

test.each([
  ["objects without the key", happening(), answer(200)],
  ["calls that failed", happening({ status: 403 }), answer(403, "", ENCRYPTED)],
  ["calls that nobody signed", happening({ caller: undefined }), answer(200, "", ENCRYPTED)],
  ["calls that need no key", happening({ name: "DeleteObject" }), answer(204, "", ENCRYPTED)],
])("S3 calls no key for %s", (_, what, given) => {
  expect(keyRecord(what, place, given)).toBeUndefined();
});

test("management events show parameters, in CloudTrail's spelling and without secrets", () => {
  const call = jsonCall("kms", "Encrypt", { KeyId: KEY, Plaintext: "aGVsbG8=" });
  expect(managementRecord(happening({ source: "kms.amazonaws.com", name: "Encrypt" }), call)).toMatchObject({
    eventName: "Encrypt",
    readOnly: false,
    requestParameters: { keyId: KEY, plaintext: "HIDDEN_DUE_TO_SECURITY_REASONS" },
    managementEvent: true,
    eventCategory: "Management",
  });
});

test("users and the account itself are distinguished from roles", () => {
  const of = (arn: string) =>
    managementRecord(happening({ caller: { ...role, arn } }), jsonCall("kms", "ListKeys", {}))["userIdentity"];
  expect(of("arn:aws:iam::111122223333:user/team/eva")).toMatchObject({ type: "IAMUser", userName: "eva" });
  expect(of("arn:aws:iam::111122223333:root")).toMatchObject({ type: "Root" });
});
