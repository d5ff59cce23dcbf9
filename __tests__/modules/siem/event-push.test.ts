import type { Statement } from "../../../modules/policy";
import { EventPush, type EventPushProps } from "../../../modules/siem";
import { synthAlerts } from "../../support/alerts";
import { decisionOn, principal, service } from "../../support/evaluated";
import { statementsOf } from "../../support/synth";

const ACCOUNT = "111122223333";
const SECRET = `arn:aws:secretsmanager:eu-central-1:${ACCOUNT}:secret:splunk-hec-a1b2c3`;
const SECRET_KEY = `arn:aws:kms:eu-central-1:${ACCOUNT}:key/99999999-2222-3333-4444-555555555555`;
const KEY = `arn:aws:kms:eu-central-1:${ACCOUNT}:key/11111111-2222-3333-4444-555555555555`;
const STREAM = `arn:aws:firehose:eu-central-1:${ACCOUNT}:deliverystream/audit-push`;
const STREAM_ROLE = `arn:aws:iam::${ACCOUNT}:role/audit-push-stream`;
const OBJECT = "arn:aws:s3:::audit-push-failures/2026/11/27/a.gz";
const THROUGH_S3 = { "kms:ViaService": "s3.eu-central-1.amazonaws.com" };

const SPLUNK: Omit<EventPushProps, "alerts"> = {
  name: "audit-push",
  logGroupName: "/aws/cloudtrail/audit",
  destination: { kind: "splunk", url: "https://http-inputs-firehose-example.splunkcloud.com:443" },
  secretArn: SECRET,
  failures: { bucketName: "audit-push-failures" },
};

function synthPush(options: Partial<EventPushProps> = {}) {
  return synthAlerts({}, (alerts, stack) => new EventPush(stack, "Push", { alerts, ...SPLUNK, ...options }));
}

const stack = synthPush();
const stored = (policy: unknown) => String(policy).replaceAll(/\$\{aws_kms_key\.\w+\.arn\}/g, KEY);
const permissions = (id: string, made = stack) =>
  statementsOf(stored(made.one("aws_iam_role_policy", `Push_${id}Permission_`)["policy"]));

const PROCESSED = {
  enabled: true,
  processors: [
    { type: "Decompression", parameters: [{ parameter_name: "CompressionFormat", parameter_value: "GZIP" }] },
    {
      type: "CloudWatchLogProcessing",
      parameters: [{ parameter_name: "DataMessageExtraction", parameter_value: "true" }],
    },
  ],
};

test("events go from the log group through the stream to Splunk, one a record", () => {
  const delivery = stack.one("aws_kinesis_firehose_delivery_stream");
  expect(delivery).toMatchObject({
    destination: "splunk",
    server_side_encryption: { enabled: true },
    splunk_configuration: {
      hec_endpoint: "https://http-inputs-firehose-example.splunkcloud.com:443",
      hec_endpoint_type: "Event",
      retry_duration: 3600,
      s3_backup_mode: "FailedEventsOnly",
      processing_configuration: PROCESSED,
    },
  });
  expect(stack.one("aws_cloudwatch_log_subscription_filter")).toMatchObject({
    log_group_name: "/aws/cloudtrail/audit",
    filter_pattern: "",
    destination_arn: `\${${delivery.address}.arn}`,
  });
});

test("or to another HTTPS endpoint", () => {
  const destination = { kind: "http", url: "https://siem.example.com/firehose", name: "SIEM" } as const;
  expect(synthPush({ destination }).one("aws_kinesis_firehose_delivery_stream")).toMatchObject({
    destination: "http_endpoint",
    http_endpoint_configuration: {
      url: "https://siem.example.com/firehose",
      name: "SIEM",
      s3_backup_mode: "FailedDataOnly",
      processing_configuration: PROCESSED,
      secrets_manager_configuration: { enabled: true, secret_arn: SECRET },
    },
  });
});

test("the token comes from Secrets Manager and is nowhere in the stack", () => {
  const { splunk_configuration } = stack.one("aws_kinesis_firehose_delivery_stream");
  const role = stack.one("aws_iam_role", "Push_StreamRole_").address;
  expect(splunk_configuration).toMatchObject({
    secrets_manager_configuration: { enabled: true, secret_arn: SECRET, role_arn: `\${${role}.arn}` },
  });
  expect(JSON.stringify(stack.json)).not.toMatch(/hec_token|access_key/);
});

describe("who may do what, by the policy evaluator", () => {
  const trustOf = (id: string) => stack.one("aws_iam_role", `Push_${id}Role_`)["assume_role_policy"];
  const may = (statements: readonly Statement[], action: string, resource: string, context = {}, policy?: unknown) =>
    decisionOn(principal(STREAM_ROLE, statements), action, resource, policy, context);

  test("Firehose takes the stream's role for this account alone", () => {
    const takes = (name: string, context: Record<string, string>) =>
      decisionOn(service(name, STREAM), "sts:AssumeRole", STREAM_ROLE, trustOf("Stream"), context);
    expect(takes("firehose.amazonaws.com", { "sts:ExternalId": ACCOUNT })).toBe("allowed");
    expect(takes("firehose.amazonaws.com", { "sts:ExternalId": "444455556666" })).toBe("denied");
    expect(takes("logs.amazonaws.com", { "sts:ExternalId": ACCOUNT })).toBe("denied");
  });

  test("log groups of this account and Region take the other role, which sends to the stream alone", () => {
    const role = `arn:aws:iam::${ACCOUNT}:role/audit-push-logs`;
    const takes = (sourceArn: string, account?: string) =>
      decisionOn(service("logs.amazonaws.com", sourceArn, account), "sts:AssumeRole", role, trustOf("Logs"));
    const group = `arn:aws:logs:eu-central-1:${ACCOUNT}:log-group:/aws/cloudtrail/audit:*`;
    expect(takes(group)).toBe("allowed");
    expect(takes(group.replace("eu-central-1", "eu-west-1"))).toBe("denied");
    expect(takes(group.replace(ACCOUNT, "444455556666"), "444455556666")).toBe("denied");
    const sends = permissions("Logs");
    expect(may(sends, "firehose:PutRecordBatch", STREAM)).toBe("allowed");
    expect(may(sends, "firehose:PutRecordBatch", `${STREAM}2`)).toBe("denied");
    expect(may(sends, "firehose:DeleteDeliveryStream", STREAM)).toBe("denied");
  });

  test("the stream reads its token, and no other secret", () => {
    const works = permissions("Stream");
    expect(may(works, "secretsmanager:GetSecretValue", SECRET)).toBe("allowed");
    expect(may(works, "secretsmanager:GetSecretValue", `${SECRET}2`)).toBe("denied");
    const decrypts = permissions("Stream", synthPush({ secretKeyArn: SECRET_KEY }));
    const through = (name: string) => ({ "kms:ViaService": `${name}.eu-central-1.amazonaws.com` });
    const byIam = { Sid: "Iam", Effect: "Allow", Principal: { AWS: ACCOUNT }, Action: "kms:*", Resource: "*" };
    const key = JSON.stringify({ Statement: [byIam] });
    expect(may(decrypts, "kms:Decrypt", SECRET_KEY, through("secretsmanager"), key)).toBe("allowed");
    expect(may(decrypts, "kms:Decrypt", SECRET_KEY, through("s3"), key)).toBe("denied");
  });

  test("the stream keeps what was not accepted, and deletes nothing", () => {
    const works = permissions("Stream");
    const bucket = stored(stack.one("aws_s3_bucket_policy", "Push_")["policy"]);
    const context = { "s3:TlsVersion": "1.3" };
    expect(may(works, "s3:PutObject", OBJECT, context, bucket)).toBe("allowed");
    expect(may(works, "s3:PutObject", OBJECT.replace("failures", "other"), context, bucket)).not.toBe("allowed");
    expect(may(works, "s3:DeleteObject", OBJECT, context, bucket)).toBe("denied explicitly");
    const key = stored(stack.one("aws_kms_key", "Push_")["policy"]);
    const encryption = { ...THROUGH_S3, "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::audit-push-failures" };
    expect(may(works, "kms:GenerateDataKey", KEY, encryption, key)).toBe("allowed");
    expect(may(works, "kms:GenerateDataKey", KEY, THROUGH_S3, key)).toBe("denied");
    expect(decisionOn(principal(`${STREAM_ROLE}2`), "kms:Decrypt", KEY, key, encryption)).toBe("denied");
  });
});

test("alarms on what is late and what was not accepted go to the alerts", () => {
  const alarms = stack.all("aws_cloudwatch_metric_alarm").filter(({ namespace }) => namespace === "AWS/Firehose");
  expect(alarms.map(({ alarm_name, metric_name, threshold }) => [alarm_name, metric_name, threshold])).toEqual([
    ["audit-alerts-audit-push-late", "DeliveryToSplunk.DataFreshness", 1800],
    ["audit-alerts-audit-push-failed", "BackupToS3.Records", 1],
  ]);
});

test.each<[string, object, string]>([
  [
    "an address without TLS",
    { destination: { kind: "splunk", url: "http://splunk" } },
    "destination.url must be an address that begins with https://",
  ],
  [
    "a token in the address",
    { destination: { kind: "http", name: "a", url: "https://siem.example.com/?token=a" } },
    "and contains no token",
  ],
  [
    "a token for a secret",
    { secretArn: "11111111-2222" },
    'secretArn must be an ARN like "arn:aws:secretsmanager:...:secret:..."',
  ],
  [
    "a destination that is none",
    { destination: { kind: "kafka", url: "https://a" } },
    'destination.kind must be one of "splunk", "http", got "kafka"',
  ],
  [
    "an option of the other destination",
    { destination: { ...SPLUNK.destination, name: "a" } },
    "destination.name is unknown",
  ],
  ["a name", { name: "Audit" }, "name must be 1 to 40 lower-case letters, digits and dashes"],
])("%s is refused", (_, options, problem) => {
  expect(() => synthPush(options as Partial<EventPushProps>)).toThrow(problem);
});
