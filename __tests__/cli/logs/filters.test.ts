import { conditionsOf } from "../../../cli/logs/filters/conditions";
import type { Filters } from "../../../cli/logs/filters/filters";
import { matchesIn } from "../../../cli/logs/matching";
import { logFile, record, sampleRecords } from "../../support/log-records";

const KEY_ID = "0f0e0d0c-1111-4222-a333-0123456789ab";
const KEY = `arn:aws:kms:eu-central-1:111122223333:key/${KEY_ID}`;

/** Each record differs from the usual one in one thing. */
const RECORDS = {
  usual: {},
  late: { eventTime: "2026-03-02T00:00:00Z" },
  otherAccount: { recipientAccountId: "444455556666" },
  otherRegion: { awsRegion: "us-east-1" },
  put: { eventName: "PutObject", readOnly: false },
  textFlag: { readOnly: "false" },
  kms: { eventSource: "kms.amazonaws.com", eventName: "Decrypt", resources: [{ ARN: KEY }] },
  keyId: { requestParameters: { keyId: KEY_ID } },
  alias: { requestParameters: { keyId: "alias/customer-data" } },
  aliasArn: { requestParameters: { keyId: "arn:aws:kms:eu-central-1:111122223333:alias/customer-data" } },
  keyHeader: { responseElements: { "x-amz-server-side-encryption-aws-kms-key-id": KEY } },
  insight: {
    userIdentity: undefined,
    eventName: undefined,
    eventSource: undefined,
    insightDetails: { eventName: "ListUsers" },
  },
  role: {
    userIdentity: {
      type: "AssumedRole",
      arn: "arn:aws:sts::111122223333:assumed-role/deployer/session-1",
      principalId: "AROA:session-1",
      accessKeyId: "ASIAIOSFODNN7EXAMPLE",
      sessionContext: {
        sessionIssuer: { arn: "arn:aws:iam::111122223333:role/ci/deployer", userName: "deployer" },
        attributes: { mfaAuthenticated: "false" },
      },
    },
  },
  emptyIssuer: { userIdentity: { type: "AssumedRole", sessionContext: { sessionIssuer: {} } } },
  assume: {
    requestParameters: { roleArn: "arn:aws:iam::111122223333:role/ci/deployer" },
    responseElements: { credentials: { accessKeyId: "ASIAIOSFODNN7EXAMPLE" } },
  },
  root: { userIdentity: { type: "Root", arn: "arn:aws:iam::111122223333:root" } },
  login: { eventName: "ConsoleLogin", additionalEventData: { MFAUsed: "No" } },
  safeLogin: { eventName: "ConsoleLogin", additionalEventData: { MFAUsed: "Yes" } },
  fromConsole: { sessionCredentialFromConsole: "true" },
  service: {
    sourceIPAddress: "kms.amazonaws.com",
    userIdentity: { type: "AWSService", invokedBy: "kms.amazonaws.com" },
  },
  ipv6: { sourceIPAddress: "2001:db8::7" },
  denied: { errorCode: "AccessDenied" },
  unauthorized: { errorCode: "Client.UnauthorizedOperation" },
  missing: { errorCode: "NoSuchKey" },
  object: { requestParameters: { bucketName: "finance", key: "2026/payroll & bonus.csv" } },
  encodedObject: { requestParameters: { bucketName: "finance", key: "2026/payroll%20%26%20bonus.csv" } },
  plusObject: { requestParameters: { bucketName: "finance", key: "2026/payroll+%26+bonus.csv" } },
  otherBucket: { requestParameters: { bucketName: "finance2", key: "2026/payroll & bonus.csv" } },
  objectArn: {
    resources: [{ ARNPrefix: "arn:aws:s3:::x/" }, { ARN: "arn:aws:s3:::finance/2026/payroll & bonus.csv" }],
  },
  context: {
    eventSource: "kms.amazonaws.com",
    requestParameters: { encryptionContext: { "aws:s3:arn": "arn:aws:s3:::finance/2026/payroll & bonus.csv" } },
  },
  copy: { requestParameters: { "x-amz-copy-source": "/finance/2026/payroll%20&%20bonus.csv?versionId=1" } },
  noObject: { requestParameters: "a string", resources: null },
  text: { requestParameters: { deep: [{ er: 'a&b="c"' }] } },
  number: { additionalEventData: { bytes: 791.0 } },
  proto: { requestParameters: JSON.parse('{"__proto__":"x","constructor":"y"}') as object },
} as const;

type Name = keyof typeof RECORDS;

const OBJECT = ["object", "encodedObject", "plusObject", "objectArn", "context", "copy"] as const;
const OLD = Object.keys(RECORDS).filter((name) => name !== "late") as Name[];

const all = new Map(
  Object.entries(RECORDS).map(([name, fields]) => [record(fields)["eventID"] as string, name as Name]),
);
const file = logFile([...all].map(([eventID, name]) => ({ ...record(RECORDS[name]), eventID })));

const matching = (filters: Filters) =>
  matchesIn(file, conditionsOf(filters)).map((match) => all.get(match.record["eventID"] as string)!);

test.each<[Filters, readonly Name[]]>([
  [{ to: Date.parse("2026-03-02T00:00:00Z") }, OLD],
  [{ from: Date.parse("2026-03-01T10:00:01Z") }, ["late"]],
  [{ accounts: ["444455556666"] }, ["otherAccount"]],
  [{ regions: ["us-east-1", "us-west-2"] }, ["otherRegion"]],
  [{ events: ["PutObject"] }, ["put"]],
  [{ events: ["Put*", "List*"] }, ["put", "insight"]],
  [{ services: ["kms"] }, ["kms", "context"]],
  [{ services: ["kms.amazonaws.com"], events: ["Decrypt"] }, ["kms"]],
  [{ write: true }, ["put", "textFlag"]],
  [{ keys: [KEY_ID] }, ["kms", "keyId", "keyHeader"]],
  [{ keys: [KEY] }, ["kms", "keyId", "keyHeader"]],
  [{ keys: ["alias/customer-data"] }, ["alias", "aliasArn"]],
  [{ principals: ["deployer"] }, ["role"]],
  [{ principals: ["arn:aws:sts::111122223333:assumed-role/deployer/*"] }, ["role"]],
  [{ principals: ["arn:aws:iam::111122223333:role/ci/deployer"] }, ["role"]],
  [{ principals: ["AROA:*"] }, ["role"]],
  [{ principals: ["kms.amazonaws.com"] }, ["service"]],
  [{ principals: ["deploy"] }, []],
  [{ accessKeys: ["ASIAIOSFODNN7EXAMPLE"] }, ["role", "assume"]],
  [{ roles: ["deployer"] }, ["role", "assume"]],
  [{ roles: ["arn:aws:iam::111122223333:role/ci/deployer"] }, ["role", "assume"]],
  [{ root: true }, ["root"]],
  [{ console: true }, ["login", "safeLogin", "fromConsole"]],
  [{ noMfa: true }, ["role", "login"]],
  [{ console: true, noMfa: true }, ["login"]],
  [{ ips: ["2001:db8:0::7"] }, ["ipv6"]],
  [{ ips: ["2001:db8::/32", "kms.amazonaws.com"] }, ["service", "ipv6"]],
  [{ ips: ["203.0.113.0/24"], denied: true }, ["denied", "unauthorized"]],
  [{ ips: ["203.0.112.0/24"] }, []],
  [{ agents: ["cli/2"], errors: ["NoSuch*"] }, ["missing"]],
  [{ objects: [{ bucket: "finance", key: "2026/payroll & bonus.csv" }] }, OBJECT],
  [{ objects: [{ bucket: "finance", key: "2026/*" }] }, OBJECT],
  [{ objects: [{ bucket: "finance", key: "payroll & bonus.csv" }] }, []],
  [{ buckets: ["finance"] }, ["object", "encodedObject", "plusObject", "objectArn", "context"]],
  [{ texts: ['a&b="c"'] }, ["text"]],
  [{ where: ["requestParameters.deep.er~a&b"] }, ["text"]],
  [{ where: ["additionalEventData.bytes=791"] }, ["number"]],
  [{ where: ["errorCode=*"], errors: ["AccessDenied", "NoSuchKey"] }, ["denied", "missing"]],
  [{ where: ["errorCode!=AccessDenied", "errorCode~d"] }, ["unauthorized"]],
  [{ where: ["requestParameters.constructor=y"] }, ["proto"]],
  [{ where: ["constructor.name=*"] }, []],
])("%j", (filters, names) => {
  expect(matching(filters)).toEqual(names);
});

test("filters agree with plain JavaScript on real records", () => {
  const records = sampleRecords();
  const packed = logFile(records);
  type Identity = { arn?: string; accessKeyId?: string };
  const identity = (one: Record<string, unknown>) => (one["userIdentity"] ?? {}) as Identity;
  const cases: [Filters, (one: Record<string, unknown>) => boolean][] = [
    [{ events: ["AssumeRole"] }, (one) => one["eventName"] === "AssumeRole"],
    [
      { services: ["iam"], write: true },
      (one) => one["eventSource"] === "iam.amazonaws.com" && String(one["readOnly"]) === "false",
    ],
    [{ regions: ["us-east-1"], errors: ["*"] }, (one) => one["awsRegion"] === "us-east-1" && "errorCode" in one],
    [{ principals: ["*user/bert-jan"] }, (one) => identity(one).arn?.endsWith("user/bert-jan") === true],
    [{ ips: ["192.168.10.0/24"] }, (one) => String(one["sourceIPAddress"]).startsWith("192.168.10.")],
    [{ texts: ["stratus"] }, (one) => JSON.stringify(one).includes("stratus")],
  ];
  for (const [filters, isMatch] of cases) {
    const expected = records.filter(isMatch);
    expect(expected.length).toBeGreaterThan(0);
    expect(matchesIn(packed, conditionsOf(filters)).map((match) => match.record)).toEqual(expected);
  }
});
