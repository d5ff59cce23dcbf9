import { INCIDENT_QUERIES } from "../../../../../modules/query/sql";
import { logFile, record } from "../../../../support/log-records";
import { logs, withFiles } from "../../../../support/logs-command";

const ALICE = "arn:aws:iam::111122223333:user/alice";
const KEY = "arn:aws:kms:eu-central-1:111122223333:key/0f0e0d0c-1111-4222-a333-0123456789ab";

/** Minutes after ten. */
const at = (minute: number) => `2026-03-01T10:${String(minute).padStart(2, "0")}:00Z`;

const assumed = (key: string, issued: string, minute: number, more: object = {}) =>
  record({
    eventSource: "sts.amazonaws.com",
    eventName: "AssumeRole",
    eventTime: at(minute),
    userIdentity: { type: "IAMUser", arn: ALICE, accessKeyId: key },
    requestParameters: { roleArn: `arn:aws:iam::111122223333:role/${issued.toLowerCase()}` },
    responseElements: { credentials: { accessKeyId: issued } },
    ...more,
  });

const login = (minute: number, more: object) =>
  record({
    eventName: "ConsoleLogin",
    eventSource: "signin.amazonaws.com",
    eventTime: at(minute),
    userIdentity: { type: "Root", arn: "arn:aws:iam::111122223333:root" },
    responseElements: { ConsoleLogin: "Success" },
    ...more,
  });

/** For each query: what it is asked, records of which some must not be in the answer, and the columns that tell. */
const CASES: Readonly<Record<string, { asks: string[]; records: object[]; columns: string[]; rows: unknown[][] }>> = {
  "key-use": {
    asks: ["--key", "0f0e0d0c-1111-4222-a333-0123456789ab"],
    records: [
      record({ eventName: "Decrypt", eventTime: at(1), resources: [{ ARN: "arn:aws:s3:::a" }, { ARN: KEY }] }),
      record({ eventName: "Decrypt", eventTime: at(3), requestParameters: { keyId: KEY }, errorCode: "AccessDenied" }),
      record({ eventName: "PutObject", responseElements: { "x-amz-server-side-encryption-aws-kms-key-id": KEY } }),
      record({ eventName: "Decrypt", requestParameters: { keyId: "alias/other" } }),
    ],
    columns: ["principal_arn", "event_name", "calls", "failed", "first_time", "last_time"],
    rows: [
      [ALICE, "Decrypt", 2, 1, at(1), at(3)],
      [ALICE, "PutObject", 1, 0, at(0), at(0)],
    ],
  },
  "object-access": {
    asks: ["--bucket", "photos", "--object", "2026/it's %.jpg"],
    records: [
      record({ eventTime: at(1), requestParameters: { bucketName: "photos", key: "2026/it's me.jpg" } }),
      record({
        eventTime: at(2),
        eventName: "Decrypt",
        requestParameters: { encryptionContext: { "aws:s3:arn": "arn:aws:s3:::photos/2026/it's you.jpg" } },
      }),
      record({ requestParameters: { bucketName: "photos", key: "2025/it's me.jpg" } }),
      record({ requestParameters: { bucketName: "other", key: "2026/it's me.jpg" } }),
    ],
    columns: ["event_time", "event_name", "object_key"],
    rows: [
      [at(1), "GetObject", "2026/it's me.jpg"],
      [at(2), "Decrypt", "arn:aws:s3:::photos/2026/it's you.jpg"],
    ],
  },
  "access-key-calls": {
    asks: ["--access-key", "ASIAIOSFODNN7EXAMPLE"],
    records: [
      assumed("AKIAIOSFODNN7EXAMPLE", "ASIAIOSFODNN7EXAMPLE", 1),
      record({ eventTime: at(2), userIdentity: { accessKeyId: "ASIAIOSFODNN7EXAMPLE" } }),
      record(),
    ],
    columns: ["event_time", "event_name", "issued_access_key"],
    rows: [
      [at(1), "AssumeRole", "ASIAIOSFODNN7EXAMPLE"],
      [at(2), "GetObject", null],
    ],
  },
  "assume-role-chain": {
    asks: ["--access-key", "AKIAIOSFODNN7EXAMPLE"],
    records: [
      assumed("ASIATWO", "ASIATHREE", 3),
      assumed("AKIAIOSFODNN7EXAMPLE", "ASIAONE", 1),
      assumed("ASIAONE", "ASIATWO", 2),
      assumed("AKIAIOSFODNN7EXAMPLE", "ASIADENIED", 4, { errorCode: "AccessDenied" }),
      assumed("AKIAANOTHEREXAMPLE", "ASIAOTHER", 5),
    ],
    columns: ["step", "event_time", "access_key", "issued_access_key"],
    rows: [
      ["1", at(1), "AKIAIOSFODNN7EXAMPLE", "ASIAONE"],
      ["2", at(2), "ASIAONE", "ASIATWO"],
      ["3", at(3), "ASIATWO", "ASIATHREE"],
    ],
  },
  "denied-calls": {
    asks: [],
    records: [
      record({ errorCode: "AccessDenied" }),
      record({ errorCode: "AccessDenied", eventTime: at(4) }),
      record({ errorCode: "Client.UnauthorizedOperation", eventName: "RunInstances" }),
      record({ errorCode: "NoSuchKey" }),
      record(),
    ],
    columns: ["event_name", "error_code", "calls", "last_time"],
    rows: [
      ["GetObject", "AccessDenied", 2, at(4)],
      ["RunInstances", "Client.UnauthorizedOperation", 1, at(0)],
    ],
  },
  "trail-tampering": {
    asks: [],
    records: [
      record({ eventTime: at(2), eventName: "PutKeyPolicy", eventSource: "kms.amazonaws.com" }),
      record({ eventTime: at(1), eventName: "StopLogging", eventSource: "cloudtrail.amazonaws.com" }),
      record({ eventTime: at(3), eventName: "PutBucketPolicy", eventSource: "s3.amazonaws.com" }),
      record({ eventName: "StopLogging", eventSource: "other.amazonaws.com" }),
      record({ eventName: "DescribeTrails", eventSource: "cloudtrail.amazonaws.com" }),
    ],
    columns: ["event_time", "event_name"],
    rows: [
      [at(1), "StopLogging"],
      [at(2), "PutKeyPolicy"],
      [at(3), "PutBucketPolicy"],
    ],
  },
  "console-without-mfa": {
    asks: [],
    records: [
      login(1, { additionalEventData: { MFAUsed: "No" } }),
      login(2, { additionalEventData: { MFAUsed: "Yes" } }),
      login(3, {}),
      record({ additionalEventData: { MFAUsed: "No" } }),
    ],
    columns: ["event_time", "principal_type", "login_result"],
    rows: [
      [at(1), "Root", "Success"],
      [at(3), "Root", "Success"],
    ],
  },
  "access-key-addresses": {
    asks: [],
    records: [
      record({ sourceIPAddress: "203.0.113.7" }),
      record({ sourceIPAddress: "198.51.100.9" }),
      record({ sourceIPAddress: "kms.amazonaws.com" }),
      record({ sourceIPAddress: "AWS Internal" }),
      record({ sourceIPAddress: "203.0.113.8", userIdentity: { accessKeyId: "AKIAANOTHEREXAMPLE" } }),
    ],
    columns: ["access_key", "addresses", "calls", "one_address", "another_address"],
    rows: [["AKIAIOSFODNN7EXAMPLE", 2, 2, "198.51.100.9", "203.0.113.7"]],
  },
};

test.each(INCIDENT_QUERIES.map(({ name }) => name))("%s finds what it asks for", async (name) => {
  const { asks, records, columns, rows } = CASES[name]!;
  await withFiles({ "a.json": logFile(records) }, async (folder) => {
    const { out, err, status } = await logs(["query", "--named", name, ...asks, folder, "--format", "json"]);
    expect({ err, status }).toEqual({ err: "", status: 0 });
    const found = JSON.parse(out) as Record<string, unknown>[];
    expect(found.map((row) => columns.map((column) => row[column]))).toEqual(rows);
  });
});

test("--list shows the named queries, with their SQL in a format for programs", async () => {
  const table = await logs(["query", "--list"]);
  for (const { name, title } of INCIDENT_QUERIES) expect(table.out).toMatch(new RegExp(`^${name} +${title}`, "m"));
  const { out } = await logs(["query", "--list", "--format", "jsonl"]);
  const lines = out.trim().split("\n");
  expect(lines.map((line) => (JSON.parse(line) as { sql: string }).sql)).toEqual(
    INCIDENT_QUERIES.map(({ sql }) => sql),
  );
});

test("the help names each query, and an option for each of its parameters", async () => {
  const { out } = await logs(["query", "--help"]);
  const text = out.replace(/\s+/g, " ");
  for (const { name, parameters } of INCIDENT_QUERIES) {
    const options = parameters.map((parameter) => `--${parameter.name}`).join(", ");
    expect(text).toContain(options === "" ? name : `${name} (${options})`);
  }
});
